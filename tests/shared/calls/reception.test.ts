import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account } from '#shared/accounts/account.ts';
import type { Choice, Reception } from '#shared/accounts/reception.ts';
import { arrive, step } from '#shared/calls/call.ts';
import { recordOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEvent, CalledLine } from '#shared/calls/call-state.ts';
import { planReception } from '#shared/calls/reception-plan.ts';
import { type Tried, tryReception } from '#shared/calls/try-reception.ts';
import { fromMs } from '#shared/time.ts';
import { always, anAccount, uuid } from '../../fixtures/telephony.ts';

const start = Date.parse('2026-11-19T09:00:00.000Z');
const at = (seconds: number) => fromMs(start + seconds * 1000);
const line: CalledLine = {
  accountId: uuid(1),
  lineId: uuid(3),
  number: '+33199000101',
  language: 'fr',
  maxWaitSeconds: 60,
  overflow: 'voicemail',
  keepsPlaces: false,
};
const key = (over: Partial<Choice> & Pick<Choice, 'key' | 'leads'>): Choice => ({
  label: `choix ${over.key}`,
  when: 'always',
  ...over,
});
const address = { text: 'Nous sommes au 12, rue des Lilas.', recordingId: null };
const welcome = { text: 'Cabinet du docteur Martin.', recordingId: null };
const choices = [
  key({ key: '2', leads: { to: 'announcement', said: address } }),
  key({ key: '1', label: 'un rendez-vous', leads: { to: 'queue' } }),
  key({ key: '3', leads: { to: 'voicemail' } }),
  key({ key: '4', leads: { to: 'number', number: '+33155550100' } }),
  key({ key: '5', label: 'une urgence', when: 'closed', leads: { to: 'person', personId: uuid(7) } }),
];
/** Open on weekdays from nine to five. */
const hours = {
  kind: 'weekly',
  periods: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '17:00' })),
  closedOn: [],
} as const;
const account = (reception: Partial<Reception> = {}): Account =>
  anAccount({
    openingHours: { ...hours, periods: [...hours.periods], closedOn: [] },
    reception: { welcome, questionRecordingId: null, choices, ...reception },
  });
const evening = '2026-11-19T20:00:00.000Z';
const now = { at: at(0), bureau: always };
const plan = planReception(account(), now);
if (plan === null) throw new Error('no plan');
const facts = { id: uuid(1), channelId: 'c1', caller: '+33639980001', callerStanding: 'shown', diversion: null } as const;
const arrived = arrive({ ...facts, arrivedAt: at(0) }, line, { to: 'reception', plan });
const having = (call: Call, ...events: CallEvent[]): Call => events.reduce((c, event) => step(c, event).call, call);
const played = (seconds: number): CallEvent => ({ t: 'played', prompt: 'reception', at: at(seconds) });
const press = (digit: string, seconds: number): CallEvent => ({ t: 'digit', digit, at: at(seconds) });
const asked = having(arrived.call, played(3));

describe('[R09] what a caller can choose', () => {
  test('are the keys of the hour, in order, and the voice lists just these', () => {
    expect(plan.choices.map((c) => c.key)).toEqual(['1', '2', '3', '4']);
    expect(plan.question?.text).toContain('Pour un rendez-vous, tapez 1.');
    expect(plan.question?.text).not.toContain('urgence');
    const closed = planReception(account(), { at: evening, bureau: always });
    expect([closed?.choices.length, closed?.after]).toEqual([5, 'closed']);
    expect(closed?.question?.text).toContain('Pour une urgence, tapez 5.');
  });

  test('out of hours nothing is said before voicemail where no key leads anywhere', () => {
    expect(planReception(account({ choices: [] }), { at: evening, bureau: always })).toBeNull();
    expect(planReception(account({ choices: [] }), now)).toMatchObject({ question: null, after: 'queue' });
    expect(planReception(anAccount(), now)).toBeNull();
  });

  test('the bureau’s hours count too [P13]', () => {
    const closed = { hours: { kind: 'weekly', periods: [], closedOn: [] }, timeZone: 'Europe/Paris' } as const;
    const bureau = { ...closed, hours: { ...closed.hours, periods: [], closedOn: [] } };
    expect(planReception(account(), { at: at(0), bureau })?.after).toBe('closed');
  });
});

describe('[I03] a caller who is answered by the account’s own words', () => {
  test('hears the welcome, then the keys', () => {
    expect(arrived.effects).toEqual([{ do: 'facts' }, { do: 'answer' }, { do: 'say', said: welcome }]);
    expect(step(arrived.call, played(3)).effects).toEqual([{ do: 'say', said: plan.question }]);
  });

  test('may press at once, without hearing the end', () => {
    expect(having(arrived.call, press('1', 1)).state.name).toBe('waiting');
  });

  test('goes to the queue after the welcome where there is no menu', () => {
    const bare = planReception(account({ choices: [] }), now);
    const { call } = arrive(
      { ...facts, arrivedAt: at(0) },
      line,
      bare === null ? { to: 'queue', reason: 'nobody-free' } : { to: 'reception', plan: bare },
    );
    const next = step(call, played(3));
    expect(next.call.state).toEqual({ name: 'waiting', hears: 'music' });
    expect(next.effects.map((e) => e.do)).toEqual(['music', 'facts', 'after', 'after']);
  });

  test('hears the keys of the queue after fifteen seconds of music', () => {
    const next = step(having(asked, press('1', 5)), { t: 'welcome-due', at: at(20) });
    expect([next.call.state, next.effects]).toEqual([{ name: 'waiting', hears: 'welcome' }, [{ do: 'welcome' }]]);
  });
});

describe('[R09] each key leads somewhere, and the path says which', () => {
  test.each<[string, string, Call['state']['name']]>([
    ['to the queue', '1', 'waiting'],
    ['to an announcement', '2', 'reception'],
    ['to voicemail', '3', 'voicemail'],
    ['to a number', '4', 'forwarding'],
  ])('%s', (_, digit, name) => {
    const call = having(asked, press(digit, 5));
    expect(call.state.name).toBe(name);
    expect(recordOf(call)?.path).toMatchObject([{ what: 'pressed', key: digit }]);
  });

  test('after an announcement he is asked once more, and without a key comes to the queue', () => {
    const told = having(asked, press('2', 5), played(12));
    expect(told.state).toMatchObject({ part: 'question', asked: 2 });
    const next = having(told, { t: 'key-due', asked: 2, at: at(30) });
    expect([next.state.name, next.path.map((p) => p.what)]).toEqual(['waiting', ['pressed']]);
  });

  test('whom nobody takes where the key leads comes to the queue, and the operator sees it', () => {
    const price = { class: 'fixed', cents: 20 } as never;
    const ringing = having(asked, press('4', 5), { t: 'forward', number: '+33155550100', personId: null, price, at: at(5) });
    const next = step(ringing, { t: 'third-gone', attempt: 1, outcome: 'no-answer', at: at(50) });
    expect(next.call.state.name).toBe('waiting');
    expect(next.call.path.at(-1)).toMatchObject({ what: 'forwarded', key: '4' });
    expect(having(next.call, { t: 'waited-too-long', at: at(111) }).state.name).toBe('voicemail');
  });

  test('out of hours he leaves a message instead', () => {
    const closed = planReception(account(), { at: evening, bureau: always });
    if (closed === null) throw new Error('no plan');
    const { call } = arrive({ ...facts, arrivedAt: evening }, line, { to: 'reception', plan: closed });
    const refused = having(call, { t: 'digit', digit: '5', at: evening }, { t: 'forward-refused', at: evening });
    expect(refused.state).toMatchObject({ name: 'voicemail', reason: 'closed' });
  });
});

describe('nothing is a dead end', () => {
  const due = (call: Call, seconds: number): CallEvent => ({
    t: 'key-due',
    asked: call.state.name === 'reception' ? call.state.asked : 0,
    at: at(seconds),
  });

  test('no key: asked once more, then the queue', () => {
    const again = step(asked, due(asked, 20));
    expect(again.effects).toEqual([{ do: 'say', said: plan.question }]);
    const next = having(again.call, due(again.call, 40));
    expect([next.state.name, next.path]).toEqual(['waiting', [{ at: at(40), what: 'no-key', key: null, label: '' }]]);
  });

  test('a wrong key: asked once more, then the queue', () => {
    const next = having(asked, press('9', 10), press('*', 15));
    expect([next.state.name, next.path.map((p) => p.key)]).toEqual(['waiting', ['9', '*']]);
  });

  test('a wait that ended for an earlier question changes nothing', () => {
    const again = having(asked, press('9', 10));
    expect(step(again, { t: 'key-due', asked: 1, at: at(12) })).toEqual({ call: again, effects: [] });
  });

  test('a sound that cannot be played: the queue', () => {
    expect(having(asked, { t: 'effect-failed', effect: 'say', at: at(4) }).state.name).toBe('waiting');
  });

  test('whatever is pressed and however long, in some steps the caller is in the queue, leaves a message or is called through', () => {
    const event = fc.oneof(
      fc.constant(played(1)),
      fc.integer({ min: 1, max: 2 }).map((n): CallEvent => ({ t: 'key-due', asked: n, at: at(2) })),
      fc.constantFrom('0', '1', '2', '3', '4', '9', '#').map((digit) => press(digit, 3)),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let call = having(arrived.call, ...events);
        for (let i = 0; i < 6 && call.state.name === 'reception'; i++) call = having(call, played(60), due(call, 70));
        expect(['waiting', 'voicemail', 'forwarding']).toContain(call.state.name);
      }),
    );
  });
});

describe('try it', () => {
  const steps = (keys: string, when = at(0)): string[] =>
    tryReception(account(), { at: when, keys }).map((t: Tried) => ('key' in t ? `${t.t} ${t.key}` : t.t));

  test.each<[string, string, string | undefined, string[]]>([
    ['a key', '1', undefined, ['hears', 'hears', 'presses 1', 'queue']],
    ['no key', '', undefined, ['hears', 'hears', 'presses-nothing', 'hears', 'presses-nothing', 'queue']],
    ['a wrong key and a right one', '93', undefined, ['hears', 'hears', 'presses 9', 'hears', 'presses 3', 'message']],
    ['an announcement', '2', undefined, ['hears', 'hears', 'presses 2', 'hears', 'hears', 'presses-nothing', 'queue']],
    ['a number', '4', undefined, ['hears', 'hears', 'presses 4', 'called']],
    ['the evening', '5', evening, ['hears', 'hears', 'presses 5', 'called']],
    ['nothing in the evening', '', evening, ['hears', 'hears', 'presses-nothing', 'hears', 'presses-nothing', 'closed']],
  ])('shows step by step what a caller lives through: %s', (_, keys, when, expected) => {
    expect(steps(keys, when)).toEqual(expected);
  });

  test('without welcome and keys the caller comes to the operators, or hears that you are closed', () => {
    expect(tryReception(anAccount(), { at: at(0), keys: '1' })).toEqual([{ t: 'queue' }]);
    const bare = account({ welcome: null, choices: [] });
    expect(tryReception(bare, { at: evening, keys: '' })).toEqual([{ t: 'closed' }]);
  });
});
