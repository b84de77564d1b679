import { expect, test } from 'vitest';
import type { LiveCall, Presence, ToPage, ToServer } from '#shared/live.ts';
import { Desk } from '../../../web/calls/desk.svelte.ts';
import type { Sheets } from '../../../web/calls/pop.ts';
import type { Link } from '../../../web/calls/post.svelte.ts';
import type { Reader } from '../../../web/ports/device.ts';
import type { PhoneState } from '../../../web/ports/phone.ts';
import { virtualTime } from '../../fakes/virtual-time.ts';
import { aContact, anAccount } from '../../fixtures/rows.ts';

const start = '2026-11-19T09:42:00.000Z';
const callId = '00000000-0000-4000-8000-000000000501';
const call = (more: Partial<LiveCall> = {}): LiveCall => ({
  callId,
  accountId: '00000000-0000-4000-8000-000000000001',
  lineId: '00000000-0000-4000-8000-000000000011',
  caller: '+33639980001',
  diversion: null,
  arrivedAt: start,
  state: 'offered',
  answeredAt: null,
  heldSince: null,
  endedAt: null,
  endedBy: null,
  ...more,
});
const presence = (state: Presence['state'], of: string | null = null): ToPage => ({
  t: 'presence',
  presence: { state, reason: null, callId: of, since: start },
});

const sheet: ReturnType<Sheets['sheetOf']> = {
  account: anAccount({ id: call().accountId }),
  line: null,
  people: [],
  instructions: [],
  cards: [],
};

const emptyReader: Reader = {
  get: async () => undefined,
  list: async () => [],
  all: async () => [],
  contactsByNumber: async () => [],
  notesByNumber: async () => [],
  callsSince: async () => [],
  callsByNumber: async () => ({ count: 0, latest: [] }),
  latestNotes: async () => [],
  climbingNotes: async () => [],
  drafts: async () => [],
};

function atTheDesk() {
  const time = virtualTime(start);
  const sent: ToServer[] = [];
  const noted: string[] = [];
  const finished = new Set<string>();
  const calls = { syncs: 0, starts: 0 };
  const held: { sheet: ReturnType<Sheets['sheetOf']>; found: (rows?: Partial<Reader>) => Promise<void> } = {
    sheet: null,
    found: async () => undefined,
  };
  let say: (message: ToPage) => void = () => undefined;
  let link: (state: Link) => void = () => undefined;
  let phone: (state: PhoneState, problem: string | null) => void = () => undefined;
  const off = () => undefined;
  const desk = new Desk({
    device: {
      watch: (query, onValue) => {
        held.found = async (rows = {}) => onValue(await query({ ...emptyReader, ...rows }));
        return off;
      },
      sync: () => calls.syncs++,
    },
    live: {
      send: (message) => sent.push(message),
      onMessage(listener) {
        say = listener;
        return off;
      },
      onState(listener) {
        link = listener;
        return off;
      },
      close: off,
    },
    phone: {
      start: async () => void calls.starts++,
      stop: off,
      endLeg: () => noted.push('no leg'),
      mute: (muted) => noted.push(muted ? 'muted' : 'open'),
      onState(listener) {
        phone = listener;
        return off;
      },
      microphone: () => 'live',
      isDeaf: () => false,
      onSilence: () => () => undefined,
      levels: () => ({ mic: 0, heard: 0 }),
      heardHz: () => 0,
      sound: async () => [],
      voice: async () => null,
    },
    notes: {
      open: async (of) => void noted.push(`open ${of.state}`),
      inform: off,
      withdraw: () => noted.push('withdraw'),
      handedOver: () => noted.push('handed over'),
      isFinished: (id) => finished.has(id),
      transferred: (_callId, transfer) => noted.push(`transfer ${transfer.outcome}`),
      tellDraft: () => noted.push('tell draft'),
    },
    sheets: { sheetOf: () => held.sheet, onChange: () => off },
    operatorName: 'Léa',
    now: time.clock,
    later: time.after,
  });
  link('open');
  return {
    desk,
    sent,
    noted,
    finished,
    calls,
    held,
    time,
    say: (m: ToPage) => say(m),
    link: (l: Link) => link(l),
    phone: (p: PhoneState) => phone(p, null),
  };
}

const types = (sent: readonly ToServer[]) => sent.map((m) => m.t);

test('ready brings the telephone up, then asks for calls', async () => {
  const { desk, sent, calls, say } = atTheDesk();
  await desk.post.ready();
  expect(calls.starts).toBe(1);
  expect(types(sent)).toContain('ready');
  say(presence('ready'));
  expect(desk.state).toBe('ready');
});

test('an offer is shown, answered, held and taken back', () => {
  const { desk, sent, say } = atTheDesk();
  say({ t: 'offer', call: call(), draft: null });
  expect(desk.state).toBe('offered');
  desk.shown(callId);
  desk.answer();
  desk.answer();
  expect(types(sent).filter((t) => t === 'shown' || t === 'answer')).toEqual(['shown', 'answer']);
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  expect(desk.state).toBe('talking');
  desk.toggleHold();
  say({ t: 'call', call: call({ state: 'held', answeredAt: start, heldSince: start }), draft: null });
  expect(desk.state).toBe('held');
  desk.toggleHold();
  expect(types(sent).slice(-2)).toEqual(['hold', 'unhold']);
});

test('an offer that goes to the next leaves the desk, with the reason', () => {
  const { desk, noted, say } = atTheDesk();
  say({ t: 'offer', call: call(), draft: null });
  say({ t: 'offer-ended', callId, reason: 'not-answered' });
  expect(desk.call).toBeNull();
  expect(desk.lastOfferEnd).toBe('not-answered');
  expect(noted).toContain('withdraw');
});

test('an offer that ended while the page was cut off is taken off the desk, one that goes on is not', () => {
  const { desk, say } = atTheDesk();
  say({ t: 'offer', call: call(), draft: null });
  say(presence('offered', callId));
  expect(desk.state).toBe('offered');
  say(presence('unreachable'));
  expect([desk.state, desk.call]).toEqual(['unreachable', null]);
});

test('when the caller hangs up the form stays until the note is finished', () => {
  const { desk, sent, finished, say } = atTheDesk();
  say({ t: 'offer', call: call(), draft: null });
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, endedBy: 'caller' }), draft: null });
  expect(desk.state).toBe('wrap-up');
  expect(types(sent)).not.toContain('wrapped-up');
  finished.add(callId);
  desk.noteFinished(callId);
  expect(types(sent)).toContain('wrapped-up');
  expect(desk.call).toBeNull();
});

test('a note finished during the call ends the wrap-up with the call', () => {
  const { desk, sent, finished, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  finished.add(callId);
  desk.noteFinished(callId);
  expect(types(sent)).not.toContain('wrapped-up');
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, endedBy: 'caller' }), draft: null });
  expect(types(sent)).toContain('wrapped-up');
});

test('after a reload the running call is taken up again', () => {
  const { desk, noted, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  expect(desk.state).toBe('talking');
  expect(noted).toContain('open talking');
});

test('a mute lasts as long as its call', () => {
  const { desk, noted, say } = atTheDesk();
  desk.toggleMute();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  desk.toggleMute();
  expect(desk.muted).toBe(true);
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, endedBy: 'caller' }), draft: null });
  expect(desk.muted).toBe(false);
  expect(noted.filter((n) => n === 'muted' || n === 'open')).toEqual(['muted', 'open']);
});

test('the server hears whether a leg is up, and ends one in which the exchange does not believe', () => {
  const { noted, phone, say, sent } = atTheDesk();
  phone('leg-up');
  phone('registered');
  phone('connecting');
  expect(sent.filter((m) => m.t === 'phone').slice(-3)).toEqual([
    { t: 'phone', state: 'registered', leg: true },
    { t: 'phone', state: 'registered', leg: false },
    { t: 'phone', state: 'gone', leg: false },
  ]);
  say({ t: 'leg', wanted: false });
  expect(noted).toContain('no leg');
});

test('with the line to the server cut the desk says so, and the call stays in view', () => {
  const { desk, say, link } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  link('connecting');
  expect(desk.state).toBe('unreachable');
  expect(desk.call?.callId).toBe(callId);
  link('open');
  expect(desk.state).toBe('talking');
});

test('a server that never answered is called lost after 3 s', async () => {
  const { desk, time, link } = atTheDesk();
  link('connecting');
  await time.pass(3000);
  expect(desk.state).toBe('unreachable');
});

test('a call that went to a colleague while this page was cut off leaves its note here', () => {
  const { desk, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  say(presence('ready'));
  expect(desk.state).toBe('wrap-up');
});

test('the microphone opens again when the call is over', () => {
  const { desk, noted, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  desk.toggleMute();
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, endedBy: 'caller' }), draft: null });
  expect(noted.filter((n) => n === 'muted' || n === 'open')).toEqual(['muted', 'open']);
});

test('a poke pulls; a wanted leg brings the telephone up', () => {
  const { calls, say } = atTheDesk();
  const before = calls.syncs;
  say({ t: 'poke', spaces: [] });
  say({ t: 'leg', wanted: true });
  expect(calls).toEqual({ syncs: before + 1, starts: 1 });
});

test('the server is told of the telephone, again after a cut', () => {
  const { sent, phone, link } = atTheDesk();
  phone('registered');
  link('connecting');
  link('open');
  expect(sent.filter((m) => m.t === 'phone').map((m) => m.state)).toEqual(['gone', 'registered', 'registered']);
});

test('a server that has just started is told of the wrap-up and of the note as far as it got, then that calls are wanted', async () => {
  const { desk, sent, noted, finished, say, link } = atTheDesk();
  const fresh: ToPage = { t: 'presence', presence: { state: 'pause', reason: 'signed-in', callId: null, since: start } };
  await desk.post.ready();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, endedBy: 'caller' }), draft: null });
  sent.length = noted.length = 0;
  link('connecting');
  link('open');
  say(fresh);
  expect(sent).toEqual([
    { t: 'phone', state: 'gone', leg: false },
    { t: 'wrapping-up', callId },
  ]);
  expect(noted).toEqual(['tell draft']);
  say(presence('wrap-up', callId));
  finished.add(callId);
  desk.noteFinished(callId);
  say(fresh);
  expect(types(sent)).toEqual(['phone', 'wrapping-up', 'wrapped-up', 'ready']);
});

test('a server that has no copy of the note in hand gets one', () => {
  const { noted, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  expect(noted).not.toContain('tell draft');
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  expect(noted).toContain('tell draft');
});

test('[P08] a third party is asked: joined only when he has answered, left with one key', () => {
  const { desk, sent, noted, say } = atTheDesk();
  const attempt = { number: '+33639980101', personId: null, dialledAt: start, answeredAt: null, outcome: null } as const;
  const consulting = (transfer: LiveCall['transfer']): ToPage => ({
    t: 'call',
    call: call({ state: 'consulting', answeredAt: start, heldSince: start, ...(transfer && { transfer }) }),
    draft: null,
  });
  desk.third.transfer({ kind: 'number', number: '+33639980101' });
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  desk.third.transfer({ kind: 'number', number: '+33639980101' });
  say(consulting({ ...attempt, party: 'ringing' }));
  expect([desk.state, desk.third.mayJoin, desk.third.mayTransfer]).toEqual(['consulting', false, false]);
  desk.third.join();
  desk.hangUp();
  say(consulting({ ...attempt, party: 'talking' }));
  desk.third.join();
  say(consulting({ ...attempt, party: 'over', outcome: 'busy' }));
  expect([desk.third.mayJoin, desk.third.mayTransfer]).toEqual([false, true]);
  desk.toggleHold();
  const acts = ['transfer', 'join', 'return', 'hangup'];
  expect(types(sent).filter((t) => acts.includes(t))).toEqual(['transfer', 'join', 'return']);
  expect(noted).toContain('transfer busy');
});

test('[P08] three together: left with the key that joins, without the third with the key of hold, hung up for all', () => {
  const { desk, sent, say } = atTheDesk();
  const attempt = { number: '+33639980101', personId: null, dialledAt: start, answeredAt: start, outcome: null } as const;
  const is = (state: LiveCall['state'], heldSince: string | null): ToPage => ({
    t: 'call',
    call: call({ state, answeredAt: start, heldSince, transfer: { ...attempt, party: 'talking' } }),
    draft: null,
  });
  desk.third.confer();
  say(is('consulting', start));
  expect(desk.third.mayConfer).toBe(true);
  desk.third.confer();
  say(is('conference', null));
  expect([desk.state, desk.third.mayConfer, desk.third.mayJoin, desk.third.mayTransfer]).toEqual(['talking', false, true, false]);
  desk.third.confer();
  desk.toggleHold();
  desk.third.join();
  desk.hangUp();
  const acts = ['conference', 'return', 'join', 'hangup', 'hold'];
  expect(types(sent).filter((t) => acts.includes(t))).toEqual(['conference', 'return', 'join', 'hangup']);
});

test('a supervisor has taken the caller over: the note went along, and the view is cleared', () => {
  const { desk, noted, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  say({ t: 'offer-ended', callId, reason: 'handed-over', takenOver: true });
  expect([desk.call, desk.lastOfferEnd, noted.at(-1)]).toEqual([null, 'taken-over', 'handed over']);
});

test('[S14] a colleague has taken the urgent note over: the view is cleared, what was written is laid aside, the server hears that it is known', () => {
  const { desk, sent, noted, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'ended', answeredAt: start, endedAt: start }), draft: null });
  say({ t: 'note-taken', callId, by: 'Nadia' });
  expect([desk.call, desk.noteTakenBy, noted.at(-1)]).toEqual([null, 'Nadia', 'withdraw']);
  expect(sent.at(-1)).toEqual({ t: 'wrapped-up', callId });
  say({ t: 'offer', call: call(), draft: null });
  expect(desk.noteTakenBy).toBeNull();
});

test('[S14] a colleague’s urgent note is asked for while nothing else is in hand', () => {
  const { desk, sent, say, link } = atTheDesk();
  desk.takeNote(callId);
  expect(sent.at(-1)).toEqual({ t: 'take-note', callId });
  say({ t: 'refused', code: 'note.not_possible', callId });
  expect(desk.refused).toBe('note.not_possible');
  const asked = sent.length;
  say({ t: 'offer', call: call(), draft: null });
  desk.takeNote(callId);
  link('connecting');
  expect(types(sent.slice(asked))).not.toContain('take-note');
});

test('an offer is drawn when the caller has been looked up', async () => {
  const { desk, held, say } = atTheDesk();
  held.sheet = sheet;
  say({ t: 'offer', call: call(), draft: null });
  expect(desk.pop).toBeNull();
  await held.found({ contactsByNumber: async () => [aContact({ accountId: call().accountId })] });
  expect(desk.pop?.match).toMatchObject({ kind: 'known', contact: { name: 'Paul Durand' } });
});

test('an offer does not wait for a device that is busy: it is drawn after 100 ms, the caller follows', async () => {
  const { desk, held, time, say } = atTheDesk();
  held.sheet = sheet;
  say({ t: 'offer', call: call(), draft: null });
  await time.pass(100);
  expect(desk.pop?.account.name).toBe('Garage De Boer');
  expect(desk.pop?.match.kind).toBe('looking-up');
  await held.found();
  expect(desk.pop?.match.kind).toBe('unknown');
});

test('an account that the device does not hold is pulled', async () => {
  const { desk, calls, held, say } = atTheDesk();
  held.sheet = 'missing';
  say({ t: 'offer', call: call(), draft: null });
  const before = calls.syncs;
  await held.found();
  expect([desk.pop, desk.lacksAccount]).toEqual([null, true]);
  expect(calls.syncs).toBe(before + 1);
});

test.each([
  ['painted', (at: ReturnType<typeof atTheDesk>) => at.desk.shown(callId)],
  ['gone', (at: ReturnType<typeof atTheDesk>) => at.say({ t: 'offer-ended', callId, reason: 'abandoned' })],
])('what may be pulled waits until the offer is %s', (_, over) => {
  const at = atTheDesk();
  at.say({ t: 'offer', call: call(), draft: null });
  const before = at.calls.syncs;
  at.say({ t: 'poke', spaces: [] });
  expect(at.calls.syncs).toBe(before);
  over(at);
  expect(at.calls.syncs).toBe(before + 1);
});

test('[J04] who is called is dialled once, the note opens when he answers, and nobody reached leaves nothing to write', () => {
  const { desk, sent, noted, say } = atTheDesk();
  const ours = { taskId: callId, shown: '+33199000101', result: null, rings: true } as const;
  desk.dial(callId);
  expect(types(sent)).not.toContain('dial');
  say(presence('ready'));
  desk.dial(callId);
  say({ t: 'call', call: call({ state: 'dialling', outbound: ours }), draft: null });
  desk.dial(callId);
  expect([desk.state, desk.mayHangUp, desk.callerIsThere, noted.some((n) => n.startsWith('open '))]).toEqual([
    'dialling',
    true,
    false,
    false,
  ]);
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, outbound: { ...ours, result: 'busy' } }), draft: null });
  expect([desk.state, desk.notReached?.outbound?.result]).toEqual(['ready', 'busy']);
  expect(types(sent).filter((t) => t === 'dial' || t === 'wrapped-up')).toEqual(['dial', 'wrapped-up']);
  desk.dial(callId);
  expect(desk.notReached).toBeNull();
  say({ t: 'call', call: call({ state: 'dialling', outbound: ours }), draft: null });
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start, outbound: { ...ours, result: 'answered' } }), draft: null });
  expect([desk.state, noted.includes('open talking')]).toEqual(['talking', true]);
});

test('a caller who is handed over takes the note along, told as far as it got; the desk is clear', () => {
  const { desk, sent, noted, say } = atTheDesk();
  say({ t: 'call', call: call({ state: 'talking', answeredAt: start }), draft: null });
  desk.third.handOver(callId);
  expect([types(sent).at(-1), noted.includes('tell draft')]).toEqual(['hand-over', true]);
  say({ t: 'offer-ended', callId, reason: 'handed-over' });
  expect([desk.call, desk.lastOfferEnd, noted.at(-1)]).toEqual([null, 'handed-over', 'handed over']);
});

test('a page that opens after a call of ours reached nobody has nothing to write', () => {
  const { desk, sent, noted, say } = atTheDesk();
  const outbound = { taskId: callId, shown: '+33199000101', result: 'no-answer', rings: false } as const;
  say({ t: 'call', call: call({ state: 'ended', endedAt: start, outbound }), draft: null });
  expect([desk.call, types(sent).at(-1), noted.some((n) => n.startsWith('open '))]).toEqual([null, 'wrapped-up', false]);
});
