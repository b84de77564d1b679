import type { Account, Line } from '#shared/accounts/account.ts';
import type { Floor } from './floor-state.ts';

/** The account with the first of its lines; null when it has none. */
export function accountAndLine(floor: Floor, accountId: string): { readonly account: Account; readonly line: Line } | null {
  const account = floor.deps.directory.account(accountId);
  const line = floor.deps.directory.lines().find((l) => l.accountId === accountId);
  return account === undefined || line === undefined ? null : { account, line };
}
