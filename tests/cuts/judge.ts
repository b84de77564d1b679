import type { Delivery } from '../../shared/delivery/delivery.ts';
import type { Note } from '../../shared/notes/note.ts';

/** What is known at the end: rows, what was accepted outside how often, and which deliveries were cut how often. */
export type Evidence = {
  readonly notes: readonly Note[];
  readonly deliveries: readonly Delivery[];
  /** Every delivery that there must be, by its note. */
  readonly expected: ReadonlyMap<string, readonly string[]>;
  readonly accepted: ReadonlyMap<string, number>;
  readonly changed: readonly string[];
  readonly cuts: ReadonlyMap<string, number>;
};

/** What was promised and is not so; nothing when every step arrived, and twice only what was cut, at most once a cut. */
export function brokenIn({ notes, deliveries, expected, accepted, changed, cuts }: Evidence): string[] {
  const known = new Set(deliveries.map(({ key }) => key));
  const wanted = new Set([...expected.values()].flat());
  return [
    ...[...wanted].filter((key) => !known.has(key)).map((key) => `${key} was never planned`),
    ...[...known].filter((key) => !wanted.has(key)).map((key) => `${key} was planned and should not be`),
    ...deliveries.flatMap(({ key, state }) => {
      const times = accepted.get(key) ?? 0;
      if (times === 0) return [`${key} arrived nowhere, its state is ${state}`];
      const allowed = 1 + (cuts.get(key) ?? 0);
      const doubled = times > allowed ? [`${key} arrived ${times} times and was cut ${allowed - 1} times`] : [];
      return state === 'sent' ? doubled : [...doubled, `${key} arrived and is ${state}`];
    }),
    ...[...accepted.keys()].filter((key) => !known.has(key)).map((key) => `${key} arrived and is no delivery`),
    ...changed.map((key) => `${key} said something else the second time`),
    ...notes.flatMap(({ id, climb }) =>
      climb === undefined || climb.state === 'exhausted' ? [] : [`the ladder of ${id} stands at step ${climb.step}`],
    ),
  ];
}

/** Acceptances beyond the first, by channel. */
export function doublesIn(accepted: ReadonlyMap<string, number>): Record<string, number> {
  const doubles: Record<string, number> = { email: 0, sms: 0, push: 0 };
  for (const [key, times] of accepted) {
    const channel = key.split(':')[3] ?? '';
    doubles[channel] = (doubles[channel] ?? 0) + times - 1;
  }
  return doubles;
}
