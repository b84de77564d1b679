import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepOf } from '#shared/delivery/delivery-key.ts';
import { type Climbed, callEnded, climbOn, endClimb, startClimb } from '#shared/delivery/escalation.ts';
import { type Climb, defaultLadder, type Ladder, ladderSchema, type Rung } from '#shared/delivery/ladder.ts';
import { isPastItsTime } from '#shared/delivery/past-time.ts';
import type { PlanFacts } from '#shared/delivery/plan.ts';
import { fromMs, toMs } from '#shared/time.ts';
import { aNote, anAccount, aPerson, aRoster } from '../../fixtures/delivery.ts';

const lockedAt = aNote().lockedAt;
const [jan, sanne] = [aPerson(), aRoster()[0] ?? aPerson()];
const mark = { at: '2026-11-19T09:44:00.000Z', by: sanne.name };
const after = (seconds: number) => fromMs(toMs(lockedAt) + seconds * 1000);

const facts = (over: Partial<PlanFacts> = {}): PlanFacts => ({
  note: aNote({ urgent: true }),
  account: anAccount(),
  roster: aRoster(),
  instructions: [],
  at: lockedAt,
  publicUrl: 'https://notes.example.test',
  idOf: (key) => key,
  ...over,
});
const withClimb = (of: PlanFacts, climb: Climb | null, at = of.at): PlanFacts =>
  climb === null ? of : { ...of, note: { ...of.note, climb }, at };

/** Every step in its time until nothing is due, and when each was taken. */
function wholeClimb(of: PlanFacts): (Climbed & { readonly at: string })[] {
  const taken: (Climbed & { readonly at: string })[] = [];
  let now = withClimb(of, startClimb(of));
  for (let next = climbOn(now); next !== null; next = climbOn(now)) {
    taken.push({ ...next, at: now.at });
    now = withClimb(now, next.climb, next.climb.nextAt ?? now.at);
  }
  return taken;
}
const reached = ({ planned }: Climbed) => [...new Set(planned.map(({ delivery }) => delivery.personId))];

test('[S14] an urgent note that nobody acknowledges reaches the recipient, the next, everybody, then the telephone, twice', () => {
  const climb = wholeClimb(facts());
  const minutes = climb.map(({ at }) => (toMs(at) - toMs(lockedAt)) / 60_000);
  expect(minutes).toEqual([0, 3, 6, 10, 15, 18, 21, 25, 30]);
  const round = [[jan.id], [sanne.id], [jan.id, sanne.id], []];
  expect(climb.map(reached)).toEqual([...round, ...round, []]);
  expect(climb.map((c) => c.climb.toCall)).toEqual([null, null, null, ...Array(6).fill(jan.id)]);
  expect(climb.at(-1)?.climb).toMatchObject({ state: 'exhausted', nextAt: null, step: 8, steps: 8 });
});

test('what is not urgent, or not sent to the client, does not climb', () => {
  expect(startClimb(facts({ note: aNote() }))).toBeNull();
  expect(startClimb(facts({ note: aNote({ urgent: true, disposition: 'wrong-number' }) }))).toBeNull();
});

test('[J11] the first turn is who the note is for, and messages to others say for whom it is', () => {
  const note = aNote({ urgent: true, forWhom: { kind: 'person', personId: sanne.id } });
  const [first, second] = wholeClimb(facts({ note }));
  expect([first, second].map((c) => c && reached(c))).toEqual([[sanne.id], [jan.id]]);
  const mail = second?.planned.find(({ delivery }) => delivery.channel === 'email')?.message;
  expect(mail).toMatchObject({ text: expect.stringMatching(/SPOED \(niet bevestigd\)[\s\S]*Voor: Sanne Visser/) });
});

test('a rung that reaches nobody is passed over at once', () => {
  const alone = aPerson({ channels: { email: false, sms: false, push: false } });
  const [first, ...rest] = wholeClimb(facts({ roster: [alone] }));
  expect(first).toMatchObject({ at: lockedAt, planned: [], climb: { step: 4, toCall: alone.id } });
  expect(rest.map((c) => c.climb.step)).toEqual([8, 8]);
});

test('with nobody to reach at all the ladder is exhausted at once, which the floor shows', () => {
  const of = facts({ roster: [] });
  const [only, ...more] = wholeClimb(of);
  expect(only?.climb.state).toBe('exhausted');
  expect(more).toEqual([]);
  expect(isPastItsTime(withClimb(of, only?.climb ?? null).note, lockedAt)).toBe(true);
});

test('a level of privacy holds on every step', () => {
  const texts = JSON.stringify(wholeClimb(facts({ account: anAccount({ privacy: 'waiting' }) })).map((c) => c.planned));
  expect(texts).not.toMatch(/Vos|39980311|vrachtwagen/);
});

test('[S04] when somebody acknowledges, the others who were alerted are told once by whom', () => {
  const of = facts();
  const second = wholeClimb(of)[1];
  const acknowledged = withClimb({ ...of, note: { ...of.note, acknowledged: mark } }, second?.climb ?? null, mark.at);
  const ended = endClimb(acknowledged, sanne.id);
  expect(ended?.climb).toMatchObject({ state: 'acknowledged', nextAt: null });
  expect(ended?.planned.map(({ delivery }) => delivery.key)).toEqual([`${of.note.id}:taken:${jan.id}:sms`]);
  expect(ended?.planned[0]?.message).toMatchObject({ text: expect.stringContaining('Opgepakt door Sanne Visser om 10:44.') });
  expect(endClimb(withClimb(acknowledged, ended?.climb ?? null), jan.id)).toBeNull();
});

test.each([
  ['not while it climbs in time', 3, 11 * 60, false],
  ['when the next step is more than a minute late', 3, 11 * 60 + 1, true],
  ['when a call is due', 4, 10 * 60, true],
  ['when all rounds are over', 9, 30 * 60, true],
])('[S14] it is past its time: %s', (_, steps, seconds, expected) => {
  const of = facts();
  const { note } = withClimb(of, wholeClimb(of)[steps - 1]?.climb ?? null);
  expect(isPastItsTime(note, after(seconds))).toBe(expected);
  expect(isPastItsTime({ ...note, acknowledged: mark }, after(seconds))).toBe(false);
});

const to = fc.oneof(
  fc.record({ kind: fc.constant('turn' as const), turn: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('person' as const), personId: fc.constantFrom(jan.id, sanne.id, aNote().id) }),
  fc.record({ kind: fc.constant('everybody' as const) }),
);
const waitSeconds = fc.integer({ min: 1, max: 86_400 });
const rung: fc.Arbitrary<Rung> = fc.oneof(
  fc.record({ by: fc.constant('call' as const), to, waitSeconds }),
  fc.record({
    by: fc.constant('message' as const),
    channels: fc.uniqueArray(fc.constantFrom('push' as const, 'sms' as const, 'email' as const), { minLength: 1 }),
    to,
    waitSeconds,
  }),
);
const ladder: fc.Arbitrary<Ladder> = fc.record({
  rounds: fc.integer({ min: 1, max: 3 }),
  rungs: fc.array(rung, { minLength: 1, maxLength: 4 }),
});
const roster = fc
  .uniqueArray(
    fc.record({
      n: fc.integer({ min: 1, max: 9 }),
      mobile: fc.option(fc.constant('+33639980111')),
      channels: fc.record({ email: fc.boolean(), sms: fc.boolean(), push: fc.boolean() }),
    }),
    { selector: ({ n }) => n, maxLength: 3 },
  )
  .map((of) => of.map(({ n, ...rest }) => aPerson({ id: `01900000-0000-7000-8000-00000000010${n}`, position: n, ...rest })));

test('whatever ladder and roster: it ends, steps follow each other by their waits, none comes twice or too early', () => {
  fc.assert(
    fc.property(ladder, roster, fc.nat(86_400), (rungs, of, early) => {
      const known = ladderSchema.parse(rungs);
      const all = facts({ account: anAccount({ ladder: known }), roster: of });
      const climb = wholeClimb(all);
      expect(climb.at(-1)?.climb.state).toBe('exhausted');
      expect(climb.length).toBeLessThanOrEqual(known.rounds * known.rungs.length + 1);
      const steps = climb.slice(0, -1);
      steps.forEach(({ climb: { step, nextAt }, planned, at }, i) => {
        expect(step).toBeGreaterThan(steps[i - 1]?.climb.step ?? 0);
        expect(at).toBe(steps[i - 1]?.climb.nextAt ?? lockedAt);
        expect(planned.every(({ delivery }) => stepOf(delivery) === step)).toBe(true);
        const before = fromMs(toMs(nextAt ?? at) - 1 - (early % Math.max(1, toMs(nextAt ?? at) - toMs(at))));
        expect(climbOn(withClimb(all, steps[i]?.climb ?? null, before))).toBeNull();
      });
      const keys = steps.flatMap(({ planned }) => planned.map(({ delivery }) => delivery.key));
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 50 },
  );
});

test('an acknowledgement at any step stops it, and tells each of the others who were alerted exactly once', () => {
  fc.assert(
    fc.property(ladder, roster, fc.nat(200), fc.nat(4), (rungs, of, when, who) => {
      const all = facts({ account: anAccount({ ladder: rungs }), roster: of });
      const climb = wholeClimb(all);
      const stopped = climb[when % climb.length];
      const by = all.roster[who % Math.max(1, all.roster.length)]?.id ?? null;
      const note = { ...all.note, acknowledged: mark };
      const done = withClimb({ ...all, note }, stopped?.climb ?? null, after(1e9));
      expect(climbOn(done)).toBeNull();
      const ended = endClimb(done, by);
      const told = ended?.planned.map(({ delivery }) => delivery.personId) ?? [];
      expect(told.toSorted()).toEqual(stopped?.climb.alerted.filter((id) => id !== by).toSorted());
      const over = withClimb(done, ended?.climb ?? null);
      expect([climbOn(over), endClimb(over, null)]).toEqual([null, null]);
    }),
    { numRuns: 50 },
  );
});

test('the ladder that every account has is one that the row can hold', () => {
  expect(ladderSchema.parse(defaultLadder)).toEqual(defaultLadder);
});

const automatic: Rung = { by: 'call', dialled: 'automatically', to: { kind: 'turn', turn: 1 }, waitSeconds: 600 };
const calling = (rung: Rung, note = aNote({ urgent: true })) => {
  const of = facts({ note, account: anAccount({ ladder: { rounds: 1, rungs: [rung, automatic] } }) });
  const climb = climbOn(withClimb(of, startClimb(of)));
  return { of: withClimb(of, climb?.climb ?? null), climb };
};

test('[S14] a step calls the person by itself: a delivery by telephone, and the next step waits for its longest end', () => {
  const { climb } = calling({ ...automatic, waitSeconds: 30 });
  expect(climb?.planned).toMatchObject([
    { delivery: { channel: 'telephone', personId: jan.id }, message: { channel: 'telephone', to: jan.mobile } },
  ]);
  expect(climb?.climb).toMatchObject({ toCall: null, alerted: [jan.id], nextAt: after(240) });
  expect(calling(automatic).climb?.climb.nextAt).toBe(after(600));
});

test('a call of an earlier step, or of a note that is taken, moves the ladder no more', () => {
  const { of, climb } = calling(automatic);
  const delivery = climb?.planned[0]?.delivery ?? { key: '', queuedAt: lockedAt };
  const later = { ...of, at: after(90) };
  expect(callEnded(later, delivery, 'now')?.nextAt).toBe(after(90));
  expect(callEnded(later, delivery, 'in-time')?.nextAt).toBe(after(600));
  expect(callEnded({ ...later, at: after(700) }, delivery, 'in-time')?.nextAt).toBe(after(700));
  const key = delivery.key.replace(':1:', ':2:');
  expect(callEnded(later, { ...delivery, key }, 'now')).toBeNull();
});
