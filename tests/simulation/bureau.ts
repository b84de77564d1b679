import type { Account, Line } from '#shared/accounts/account.ts';
import { languages } from '#shared/accounts/language.ts';
import type { OpeningHours } from '#shared/accounts/opening-hours.ts';
import { isAskedFor, type QueueRules, queuePriorities, queueRulesOf } from '#shared/accounts/queue-rules.ts';
import type { Choice, Reception } from '#shared/accounts/reception.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import type { Operator } from '#shared/operators/operator.ts';
import { aPerson } from '../fixtures/rows.ts';
import { aLine, anAccount, anOperator, uuid } from '../fixtures/telephony.ts';
import type { Random } from './random.ts';

/** Whose calls are answered on this day, and by whom. */
export type Bureau = ReturnType<typeof drawBureau>;

const spoken = languages.filter((language) => language !== 'en');

/** Accounts and operators of one day: 20–40 accounts, 8–30 operators. `menus`: the stream of what callers meet before an operator; null: nothing. */
export function drawBureau(
  chance: Random,
  now: { readonly weekday: number; readonly closes: string },
  menus: Random | null = null,
) {
  const plain = Array.from({ length: chance.between(20, 40) }, (_, i) => drawAccount(chance, i, now));
  const lines = plain.map((account, i) => aLine({ id: uuid(1000 + i), accountId: account.id, number: lineNumber(i) }));
  const operators = Array.from({ length: chance.between(8, 30) }, (_, i) => drawOperator(chance, i, plain));
  const telephones = new Map(
    operators.flatMap(({ id }, i) =>
      chance.chance(0.4) ? [[id, { number: `+3363998${String(9000 + i)}`, use: chance.chance(0.8) }] as const] : [],
    ),
  );
  const accounts = menus === null ? plain : plain.map((account) => ({ ...account, ...drawMeeting(menus, operators) }));
  const clients = drawClients(chance, accounts);
  const servedBy = ({ id, trainedFor, languages: his }: Operator) =>
    accounts.flatMap((account) => {
      const isTrained = trainedFor.includes(account.id) && his.includes(account.language);
      return isTrained && isAskedFor(queueRulesOf(account), id, false) ? [account.id] : [];
    });
  const served = new Map(operators.map((operator) => [operator.id, new Set(servedBy(operator))]));
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
    /** The longest time until something is done about a caller, with all that he may meet before. */
    maxWaitSeconds(dialled: string): number {
      const account = accountOf.get(dialled) ?? (dialled === clients.hotline.line.number ? clients.hotline.account : undefined);
      if (account === undefined) return 0;
      const { kind } = queueRulesOf(account).overflow;
      const waits = kind === 'voicemail' ? 1 : 2;
      const before = account.reception === undefined ? 0 : receptionSeconds;
      return waits * account.maxWaitSeconds + before + (kind === 'number' ? forwardSeconds : 0);
    },
    /** And is asked first. */
    mayServe: (operatorId: string, accountId: string): boolean => served.get(operatorId)?.has(accountId) === true,
  };
}

/** Seconds that a caller spends with welcome, announcement and two questions at most, and while a key's number is called. */
const receptionSeconds = 120;
/** Seconds that a number rings which is called for him. */
const forwardSeconds = 60;

const said = (text: string) => ({ text, recordingId: null });

/** How callers of an account wait, and what they meet before that. */
function drawMeeting(chance: Random, operators: readonly Operator[]): Pick<Account, 'queue' | 'reception'> {
  const some = (): string[] => operators.filter(() => chance.chance(0.4)).map(({ id }) => id);
  const overflow = chance.pick<QueueRules['overflow']>([
    { kind: 'voicemail' },
    { kind: 'everybody' },
    { kind: 'operators', operatorIds: some() },
    { kind: 'number', number: '+33639970900' },
  ]);
  const [priority, first] = [chance.pick(queuePriorities), chance.chance(0.5) ? some() : []];
  const queue = { priority, first, overflow, keepPlace: chance.chance(0.5) };
  return { queue, ...(chance.chance(0.5) && { reception: drawReception(chance) }) };
}

function drawReception(chance: Random): Reception {
  const choices: Choice[] = [
    { key: '1', label: 'somebody', when: 'always', leads: { to: 'queue' } },
    { key: '2', label: 'the address', when: 'open', leads: { to: 'announcement', said: said('address') } },
    { key: '3', label: 'a message', when: 'always', leads: { to: 'voicemail' } },
    { key: '4', label: 'the workshop', when: 'always', leads: { to: 'number', number: '+33639970901' } },
  ];
  const welcome = chance.chance(0.7) ? said('welcome') : null;
  return { welcome, questionRecordingId: null, choices: chance.chance(0.8) ? choices : [] };
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
