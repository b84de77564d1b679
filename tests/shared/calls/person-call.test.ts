import { expect, test } from 'vitest';
import { type PersonCallEvent, ringPerson, stepPersonCall } from '#shared/calls/person-call.ts';
import { fromMs } from '#shared/time.ts';

/** Runs events, each a second after the one before or at the second given, and tells what was done. */
function live(...events: (PersonCallEvent | [number, PersonCallEvent])[]) {
  let call = ringPerson;
  let second = 0;
  const done: string[] = [];
  for (const event of events) {
    const [at, what] = Array.isArray(event) ? event : [second + 1, event];
    second = at;
    const next = stepPersonCall(call, { ...what, at: fromMs(second * 1000) });
    call = next.call;
    for (const effect of next.effects) {
      if (effect.do === 'say') done.push(`say ${effect.what}`);
      if (effect.do === 'settle') done.push(effect.result);
    }
  }
  return { done, state: call.state };
}
const answered = { t: 'answered' } as const;
const played = { t: 'played' } as const;
const settled = { t: 'settled' } as const;
const gone = { t: 'gone', outcome: 'refused' } as const;
const digit = (d: string) => ({ t: 'digit', digit: d }) as const;
const silent = (turn: number) => ({ t: 'silent', turn }) as const;

test('[S14] 1 takes the note, also in the middle of the words; thanks are said only when it is written', () => {
  expect(live(answered, digit('1')).done).toEqual(['say words', 'taken']);
  expect(live(answered, played, digit('1'), settled, played)).toEqual({
    done: ['say words', 'taken', 'say taken'],
    state: 'over',
  });
});

test('[S14] 2 says it again, 3 passes it on, other keys do nothing', () => {
  expect(live(answered, played, digit('2'), digit('9'), digit('3'), settled, played)).toEqual({
    done: ['say words', 'say words', 'passed-on', 'say passed-on'],
    state: 'over',
  });
});

test('who presses nothing hears it twice; a silence of before counts no more', () => {
  expect(live(answered, played, silent(0), digit('2'), silent(1)).done).toEqual(['say words', 'say words']);
  const twice = live(answered, played, silent(1), played, silent(2), settled);
  expect(twice).toEqual({ done: ['say words', 'say words', 'nothing-pressed'], state: 'over' });
});

test('who talks on for four seconds is a machine, whatever becomes of the call', () => {
  const talk = (from: number, to: number): [number, PersonCallEvent][] => [
    [from, { t: 'talk', state: 'began' }],
    [to, { t: 'talk', state: 'ended' }],
  ];
  expect(live([1, answered], ...talk(2, 7), [8, gone]).done).toEqual(['say words', 'voicemail']);
  expect(live([1, answered], ...talk(2, 4), [8, gone]).done).toEqual(['say words', 'nothing-pressed']);
  expect(live([1, answered], [2, { t: 'talk', state: 'began' }], [181, { t: 'too-long' }]).done).toEqual([
    'say words',
    'voicemail',
  ]);
});

test.each(['no-answer', 'busy', 'refused', 'failed', 'forwarded-back-to-us'] as const)(
  'a telephone that ends with %s says so',
  (outcome) => {
    expect(live({ t: 'gone', outcome })).toEqual({ done: [outcome], state: 'over' });
  },
);

test('somebody else has taken it: a telephone that rings or listens is let alone, what was pressed is not taken back', () => {
  const notNeeded = { t: 'not-needed' } as const;
  expect(live(notNeeded)).toEqual({ done: ['not-needed'], state: 'over' });
  expect(live(answered, notNeeded, settled)).toEqual({ done: ['say words', 'not-needed'], state: 'over' });
  expect(live(answered, digit('1'), notNeeded, settled).done).toEqual(['say words', 'taken', 'say taken']);
});

test('what was pressed counts though the person hangs up at once, and nothing is settled twice', () => {
  expect(live(answered, digit('1'), gone, settled, played, digit('3'), { t: 'too-long' })).toEqual({
    done: ['say words', 'taken'],
    state: 'over',
  });
});
