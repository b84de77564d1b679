import type { Note } from '../notes/note.ts';
import type { Account, Line } from './account.ts';
import type { Person } from './roster.ts';

/** What a new client does in his first days. */
const firstDaysSteps = ['address', 'forwarding', 'test-call', 'colleague', 'hours'] as const;
export type FirstDaysStep = (typeof firstDaysSteps)[number];

/** The steps with those done; null when the client is not new, has put the list away, or has done all. */
export function firstDaysOf(facts: {
  readonly account: Pick<Account, 'firstDays'>;
  readonly lines: readonly Pick<Line, 'lastCall'>[];
  readonly people: readonly Pick<Person, 'id'>[];
  readonly notes: readonly Pick<Note, 'content'>[];
}): readonly { readonly step: FirstDaysStep; readonly isDone: boolean }[] | null {
  const { firstDays } = facts.account;
  if (firstDays === undefined) return null;
  const done: Readonly<Record<FirstDaysStep, boolean>> = {
    address: true, // without it there is no account
    forwarding: facts.lines.some(({ lastCall }) => lastCall !== undefined),
    'test-call': facts.notes.some(({ content }) => content.disposition === 'test-call'), // [J12]
    colleague: facts.people.length > 1,
    hours: firstDays.hoursSeen,
  };
  const steps = firstDaysSteps.map((step) => ({ step, isDone: done[step] }));
  return steps.every(({ isDone }) => isDone) ? null : steps;
}
