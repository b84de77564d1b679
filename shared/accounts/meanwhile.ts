import type { Instant } from '../time.ts';
import type { Account } from './account.ts';
import { type Instruction, instructionsInForce } from './instructions.ts';
import type { OpeningHours } from './opening-hours.ts';
import type { Person } from './roster.ts';

const meanwhile: Readonly<Record<'open' | 'closed', OpeningHours>> = {
  open: { kind: 'always' },
  closed: { kind: 'weekly', periods: [], closedOn: [] },
};

/** The account as it stands at an instant: the first temporary instruction in force that says so opens or closes it [S17]. */
export function accountAt(account: Account, instructions: readonly Instruction[], at: Instant): Account {
  const { temporary } = instructionsInForce(instructions, at);
  const opening = temporary.find((instruction) => instruction.opening)?.opening;
  return opening ? { ...account, openingHours: meanwhile[opening] } : account;
}

/** Whom callers are put through to meanwhile: the first temporary instruction in force that names one of the roster decides [S17]. */
export function transferMeanwhile(temporary: readonly Instruction[], people: readonly Person[]): Person | null {
  const named = temporary.flatMap(({ transferTo }) => people.find(({ id }) => id === transferTo) ?? []);
  return named[0] ?? null;
}
