import { defaultLadder } from '../delivery/ladder.ts';
import type { Script } from '../notes/script.ts';
import type { Operator } from '../operators/operator.ts';
import type { Account, Line } from './account.ts';
import type { ApplicationForm } from './application.ts';
import type { Person } from './roster.ts';
import { accountOfTrade } from './trade-proposals.ts';

/** Longest wait in the queue of a new account, seconds. */
const maxWaitSeconds = 300;

/** The rows of a new client: his account, its line and its first person, told by mail and SMS of every note. */
export function newAccount(
  form: ApplicationForm,
  given: {
    readonly accountId: string;
    readonly lineId: string;
    readonly personId: string;
    readonly number: string;
    readonly script: Script | null;
  },
): { readonly account: Account; readonly line: Line; readonly person: Person } {
  const { accountId: id, script } = given;
  const { name, language, timeZone, greeting, openingHours, trade, person } = form;
  return {
    account: {
      id,
      name,
      language,
      timeZone,
      ...accountOfTrade[trade],
      greeting,
      openingHours,
      maxWaitSeconds,
      ladder: defaultLadder,
      firstDays: { hoursSeen: false },
      ...(script && { script }),
    },
    line: { id: given.lineId, accountId: id, number: given.number, published: false },
    person: {
      id: given.personId,
      accountId: id,
      position: 1,
      ...person,
      channels: { email: true, sms: true, push: false },
      availability: { state: 'free', text: '', until: null },
    },
  };
}

/** The operator, trained for the account too if he speaks its language: new clients are answered by everybody who does. */
export const trainedToo = (operator: Operator, account: Pick<Account, 'id' | 'language'>): Operator | null =>
  operator.languages.includes(account.language) && !operator.trainedFor.includes(account.id)
    ? { ...operator, trainedFor: [...operator.trainedFor, account.id] }
    : null;
