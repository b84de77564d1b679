import type { Instant } from '../time.ts';
import type { Account } from './account.ts';
import { type Instruction, type InstructionsInForce, instructionsInForce } from './instructions.ts';
import { inOrder, type Person } from './roster.ts';

type AccountRows = {
  readonly account: Account;
  readonly instructions: readonly Instruction[];
  readonly people: readonly Person[];
};

/** What a telephonist sees of an account, whoever calls. */
export type AccountView = {
  readonly account: Account;
  /** One entry per breath, with the operator's first name in place [P04]. */
  readonly greeting: readonly string[];
  readonly instructions: InstructionsInForce;
  readonly roster: readonly Person[];
};

/** The account as it stands on the desk at an instant; the client's preview is the same view [S07]. */
export function accountView(rows: AccountRows, viewer: { readonly operatorName: string; readonly at: Instant }): AccountView {
  return {
    account: rows.account,
    greeting: greetingLines(rows.account.greeting, viewer.operatorName),
    instructions: instructionsInForce(rows.instructions, viewer.at),
    roster: inOrder(rows.people),
  };
}

/** The greeting as it is said: lines at the breaths, `{operator}` replaced by the first name. */
export function greetingLines(greeting: string, operatorName: string): string[] {
  const first = operatorName.split(' ')[0] ?? operatorName;
  return greeting
    .replaceAll('{operator}', first)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
