import type { Account, Language } from '#shared/accounts/account.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import { numbersOfRange, type PoolNumber } from '#shared/accounts/number-pool.ts';
import { defaultLadder } from '#shared/delivery/ladder.ts';
import { CodedError } from '#shared/errors.ts';
import { fromMs, type Instant, toMs } from '#shared/time.ts';
import type { AddUser, NewUser } from '../ports/sign-in.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { NewId } from '../ports/time.ts';
import { type DemoAccount, demoAccounts, demoNumbers, demoOperators, demoPassword, demoSupervisor } from './bureau.ts';

const yearMs = 365 * 24 * 3600 * 1000;

type Deps = { readonly store: Store; readonly newId: NewId; readonly addUser: AddUser };

/**
 * Loads the demonstration bureau into an empty database, or goes on where a start was cut off in it; does nothing when any other
 * account is there.
 */
export async function loadDemo({ store, newId, addUser }: Deps, at: Instant): Promise<'loaded' | 'not-empty'> {
  const lines = await store.all('line');
  if (lines.length === 0) await store.transact((tx) => putRows(tx, newId, at));
  else if (lines.some(({ number }) => !demoAccounts.some(({ line }) => line === number))) return 'not-empty';
  for (const user of await usersOf(store)) await addUser(user);
  return 'loaded';
}

async function putRows(tx: ServerTransaction, newId: NewId, at: Instant): Promise<void> {
  const byLanguage = new Map<Language, string[]>();
  for (const demo of demoAccounts) {
    const account = await putAccount(tx, newId, demo);
    byLanguage.set(demo.language, [...(byLanguage.get(demo.language) ?? []), account.id]);
    await putPeople(tx, newId, demo, account.id);
    await putInstructions(tx, newId, demo, { accountId: account.id, at });
    for (const { number, ...contact } of demo.contacts) {
      await tx.put('contact', { ...contact, id: newId(), accountId: account.id, numbers: [number] });
    }
  }
  for (const { name, languages } of demoOperators) {
    const trainedFor = languages.flatMap((language) => byLanguage.get(language) ?? []);
    await tx.put('operator', { id: newId(), name, languages: [...languages], trainedFor });
  }
  for (const number of freeNumbers(at)) await tx.joining.saveNumber(number);
}

/** Everybody who signs in, by the rows that were loaded. */
async function usersOf(store: Store): Promise<NewUser[]> {
  const [people, operators] = await Promise.all([store.all('person'), store.all('operator')]);
  return [
    { ...demoSupervisor, password: demoPassword, role: 'supervisor', subjectId: null },
    ...people.flatMap(({ id, name, email }) =>
      email === null ? [] : [{ email, name, password: demoPassword, role: 'person' as const, subjectId: id }],
    ),
    ...operators.flatMap(({ id, name }) => {
      const email = demoOperators.find((demo) => demo.name === name)?.email;
      return email === undefined ? [] : [{ email, name, password: demoPassword, role: 'operator' as const, subjectId: id }];
    }),
  ];
}

function freeNumbers(at: Instant): readonly PoolNumber[] {
  const numbers = numbersOfRange(demoNumbers.from, demoNumbers.to, at);
  if (typeof numbers === 'string') throw new CodedError('bug.demo_numbers', numbers);
  return numbers;
}

async function putAccount(tx: ServerTransaction, newId: NewId, demo: DemoAccount): Promise<Account> {
  const { name, language, timeZone, trade, privacy, greeting, openingHours, script } = demo;
  const account: Account = {
    id: newId(),
    name,
    language,
    timeZone,
    trade,
    privacy,
    greeting,
    openingHours,
    maxWaitSeconds: 300,
    ladder: defaultLadder,
    ...(script && { script }),
  };
  await tx.put('account', account);
  await tx.put('line', {
    id: newId(),
    accountId: account.id,
    number: demo.line,
    published: false,
    ...(demo.isHotline && { kind: 'hotline' }),
  });
  return account;
}

async function putPeople(tx: ServerTransaction, newId: NewId, demo: DemoAccount, accountId: string): Promise<void> {
  for (const [index, { name, role, mobile, email }] of demo.people.entries()) {
    // Push is turned on by the first device that takes notifications.
    const channels = { email: true, sms: true, push: false };
    const availability = { state: 'free' as const, text: '', until: null };
    const access = index === 0 ? 'office' : 'member';
    await tx.put('person', {
      id: newId(),
      accountId,
      position: index + 1,
      name,
      role,
      email,
      mobile,
      channels,
      availability,
      access,
    });
  }
}

async function putInstructions(
  tx: ServerTransaction,
  newId: NewId,
  demo: DemoAccount,
  where: { readonly accountId: string; readonly at: Instant },
): Promise<void> {
  const { accountId, at } = where;
  /** The first version, which later ones are compared with. */
  async function put(instruction: Instruction): Promise<void> {
    await tx.put('instruction', instruction);
    await tx.addInstructionVersion({ accountId, instructionId: instruction.id, at, by: '', through: 'before', instruction });
  }
  for (const [index, { text, say = '' }] of demo.standing.entries()) {
    await put({
      id: newId(),
      accountId,
      layer: 'standing',
      position: index + 1,
      text,
      say,
      from: null,
      to: null,
      changedAt: at,
    });
  }
  for (const [index, { text, say = '' }] of demo.temporary.entries()) {
    const to = fromMs(toMs(at) + yearMs);
    await put({
      id: newId(),
      accountId,
      layer: 'temporary',
      position: index + 1,
      text,
      say,
      from: at,
      to,
      changedAt: at,
    });
  }
}
