import * as z from 'zod/mini';
import type { Person } from '../accounts/roster.ts';
import { instantOf, wallClock } from '../accounts/wall-clock.ts';
import { type Rota, rotaSchema } from './rota.ts';

/** An on-call rota while it is written; times are those of the account's wall clock. */
export const rotaDraftSchema = z.object({
  isOn: z.boolean(),
  people: z.array(z.string()),
  since: z.string(),
  turnDays: z.int(),
  duty: z.array(z.object({ day: z.int(), from: z.string(), to: z.string() })),
  swaps: z.array(z.object({ personId: z.string(), from: z.string(), to: z.string() })),
});
export type RotaDraft = z.infer<typeof rotaDraftSchema>;

export type RotaProblem = 'nobody' | 'since' | 'duty' | 'swap';

/** What is offered to who has none: everybody in the order of the roster, a week each, from Monday at eight. */
export const newRota = (roster: readonly Person[], monday: string): RotaDraft => ({
  isOn: false,
  people: roster.map(({ id }) => id),
  since: `${monday}T08:00`,
  turnDays: 7,
  duty: [],
  swaps: [],
});

/** A rota to be changed. */
export const rotaDraftOf = ({ swaps, ...rota }: Rota, timeZone: string): RotaDraft => ({
  ...rota,
  isOn: true,
  swaps: swaps.map(({ personId, from, to }) => ({ personId, from: wallClock(from, timeZone), to: wallClock(to, timeZone) })),
});

export function rotaProblems(draft: RotaDraft, timeZone: string): RotaProblem[] {
  if (!draft.isOn) return [];
  const problems: RotaProblem[] = [];
  if (draft.people.length === 0) problems.push('nobody');
  if (instantOf(draft.since, timeZone) === null) problems.push('since');
  if (draft.duty.some(({ from, to }) => from === '' || to === '' || from === to)) problems.push('duty');
  if (swapsOf(draft, timeZone) === null) problems.push('swap');
  return problems;
}

/** The rota that a draft stands for; null: none, or something is in the way. */
export function rotaOf(draft: RotaDraft, timeZone: string): Rota | null {
  if (!draft.isOn || rotaProblems(draft, timeZone).length > 0) return null;
  const { people, since, turnDays, duty } = draft;
  return rotaSchema.safeParse({ people, since, turnDays, duty, swaps: swapsOf(draft, timeZone) }).data ?? null;
}

function swapsOf({ swaps }: RotaDraft, timeZone: string): Rota['swaps'] | null {
  const read = swaps.map(({ personId, ...times }) => ({
    personId,
    from: instantOf(times.from, timeZone),
    to: instantOf(times.to, timeZone),
  }));
  const whole = read.flatMap(({ personId, from, to }) =>
    personId !== '' && from !== null && to !== null && from < to ? [{ personId, from, to }] : [],
  );
  return whole.length === read.length ? whole : null;
}
