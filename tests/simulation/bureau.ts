import type { Account, Line } from '#shared/accounts/account.ts';
import { languages } from '#shared/accounts/account.ts';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { Operator } from '#shared/operators/operator.ts';
import { aPerson } from '../fixtures/rows.ts';
import { aLine, anAccount, anOperator, uuid } from '../fixtures/telephony.ts';
import type { Random } from './random.ts';

/** Whose calls are answered on this day, and by whom. */
export type Bureau = ReturnType<typeof drawBureau>;

const spoken = languages.filter((language) => language !== 'en');

/** Accounts and operators of one day: 20–40 accounts, 8–30 operators. */
export function drawBureau(chance: Random, now: { readonly weekday: number; readonly closes: string }) {
  const accounts = Array.from({ length: chance.between(20, 40) }, (_, i) => drawAccount(chance, i, now));
  const lines = accounts.map((account, i) => aLine({ id: uuid(1000 + i), accountId: account.id, number: lineNumber(i) }));
  const operators = Array.from({ length: chance.between(8, 30) }, (_, i) => drawOperator(chance, i, accounts));
  const telephones = new Map(
    operators.flatMap(({ id }, i) =>
      chance.chance(0.4) ? [[id, { number: `+3363998${String(9000 + i)}`, use: chance.chance(0.8) }] as const] : [],
    ),
  );
  const clients = drawClients(chance, accounts);
  const accountOf = new Map(lines.map((line) => [line.number, accounts.find((a) => a.id === line.accountId)]));
  return {
    accounts,
    lines: lines as readonly Line[],
    operators: operators as readonly Operator[],
    ...clients,
    /** Of those who have written one. */
    telephones: telephones as ReadonlyMap<string, FallbackTelephone>,
    accountOf: (dialled: string): Account | undefined =>
      dialled === clients.hotline.line.number ? clients.hotline.account : accountOf.get(dialled),
    maxWaitSeconds: (dialled: string): number => accountOf.get(dialled)?.maxWaitSeconds ?? clients.hotline.account.maxWaitSeconds,
    mayServe(operatorId: string, accountId: string): boolean {
      const operator = operators.find((o) => o.id === operatorId);
      const account = accounts.find((a) => a.id === accountId);
      if (operator === undefined || account === undefined) return false;
      return operator.trainedFor.includes(accountId) && operator.languages.includes(account.language);
    },
  };
}

const lineNumber = (i: number): string => `+3319900${String(2000 + i)}`;

function drawAccount(chance: Random, i: number, now: { readonly weekday: number; readonly closes: string }): Account {
  const closesToday: OpeningHours = {
    kind: 'weekly',
    periods: [{ day: now.weekday, from: '00:00', to: now.closes }],
    closedOn: [],
  };
  return anAccount({
    id: uuid(100 + i),
    name: `Account ${i}`,
    language: chance.chance(0.6) ? 'fr' : chance.pick(spoken),
    openingHours: chance.chance(0.1) ? closesToday : { kind: 'always' },
    maxWaitSeconds: chance.chance(0.3) ? chance.between(20, 200) : 300,
  });
}

/** Most are trained for everything in their languages, some for a few accounts only. */
function drawOperator(chance: Random, i: number, accounts: readonly Account[]): Operator {
  const all = accounts.map((a) => a.id);
  return anOperator({
    id: uuid(10 + i),
    name: `Operator ${i}`,
    languages: i < 4 ? [...spoken] : [chance.chance(0.7) ? 'fr' : chance.pick(spoken), chance.pick(spoken)],
    trainedFor: i < 4 || chance.chance(0.6) ? all : all.filter(() => chance.chance(0.4)),
  });
}

/** Some clients call the bureau itself, from telephones that it knows; half of them have a PIN. */
function drawClients(chance: Random, accounts: readonly Account[]) {
  const bureau = anAccount({ id: uuid(90), name: 'Bureau', language: 'fr', maxWaitSeconds: 300 });
  const hotline = aLine({ id: uuid(2000), accountId: bureau.id, number: '+33199003000', kind: 'hotline' });
  const people = accounts
    .slice(0, 15)
    .map((account, i) => aPerson({ id: uuid(3000 + i), accountId: account.id, mobile: `+3363997${String(1000 + i)}` }));
  const pins = new Map(people.filter(() => chance.chance(0.6)).map(({ id }) => [id, '2580'] as const));
  return { hotline: { account: bureau, line: hotline }, people, pins: pins as ReadonlyMap<string, string> };
}

/** Whose PIN it is; the limits have their own tests. */
export const whosePin = (pins: ReadonlyMap<string, string>, personIds: readonly string[], pin: string) => {
  const personId = personIds.find((id) => pins.get(id) === pin);
  return personId === undefined ? ('wrong' as const) : { personId };
};
