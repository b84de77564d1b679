import { describe, expect, test } from 'vitest';
import { anAccount, anOperator, uuid } from '../../fixtures/telephony.ts';
import { bureau } from './bureau.ts';

const lea = anOperator();
const sofie = anOperator({ id: uuid(11), name: 'Sofie Maes' });
const line = '+33199000101';

describe('a call that is answered', () => {
  test('[P29] is offered to the operator who is ready, and the caller moves to his leg', async () => {
    const b = await bureau();
    await b.ready();
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    const offer = b.last('offer');
    expect(offer?.call).toMatchObject({ caller: '+33639980001', state: 'offered' });
    const callId = offer?.call.callId ?? '';
    b.say({ t: 'shown', callId });
    await b.time.pass(3000);
    b.say({ t: 'answer', callId });
    await b.time.pass(10);
    expect(b.exchange.done('c1')).toEqual(['mark', 'ring', 'answer', 'connect']);
    expect(b.state()).toMatchObject({ state: 'talking', callId });
    expect(await b.row()).toMatchObject({ operatorId: lea.id, waitedSeconds: 3, outcome: null });
  });

  test('[S24] ends as handled with who hung up first, and the operator wraps up until the note is done', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'handled', endedBy: 'caller' });
    expect(b.state()).toMatchObject({ state: 'wrap-up', callId });
    b.say({ t: 'wrapped-up', callId });
    expect(b.state()).toMatchObject({ state: 'ready' });
  });

  test('can be held and taken back, and the seconds are counted', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.say({ t: 'hold', callId });
    await b.time.pass(20_000);
    expect(b.last('call')?.call.state).toBe('held');
    b.say({ t: 'unhold', callId });
    await b.time.pass(10);
    expect(b.exchange.done('c1').slice(-2)).toEqual(['hold', 'connect']);
    b.say({ t: 'hangup', callId });
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ heldSeconds: 20, endedBy: 'operator' });
  });

  test('has how the voice was on each leg, as the pages of those say it who spoke with the caller', async () => {
    const b = await bureau();
    const callId = await talking(b);
    const voice = { from: '2026-11-19T09:00:04.000Z', codec: 'opus', worst: 3.4, mean: 4.2 } as const;
    b.say({ t: 'voice', callId, voice }, sofie.id);
    b.say({ t: 'voice', callId, voice: { ...voice, mean: 4.3 } });
    await b.time.pass(10);
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    b.say({ t: 'wrapped-up', callId });
    b.say({ t: 'voice', callId, voice });
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'handled', voice: [{ ...voice, operatorId: lea.id }] });
  });

  test('goes on while the database is away, and its facts are written when it is back', async () => {
    const b = await bureau();
    await b.ready();
    const { transact } = b.store;
    Object.assign(b.store, { transact: async () => Promise.reject(new Error('away')) });
    const callId = await talking(b, false);
    expect(b.state()).toMatchObject({ state: 'talking', callId });
    expect(await b.row()).toBeUndefined();
    Object.assign(b.store, { transact });
    await b.time.pass(2000);
    expect(await b.row()).toMatchObject({ id: callId, operatorId: lea.id });
  });
});

test('the facts of a call outlive both the database and the server', async () => {
  const b = await bureau();
  const { transact } = b.store;
  Object.assign(b.store, { transact: async () => Promise.reject(new Error('away')) });
  await talking(b);
  b.exchange.callerHangsUp('c1');
  await b.time.pass(10);
  expect(await b.row()).toBeUndefined();
  b.floor().stop();
  Object.assign(b.store, { transact });
  b.exchange.callers.clear();
  await b.restart();
  await b.time.pass(10);
  expect(await b.row()).toMatchObject({ outcome: 'handled', endedBy: 'caller', operatorId: lea.id, waitedSeconds: 0 });
  expect(b.deps.unwrittenCalls.records).toEqual([]);
});

test('a call of which only the beginning was kept aside is closed in the books', async () => {
  const b = await bureau();
  const { transact } = b.store;
  Object.assign(b.store, { transact: async () => Promise.reject(new Error('away')) });
  const callId = await talking(b);
  b.exchange.callers.clear();
  Object.assign(b.store, { transact });
  await b.restart();
  await b.time.pass(10);
  expect(await b.row()).toMatchObject({ id: callId, outcome: 'cut', operatorId: lea.id });
});

describe('an offer that nobody takes', () => {
  test('goes to the next after 2 s when the page does not show it, and that operator is not asked again', async () => {
    const b = await bureau({ operators: [lea, sofie] });
    await b.ready(lea.id);
    await b.ready(sofie.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(2100);
    expect(b.last('offer-ended', lea.id)?.reason).toBe('not-shown');
    expect(b.state(lea.id)).toMatchObject({ state: 'unreachable', reason: 'not-shown' });
    expect(b.last('offer', sofie.id)).toBeDefined();
  });

  test('goes to the next after 8 s without an answer', async () => {
    const b = await bureau({ operators: [lea, sofie] });
    await b.ready(lea.id);
    await b.ready(sofie.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.say({ t: 'shown', callId: b.last('offer', lea.id)?.call.callId ?? '' }, lea.id);
    await b.time.pass(7900);
    expect(b.last('offer', sofie.id)).toBeUndefined();
    await b.time.pass(200);
    expect(b.last('offer-ended', lea.id)?.reason).toBe('not-answered');
    expect(b.last('offer', sofie.id)).toBeDefined();
  });

  test('is withdrawn when the caller gives up, and recorded as abandoned with the wait', async () => {
    const b = await bureau();
    await b.ready();
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.say({ t: 'shown', callId: b.last('offer')?.call.callId ?? '' });
    await b.time.pass(5000);
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    expect(b.last('offer-ended')?.reason).toBe('abandoned');
    expect(await b.row()).toMatchObject({ outcome: 'abandoned', waitedSeconds: 5, offers: [{ outcome: 'withdrawn' }] });
    expect(b.state()).toMatchObject({ state: 'ready' });
  });
});

describe('a caller who waits', () => {
  test('hears ringing for 15 s, then the welcome and music', async () => {
    const b = await waiting();
    expect(b.exchange.done('c1')).toEqual(['mark', 'ring']);
    await b.time.pass(15_000);
    expect(b.exchange.done('c1').slice(2)).toEqual(['answer', 'play']);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'welcome' });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('music');
  });

  test('goes to voicemail with key 1, and the message becomes a note once', async () => {
    const b = await waiting();
    await b.time.pass(15_100);
    b.exchange.emit({ t: 'digit', channelId: 'c1', digit: '1' });
    await b.time.pass(10);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'greeting' });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('record');
    b.exchange.recorded('c1', 12);
    await b.time.pass(10_000);
    expect(b.notes).toHaveLength(1);
    expect(b.notes[0]).toMatchObject({ kind: 'voicemail', voicemail: { seconds: 12 }, content: { number: '+33639980001' } });
    expect(b.saved.size).toBe(1);
    expect(b.exchange.files.size).toBe(0);
    expect(await b.row()).toMatchObject({ outcome: 'voicemail' });
  });

  test('goes to voicemail after the longest wait', async () => {
    const b = await waiting();
    await b.time.pass(301_000);
    expect(b.exchange.asked.findLast((e) => e.do === 'play')).toMatchObject({ prompt: 'greeting' });
  });

  test('goes to voicemail when the last operator has been away for a minute', async () => {
    const b = await waiting();
    b.pageDies();
    await b.time.pass(59_000);
    expect(b.exchange.asked.findLast((e) => e.do === 'play')).toMatchObject({ prompt: 'welcome' });
    await b.time.pass(2000);
    expect(b.exchange.asked.findLast((e) => e.do === 'play')).toMatchObject({ prompt: 'greeting' });
  });
});

describe('a call for which nobody is there', () => {
  test('goes to voicemail at once when nobody is signed in', async () => {
    const b = await bureau();
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    expect(b.exchange.done('c1')).toEqual(['mark', 'answer', 'play']);
  });

  test('[P13] goes to voicemail outside the hours, whose greeting says when calls are answered', async () => {
    const periods = [{ day: 1, from: '09:00', to: '12:00' }];
    const b = await bureau({ account: { openingHours: { kind: 'weekly', periods, closedOn: [] } } });
    await b.ready();
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    const play = b.exchange.asked.find((e) => e.do === 'play');
    expect(play?.do === 'play' && play.file).toContain('le lundi de 9 heures à 12 heures');
  });

  test('is told so and hung up when the number is nobody’s', async () => {
    const b = await bureau();
    b.exchange.arrive('c1', '+33199999999');
    await b.time.pass(10);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'announcement' });
    await b.time.pass(10);
    expect(b.exchange.asked.at(-1)).toMatchObject({ do: 'hang-up', cause: 'unallocated' });
    expect(await b.row()).toBeUndefined();
  });
});

describe('when something breaks', () => {
  test('the caller hears music while the operator is silent, and the same operator rejoins', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'silent' });
    await b.time.pass(1000);
    expect(b.exchange.done('c1').at(-1)).toBe('music');
    expect(b.last('call')?.call.state).toBe('rejoining');
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'alive' });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('connect');
    expect(b.state()).toMatchObject({ state: 'talking', callId });
  });

  test('after 15 s another operator is offered the call with the draft as far as it got', async () => {
    const b = await bureau({ operators: [lea, sofie] });
    const callId = await talking(b);
    await b.ready(sofie.id);
    b.say({ t: 'draft', callId, draft: draftOf(callId) });
    b.pageDies(lea.id);
    b.exchange.legs.delete(lea.id);
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'gone' });
    await b.time.pass(14_000);
    expect(b.last('offer', sofie.id)).toBeUndefined();
    await b.time.pass(1500);
    expect(b.last('offer', sofie.id)).toMatchObject({ call: { callId }, draft: { matter: 'Rendez-vous' } });
    expect(b.last('offer-ended', lea.id)?.reason).toBe('taken');
  });

  test('a caller who cannot be moved to the leg hears music and is offered again', async () => {
    const b = await bureau();
    await b.ready();
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    const callId = b.last('offer')?.call.callId ?? '';
    b.exchange.legs.clear();
    b.say({ t: 'answer', callId });
    await b.time.pass(100);
    expect(b.exchange.done('c1')).toContain('music');
    await b.time.pass(2500);
    expect(b.seen.filter((s) => s.message.t === 'offer')).toHaveLength(2);
  });

  test('a caller is left to the exchange when even voicemail fails', async () => {
    const b = await bureau();
    b.exchange.refuse('play');
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('unattended');
  });

  test('after a restart the conversation goes on with its operator', async () => {
    const b = await bureau();
    const callId = await talking(b);
    await b.restart();
    expect(b.state()).toMatchObject({ state: 'talking', callId });
    expect(b.exchange.done('c1').filter((d) => d === 'connect')).toHaveLength(1);
    await b.ready();
    b.say({ t: 'hangup', callId });
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'handled', operatorId: lea.id });
  });

  test('after a restart an operator who lost leg and page is told of his caller, and rejoins', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.pageDies();
    b.exchange.legs.delete(lea.id);
    await b.restart();
    expect(b.exchange.done('c1').at(-1)).toBe('music');
    b.floor().onSignedIn(lea.id);
    await b.time.pass(0);
    expect(b.last('call')?.call).toMatchObject({ callId, state: 'rejoining' });
    expect(b.last('presence')?.presence).toMatchObject({ state: 'talking', callId });
    await b.ready();
    expect(b.exchange.done('c1').at(-1)).toBe('connect');
  });

  test('after a restart waiting callers are served, with their time of arrival', async () => {
    const b = await waiting();
    await b.time.pass(16_000);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'welcome' });
    const before = await b.row();
    const caller = b.exchange.callers.get('c1');
    if (caller !== undefined) caller.ageMs = 16_000;
    await b.restart();
    expect(b.exchange.done('c1').at(-1)).toBe('music');
    await b.ready();
    await b.time.pass(1000);
    expect(b.last('offer')?.call).toMatchObject({ callId: before?.id, arrivedAt: before?.arrivedAt });
  });

  test('after a restart nobody is held to be signed out until pages have had 10 s to come in', async () => {
    const b = await waiting();
    await b.restart();
    await b.time.pass(9_000);
    b.floor().doorsOpened();
    const lastPlayed = () => b.exchange.asked.findLast((e) => e.do === 'play');
    await b.time.pass(9_000);
    expect(lastPlayed()).toMatchObject({ prompt: 'welcome' });
    await b.time.pass(2_000);
    expect(lastPlayed()).toMatchObject({ prompt: 'greeting' });
  });

  test('the fall of the exchange cuts the calls: recorded as cut, the operator writes the note, and is unreachable until it is back', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.exchange.lose();
    await b.time.pass(600);
    expect(b.state()).toMatchObject({ state: 'talking', reason: 'no-exchange', callId });
    b.exchange.fall();
    await b.time.pass(10);
    expect(await b.row()).toMatchObject({ outcome: 'cut', endedBy: 'us' });
    expect(b.last('call')?.call).toMatchObject({ callId, state: 'ended', endedBy: 'us' });
    expect(b.floor().snapshot().calls).toBe(0);
    b.say({ t: 'wrapped-up', callId });
    b.exchange.lose();
    await b.time.pass(600);
    expect(b.state()).toMatchObject({ state: 'unreachable', reason: 'no-exchange' });
    b.exchange.connect();
    await b.time.pass(600);
    expect(b.state()).toMatchObject({ state: 'ready' });
  });

  test('a page that has no leg although the exchange holds one gets a new leg at once, and the caller music meanwhile', async () => {
    const b = await bureau();
    const callId = await talking(b);
    await b.time.pass(2000);
    b.say({ t: 'phone', state: 'registered', leg: true });
    await b.time.pass(10);
    expect(b.exchange.done('c1').at(-1)).toBe('connect');
    b.say({ t: 'phone', state: 'registered', leg: false });
    await b.time.pass(10);
    expect(b.exchange.done('c1').slice(-2)).toEqual(['music', 'connect']);
    expect(b.exchange.asked.filter((e) => e.do === 'bring-leg' || e.do === 'drop-leg').map((e) => e.do)).toEqual([
      'bring-leg',
      'drop-leg',
      'bring-leg',
    ]);
    expect(b.state()).toMatchObject({ state: 'talking', callId });
  });

  test('a page that believes in a leg which ended while it was cut off is told so, and gets a new one', async () => {
    const b = await bureau();
    await b.ready();
    b.say({ t: 'phone', state: 'gone' });
    b.exchange.emit({ t: 'leg', operatorId: anOperator().id, state: 'gone' });
    await b.time.pass(2000);
    b.seen.length = 0;
    b.say({ t: 'phone', state: 'registered', leg: true });
    await b.time.pass(1000);
    const told = b.seen.flatMap(({ message }) => (message.t === 'leg' ? [message.wanted] : []));
    expect(told).toEqual([false, true]);
    expect(b.state()).toMatchObject({ state: 'ready' });
  });

  describe('when only the connection to the exchange is lost', () => {
    test('an answer that the exchange did not hear is given again', async () => {
      const b = await bureau();
      const callId = await talking(b);
      Object.assign(b.exchange.callers.get('c1') ?? {}, { place: 'ringing', operatorId: null });
      b.exchange.lose();
      b.exchange.connect();
      await b.time.pass(10);
      expect(b.exchange.done('c1').slice(-2)).toEqual(['answer', 'connect']);
      expect(b.state()).toMatchObject({ state: 'talking', callId });
    });

    test('a survey that is overtaken decides nothing: lost again meanwhile, nobody is in charge', async () => {
      const b = await bureau();
      await b.ready();
      b.exchange.lose();
      b.exchange.connect();
      b.exchange.lose();
      await b.time.pass(1000);
      expect(b.state()).toMatchObject({ state: 'unreachable', reason: 'no-exchange' });
      b.exchange.connect();
      await b.time.pass(1000);
      expect(b.state()).toMatchObject({ state: 'ready' });
    });

    test('who arrived before a survey that was overtaken, and hung up while nobody listened, is no call', async () => {
      const b = await bureau();
      await b.ready();
      b.exchange.lose();
      b.exchange.connect();
      b.exchange.arrive('c1', line);
      b.exchange.lose();
      b.exchange.callers.delete('c1');
      b.exchange.connect();
      await b.time.pass(10);
      expect(b.floor().snapshot().calls).toBe(0);
    });

    test('music that is refused before the survey is over is missed after it: nobody waits in silence', async () => {
      const b = await bureau();
      await b.ready();
      b.say({ t: 'pause', reason: 'lunch' });
      b.exchange.arrive('c1', line);
      b.exchange.arrive('c2', line, '+33639980002');
      await b.time.pass(6000);
      for (const id of ['c1', 'c2']) Object.assign(b.exchange.callers.get(id) ?? {}, { place: 'nowhere' });
      b.exchange.lose();
      b.exchange.refuse('music');
      b.exchange.connect();
      await b.time.pass(1000);
      expect([b.exchange.done('c1').at(-1), b.exchange.done('c2').at(-1)]).toEqual(['play', 'play']);
    });

    test('nobody is asked whose leg fell silent meanwhile', async () => {
      const b = await bureau();
      await b.ready();
      b.exchange.lose();
      b.exchange.unheard.add(lea.id);
      b.exchange.connect();
      b.exchange.arrive('c1', line);
      await b.time.pass(1000);
      expect(b.last('offer')).toBeUndefined();
      b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'alive' });
      await b.time.pass(10);
      expect(b.last('offer')).toBeDefined();
    });

    test('a caller whose operator is being fetched back stays his', async () => {
      const b = await bureau();
      const callId = await talking(b);
      b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'silent' });
      await b.time.pass(10);
      b.exchange.lose();
      b.exchange.connect();
      await b.time.pass(10);
      b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'alive' });
      await b.time.pass(10);
      expect(b.exchange.done('c1').at(-1)).toBe('connect');
      expect(b.state()).toMatchObject({ state: 'talking', callId });
    });

    test('an offer stays, and goes to the next in its time', async () => {
      const b = await bureau();
      await b.ready();
      b.exchange.arrive('c1', line);
      await b.time.pass(10);
      const callId = b.last('offer')?.call.callId ?? '';
      b.say({ t: 'shown', callId });
      b.exchange.lose();
      await b.time.pass(100);
      b.exchange.connect();
      await b.time.pass(10);
      expect(b.last('offer-ended')).toBeUndefined();
      b.say({ t: 'answer', callId });
      await b.time.pass(10);
      expect(b.state()).toMatchObject({ state: 'talking', callId });
    });

    test('a caller who hung up meanwhile is gone', async () => {
      const b = await bureau();
      await talking(b);
      b.exchange.lose();
      b.exchange.callers.clear();
      b.exchange.connect();
      await b.time.pass(10);
      expect(await b.row()).toMatchObject({ outcome: 'handled', endedBy: 'caller' });
    });
  });

  test('after a restart the wrap-up and the draft come from the page, and outlive its reload', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    await b.restart();
    b.floor().onSignedIn(lea.id);
    await b.time.pass(0);
    b.say({ t: 'wrapping-up', callId });
    b.say({ t: 'draft', callId, draft: draftOf(callId) });
    await b.time.pass(10);
    expect(b.state()).toMatchObject({ state: 'wrap-up', callId });
    b.floor().onSignedIn(lea.id);
    await b.time.pass(0);
    expect(b.last('call')).toMatchObject({ call: { callId, state: 'ended' }, draft: { matter: 'Rendez-vous' } });
    b.say({ t: 'wrapped-up', callId });
    b.say({ t: 'ready' });
    expect(b.state()).toMatchObject({ state: 'unreachable', reason: 'no-heartbeat' });
  });

  test('nobody wraps up a call that is still up', async () => {
    const b = await bureau({ operators: [lea, sofie] });
    const callId = await talking(b);
    await b.ready(sofie.id);
    b.say({ t: 'wrapping-up', callId }, sofie.id);
    b.say({ t: 'draft', callId, draft: draftOf(callId) }, sofie.id);
    expect(b.state(sofie.id)).toMatchObject({ state: 'ready' });
  });

  test('a call that ended while no server listened is closed in the books', async () => {
    const b = await bureau();
    await talking(b);
    b.exchange.callers.clear();
    await b.restart();
    expect(await b.row()).toMatchObject({ outcome: 'cut', endedBy: 'caller' });
  });

  test('a voicemail that ended while no server listened is taken in', async () => {
    const b = await bureau();
    b.exchange.files.set(`voicemail/${uuid(1)}/${uuid(77)}`, new Uint8Array(44 + 32_000));
    await b.restart();
    await b.time.pass(10);
    expect(b.notes).toMatchObject([{ id: uuid(77), accountId: uuid(1), voicemail: { seconds: 2 } }]);
  });

  test('what the exchange recorded alone becomes a note and a call once', async () => {
    const files = new Map([['20261119T085000Z_33199000101_33639980001_17320000001.wav', new Uint8Array(44 + 80_000)]]);
    const b = await bureau({
      unattended: {
        list: async () =>
          [...files.keys()].map((name) => ({
            name,
            dialled: '33199000101',
            caller: '33639980001',
            callId: null,
            channel: '1',
            ageMs: 600_000,
          })),
        load: async (name) => files.get(name) ?? new Uint8Array(),
        discard: async (name) => void files.delete(name),
      },
    });
    await b.time.pass(6000);
    await b.restart();
    expect(b.notes).toMatchObject([{ kind: 'voicemail', voicemail: { seconds: 5 }, content: { number: '+33639980001' } }]);
    expect(await b.row()).toMatchObject({ outcome: 'voicemail', arrivedAt: '2026-11-19T08:50:00.000Z' });
  });
});

test.each([
  ['by the mark of the server that knew him', (callId: string) => ({ callId, channel: '17' })],
  ['by his channel when he came during the standstill', () => ({ callId: null, channel: '1' })],
])('a caller whom the guardian sent to the apology has one row, known %s', async (_how, named) => {
  const recorded: { name: string; dialled: string; caller: string; callId: string | null; channel: string; ageMs: number }[] = [];
  const b = await bureau({
    unattended: {
      list: async () => recorded,
      load: async () => new Uint8Array(44 + 80_000),
      discard: async () => void recorded.splice(0),
    },
  });
  await b.ready();
  b.say({ t: 'pause', reason: 'break' });
  b.exchange.arrive('c1', line);
  await b.time.pass(100);
  const before = await b.row();
  b.exchange.callerHangsUp('c1');
  await b.time.pass(100);
  recorded.push({ name: 'r', dialled: '33199000101', caller: '33639980001', ...named(before?.id ?? ''), ageMs: 5_000 });
  await b.time.pass(6000);
  expect(await b.store.all('call')).toHaveLength(1);
  expect(await b.row()).toMatchObject({ id: before?.id, arrivedAt: before?.arrivedAt, outcome: 'voicemail' });
  expect(b.notes).toMatchObject([{ callId: before?.id }]);
});

describe('what days of simulation have shown', () => {
  test('after a restart an operator in wrap-up is not asked before his page says that he wants calls', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
    await b.restart();
    b.floor().onSignedIn(lea.id);
    b.say({ t: 'phone', state: 'registered' });
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'alive' });
    const offers = b.seen.filter((s) => s.message.t === 'offer').length;
    b.exchange.arrive('c2', line);
    await b.time.pass(3000);
    expect(b.state()).toMatchObject({ state: 'pause', reason: 'signed-in' });
    expect(b.exchange.legs.has(lea.id)).toBe(true);
    expect(b.seen.filter((s) => s.message.t === 'offer')).toHaveLength(offers);
    b.say({ t: 'wrapped-up', callId });
    b.say({ t: 'ready' });
    await b.time.pass(10);
    expect(b.seen.filter((s) => s.message.t === 'offer')).toHaveLength(offers + 1);
  });

  test('a hang-up that the exchange refuses is asked for again: nobody stays on an operator’s leg', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.exchange.refuse('hang-up');
    b.say({ t: 'hangup', callId });
    await b.time.pass(2000);
    expect(b.exchange.callers.has('c1')).toBe(true);
    b.exchange.obeyAgain();
    await b.time.pass(1000);
    expect(b.exchange.callers.has('c1')).toBe(false);
  });

  test('a waiting caller whom the exchange would not answer is answered as soon as it obeys, and waits on', async () => {
    const b = await bureau();
    await b.ready();
    b.say({ t: 'pause', reason: 'lunch' });
    b.exchange.refuse('answer');
    b.exchange.arrive('c1', line);
    await b.time.pass(15_100);
    b.exchange.obeyAgain();
    await b.time.pass(600);
    expect(b.exchange.done('c1').slice(-3)).toEqual(['answer', 'play', 'answer']);
    expect(b.floor().snapshot().waiting).toMatchObject([{ state: 'waiting' }]);
  });

  test('a ringing caller whom the exchange would not answer is answered as soon as it obeys: his operator speaks to him already', async () => {
    const b = await bureau();
    await b.ready();
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    const callId = b.last('offer')?.call.callId ?? '';
    b.exchange.refuse('answer');
    b.say({ t: 'answer', callId });
    await b.time.pass(700);
    b.exchange.obeyAgain();
    await b.time.pass(600);
    const answers = () => b.exchange.done('c1').filter((what) => what === 'answer').length;
    expect(b.exchange.done('c1').at(-1)).toBe('answer');
    const asked = answers();
    await b.time.pass(5000);
    expect(answers()).toBe(asked);
  });

  test('a message that is taken in before the facts of its call could be written keeps the caller’s number', async () => {
    const b = await bureau();
    const { transact } = b.store;
    Object.assign(b.store, { transact: async () => Promise.reject(new Error('away')) });
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'greeting' });
    await b.time.pass(10);
    b.exchange.recorded('c1', 7);
    await b.time.pass(10);
    Object.assign(b.store, { transact });
    await b.time.pass(6000);
    expect(b.notes).toMatchObject([{ content: { number: '+33639980001' }, voicemail: { seconds: 7 } }]);
  });

  test('a caller whom the exchange would not even take over is given to it again', async () => {
    const b = await bureau();
    for (const what of ['play', 'unattended'] as const) b.exchange.refuse(what);
    b.exchange.arrive('c1', line);
    await b.time.pass(2000);
    expect(b.exchange.callers.has('c1')).toBe(true);
    b.exchange.obeyAgain();
    await b.time.pass(1000);
    expect(b.exchange.done('c1').at(-1)).toBe('unattended');
    expect(b.exchange.callers.has('c1')).toBe(false);
  });

  test('a caller is marked before the exchange takes him over: whoever takes his message in knows whose it is', async () => {
    const b = await bureau();
    for (const what of ['play', 'mark'] as const) b.exchange.refuse(what);
    b.exchange.arrive('c1', line);
    await b.time.pass(600);
    expect(b.exchange.done('c1')).not.toContain('unattended');
    b.exchange.obeyAgain();
    await b.time.pass(600);
    expect(b.exchange.done('c1').slice(-2)).toEqual(['mark', 'unattended']);
  });

  test('nothing stays of a recording shorter than a second, and it never becomes a note', async () => {
    const b = await recording();
    b.exchange.recorded('c1', 0);
    await b.time.pass(10);
    expect(b.exchange.files.size).toBe(0);
    await b.restart();
    expect(b.notes).toEqual([]);
  });

  test('a recording shorter than a second that the exchange would not discard is discarded later', async () => {
    const b = await recording();
    const { discard } = b.exchange.recordings;
    Object.assign(b.exchange.recordings, { discard: async () => Promise.reject(new Error('refused')) });
    b.exchange.recorded('c1', 0);
    await b.time.pass(10);
    expect(b.exchange.files.size).toBe(1);
    Object.assign(b.exchange.recordings, { discard });
    await b.time.pass(6000);
    expect([b.exchange.files.size, b.notes]).toEqual([0, []]);
  });

  test('a message that was complete while no server listened is taken in, and its caller is not greeted again', async () => {
    const b = await recording();
    b.floor().stop();
    b.exchange.recorded('c1', 12);
    const caller = b.exchange.callers.get('c1');
    if (caller !== undefined) caller.place = 'spoken-to';
    await b.restart();
    await b.time.pass(100);
    expect(b.exchange.done('c1').at(-1)).toBe('hang-up');
    expect(b.notes).toMatchObject([{ voicemail: { seconds: 12 } }]);
    expect(await b.row()).toMatchObject({ outcome: 'voicemail' });
  });

  test('a server that starts without the database tells nobody that his number does not exist', async () => {
    const b = await bureau();
    await talking(b);
    b.exchange.arrive('c2', line);
    const { all } = b.store;
    Object.assign(b.store, { all: async () => Promise.reject(new Error('away')) });
    await b.restart();
    expect(b.exchange.done('c2').at(-1)).toBe('unattended');
    expect(b.exchange.callers.get('c1')?.place).toBe('with-operator');
    Object.assign(b.store, { all });
    await b.time.pass(6000);
    expect(b.state()).toMatchObject({ state: 'talking' });
  });

  test('a caller taken back from hold to a leg that fell silent meanwhile hears music', async () => {
    const b = await bureau();
    const callId = await talking(b);
    b.say({ t: 'hold', callId });
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'silent' });
    b.say({ t: 'unhold', callId });
    await b.time.pass(600);
    expect(b.last('call')?.call.state).toBe('rejoining');
    expect(b.exchange.done('c1').at(-1)).toBe('music');
  });

  test('what was last heard on a leg before the exchange fell does not count after it', async () => {
    const b = await bureau();
    await b.ready();
    b.exchange.lose();
    b.exchange.emit({ t: 'leg', operatorId: lea.id, state: 'alive' });
    const brought = () => b.exchange.asked.filter((e) => e.do === 'bring-leg').length;
    const before = brought();
    await b.time.pass(2000);
    b.exchange.fall();
    await b.time.pass(10);
    expect(brought()).toBe(before + 1);
  });

  test('a cut of the connection gives an operator no second time to answer', async () => {
    const b = await bureau({ operators: [lea, sofie] });
    await b.ready(lea.id);
    await b.ready(sofie.id);
    b.exchange.arrive('c1', line);
    await b.time.pass(10);
    b.say({ t: 'shown', callId: b.last('offer', lea.id)?.call.callId ?? '' }, lea.id);
    await b.time.pass(7900);
    b.exchange.lose();
    await b.time.pass(300);
    b.exchange.connect();
    await b.time.pass(500);
    expect(b.last('offer', sofie.id)).toBeDefined();
  });
});

test('a key pressed while the exchange is not in hand is followed as soon as it is', async () => {
  const b = await bureau();
  await b.ready();
  b.exchange.arrive('c1', line);
  await b.time.pass(10);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.exchange.lose();
  b.say({ t: 'answer', callId });
  await b.time.pass(300);
  expect(b.last('refused')).toBeUndefined();
  b.exchange.connect();
  await b.time.pass(10);
  expect(b.state()).toMatchObject({ state: 'talking', callId });
  expect(b.exchange.done('c1').at(-1)).toBe('connect');
});

test('an answer that comes too late is refused', async () => {
  const b = await bureau();
  await b.ready();
  b.say({ t: 'answer', callId: uuid(500) });
  expect(b.last('refused')).toMatchObject({ code: 'call.not_possible', callId: uuid(500) });
});

test('the leg comes with ready and goes with pause', async () => {
  const b = await bureau();
  await b.ready();
  expect(b.exchange.legs.has(lea.id)).toBe(true);
  b.say({ t: 'pause', reason: 'lunch' });
  await b.time.pass(600);
  expect(b.exchange.legs.has(lea.id)).toBe(false);
  expect(b.state()).toMatchObject({ state: 'pause', reason: 'lunch' });
});

async function talking(b: Awaited<ReturnType<typeof bureau>>, signIn = true): Promise<string> {
  if (signIn) await b.ready();
  b.exchange.arrive('c1', line);
  await b.time.pass(10);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.say({ t: 'answer', callId });
  await b.time.pass(10);
  return callId;
}

/** A caller for whom nobody is there speaks his message. */
async function recording() {
  const b = await bureau();
  b.exchange.arrive('c1', line);
  await b.time.pass(10);
  b.exchange.emit({ t: 'played', channelId: 'c1', prompt: 'greeting' });
  await b.time.pass(10);
  return b;
}

/** One operator, on pause: signed in but not asked. */
async function waiting() {
  const b = await bureau();
  await b.ready();
  b.say({ t: 'pause', reason: 'break' });
  b.exchange.arrive('c1', line);
  await b.time.pass(100);
  return b;
}

const draftOf = (callId: string) =>
  ({
    id: uuid(900),
    accountId: uuid(1),
    callId,
    state: 'writing',
    finishedAt: null,
    forWhom: null,
    forWhomText: '',
    fromWhom: 'Paul Durand',
    company: '',
    number: '',
    numberVerified: false,
    matter: 'Rendez-vous',
    callback: 'please-call-back',
    urgent: false,
    disposition: 'message',
    changedAt: '2026-11-19T09:00:00.000Z',
  }) as const;

test('[P02] a client who joins while operators are on duty has his first call offered to them', async () => {
  const b = await bureau();
  await b.ready();
  const accountId = uuid(77);
  await b.store.transact(async (tx) => {
    await tx.put('account', { ...anAccount(), id: accountId, name: 'Menuiserie Moreau' });
    await tx.put('line', { id: uuid(78), accountId, number: '+33199000110', published: false });
    await tx.put('operator', anOperator({ trainedFor: [...lea.trainedFor, accountId] }));
  });
  await b.time.pass(5_000); // the lists are read anew
  b.exchange.arrive('c1', '+33199000110');
  await b.time.pass(10);
  expect(b.last('offer')?.call).toMatchObject({ accountId, state: 'offered' });
});
