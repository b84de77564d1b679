import type { Account, Language } from '#shared/accounts/account.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import { numbersOfRange, type PoolNumber } from '#shared/accounts/number-pool.ts';
import { defaultLadder } from '#shared/delivery/ladder.ts';
import { CodedError } from '#shared/errors.ts';
import { fromMs, type Instant, toMs } from '#shared/time.ts';
import type { AddUser, NewId, NewUser, ServerTransaction, Store } from '../ports.ts';
import { type DemoAccount, demoAccounts, demoNumbers, demoOperators, demoPassword, demoSupervisor } from './bureau.ts';

const yearMs = 365 * 24 * 3600 * 1000;

/** Loads the demonstration bureau into an empty database; does nothing when there is any account. */
export async function loadDemo(
  deps: { readonly store: Store; readonly newId: NewId; readonly addUser: AddUser },
  at: Instant,
): Promise<'loaded' | 'not-empty'> {
  if ((await deps.store.all('account')).length > 0) return 'not-empty';
  const users: NewUser[] = [{ ...demoSupervisor, password: demoPassword, role: 'supervisor', subjectId: null }];
  await deps.store.transact(async (tx) => {
    const byLanguage = new Map<Language, string[]>();
    for (const demo of demoAccounts) {
      const account = await putAccount(tx, deps.newId, demo);
      byLanguage.set(demo.language, [...(byLanguage.get(demo.language) ?? []), account.id]);
      users.push(...(await putPeople(tx, deps.newId, demo, account.id)));
      await putInstructions(tx, deps.newId, demo, { accountId: account.id, at });
      for (const { number, ...contact } of demo.contacts) {
        await tx.put('contact', { ...contact, id: deps.newId(), accountId: account.id, numbers: [number] });
      }
    }
    for (const { email, name, languages } of demoOperators) {
      const id = deps.newId();
      const trainedFor = languages.flatMap((language) => byLanguage.get(language) ?? []);
      await tx.put('operator', { id, name, languages: [...languages], trainedFor });
      users.push({ email, name, password: demoPassword, role: 'operator', subjectId: id });
    }
    for (const number of freeNumbers(at)) await tx.joining.saveNumber(number);
  });
  for (const user of users) await deps.addUser(user);
  return 'loaded';
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

async function putPeople(tx: ServerTransaction, newId: NewId, demo: DemoAccount, accountId: string): Promise<NewUser[]> {
  const users: NewUser[] = [];
  for (const [index, { name, role, mobile, email }] of demo.people.entries()) {
    const id = newId();
    // Push is turned on by the first device that takes notifications.
    const channels = { email: true, sms: true, push: false };
    const availability = { state: 'free' as const, text: '', until: null };
    const access = index === 0 ? 'office' : 'member';
    await tx.put('person', { id, accountId, position: index + 1, name, role, email, mobile, channels, availability, access });
    users.push({ email, name, password: demoPassword, role: 'person', subjectId: id });
  }
  return users;
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
