import type { BureauDirectory } from '../accounts/directory.ts';
import type { Operators } from './operators-on-duty.ts';

/** Who is on duty, with the languages and accounts that the lists say now: a new client's calls reach those who are signed in. */
export function knowOperators(floor: Pick<Operators, 'operators'>, directory: Pick<BureauDirectory, 'operator'>): void {
  for (const [id, onDuty] of floor.operators) {
    const operator = directory.operator(id);
    if (operator !== undefined && operator !== onDuty.operator) floor.operators.set(id, { ...onDuty, operator });
  }
}
