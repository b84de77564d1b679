import { beforeEach, describe, expect, test } from 'vitest';
import type { Application, ApplicationForm } from '#shared/accounts/application.ts';
import { numbersOfRange } from '#shared/accounts/number-pool.ts';
import { fromMs } from '#shared/time.ts';
import { forgetApplication, mailCode } from '../../../server/accounts/application-jobs.ts';
import { createApplicationSecret } from '../../../server/accounts/application-secret.ts';
import { apply, codeMailJobName, forgetJobName } from '../../../server/accounts/apply.ts';
import { completeApplication } from '../../../server/accounts/complete-application.ts';
import { confirmApplication } from '../../../server/accounts/confirm-application.ts';
import { addNumbers, takeNumberBack } from '../../../server/accounts/keep-numbers.ts';
import type { Limit } from '../../../server/accounts/limit-attempts.ts';
import { listApplications } from '../../../server/accounts/list-applications.ts';
import { serveApplication, serveWaiting } from '../../../server/accounts/serve-application.ts';
import { queueMail, readyMailJobName } from '../../../server/delivery/send-ready-mail.ts';
import type { ReadyMail } from '../../../server/ports/delivery.ts';
import type { NewUser } from '../../../server/ports/sign-in.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';
import { aForm } from '../../fixtures/application.ts';
import { anId } from '../../fixtures/rows.ts';
import { anOperator, uuid } from '../../fixtures/telephony.ts';

const publicUrl = 'https://permanence.example';
const password = 'un-mot-de-passe-long';

/** Becoming a client on fakes: a French and a Japanese operator, and two free numbers. */
async function bureau() {
  let now = Date.parse('2026-11-22T11:00:00.000Z');
  const store = createMemoryStore();
  const clock = () => fromMs(now);
  const secret = createApplicationSecret('key');
  const users = new Map<string, NewUser>();
  const sent: ReadyMail[] = [];
  const limits: Limit[] = [];
  const followed: string[] = [];
  let waitSeconds = 0;
  const limit = async (asked: readonly Limit[]) => {
    limits.push(...asked);
    return waitSeconds;
  };
  const follow = async (changed: readonly string[]) => void followed.push(...changed);
  const serving = { store, clock, newId: anId, queueMail, publicUrl, follow };
  const addUser = async (user: NewUser) => {
    const known = users.get(user.email);
    if (known !== undefined && known.subjectId !== user.subjectId) return known.subjectId;
    users.set(user.email, user);
    return user.subjectId;
  };
  const deps = { store, clock, secret, limit };
  const numbers = { store, clock, serveWaiting: serveWaiting(serving), follow };
  await store.transact(async (tx) => {
    await tx.put('operator', anOperator({ trainedFor: [] }));
    await tx.put('operator', anOperator({ id: uuid(11), name: 'Kenji', languages: ['ja'], trainedFor: [] }));
    const free = numbersOfRange('+33199000110', '+33199000111', clock());
    if (typeof free === 'string') throw new Error(free);
    for (const number of free) await tx.joining.saveNumber(number);
  });
  const verbs = {
    apply: apply({ ...deps, newId: anId }),
    confirm: confirmApplication(deps),
    complete: completeApplication({ store, secret, addUser, serve: serveApplication(serving) }),
    mailCode: mailCode({
      store,
      secret,
      publicUrl,
      isKnown: async (email) => users.has(email),
      send: async (m) => void sent.push(m),
    }),
    forget: forgetApplication({ store, clock }),
    addNumbers: addNumbers(numbers),
    takeNumberBack: takeNumberBack(numbers),
    list: listApplications({ store, clock, directory: { lines: () => [] } }),
  };
  const application = async (id: string): Promise<Application> => {
    const { result } = await store.transact((tx) => tx.joining.application(id));
    if (result === null) throw new Error('no application');
    return result;
  };
  return {
    ...verbs,
    store,
    secret,
    users,
    sent,
    limits,
    followed,
    application,
    pass: (ms: number) => {
      now += ms;
    },
    limitTo: (seconds: number) => {
      waitSeconds = seconds;
    },
    /** Up to the confirmed address; resolves with the id and the token. */
    async confirmed(form: Partial<ApplicationForm> = {}) {
      const id = anId();
      await verbs.apply({ id, form: aForm(form) }, 'here');
      const code = secret.code(await application(id));
      const answer = await verbs.confirm({ id, proof: { kind: 'code', code } }, 'here');
      if (answer.outcome !== 'confirmed') throw new Error(answer.outcome);
      return { id, token: answer.token };
    },
    jobs: (name: string) => store.jobs().filter((job) => job.name === name),
  };
}

let b: Awaited<ReturnType<typeof bureau>>;
beforeEach(async () => {
  b = await bureau();
});

describe('[P02] the form', () => {
  test('is kept with what was agreed and when, and a mail with a code follows; no secret stands in a row or job', async () => {
    const id = anId();
    expect(await b.apply({ id, form: aForm({ optionIds: ['always'] }) }, 'here')).toEqual({ outcome: 'sent' });
    const application = await b.application(id);
    expect(application).toMatchObject({
      state: 'unconfirmed',
      acceptance: {
        version: '2026-11-30',
        acceptedBy: 'Anne Moreau',
        acceptedAt: '2026-11-22T11:00:00.000Z',
        quote: { book: '2026-11', monthly: { gross: { amount: 13_680 } } },
      },
    });
    expect(b.jobs(codeMailJobName)).toHaveLength(1);
    await b.mailCode({ id });
    const code = b.secret.code(application);
    expect(b.sent[0]?.to).toBe('anne.moreau@example.test');
    expect(b.sent[0]?.text).toContain(code);
    expect(b.sent[0]?.text).toContain(`${publicUrl}/join#${id}.${b.secret.token(id)}`);
    const kept = JSON.stringify([application, b.store.jobs()]);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(b.secret.token(id));
  });

  test('[I06] a VAT number that takes the tax away is kept with what was agreed; one that has not the form of its country is refused', async () => {
    const id = anId();
    const dutch = { country: 'NL', vatNumber: 'NL123456789B01' } as const;
    await b.apply({ id, form: aForm(dutch) }, 'here');
    expect((await b.application(id)).acceptance).toMatchObject({
      vatNumber: dutch.vatNumber,
      quote: { vatRule: 'reverse-charge', vatBasisPoints: 0 },
    });
    await expect(b.apply({ id, form: aForm({ ...dutch, vatNumber: 'NL12' }) }, 'here')).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });

  test('written anew it gets another code, and the earlier one counts no more', async () => {
    const id = anId();
    await b.apply({ id, form: aForm() }, 'here');
    const first = b.secret.code(await b.application(id));
    await b.apply({ id, form: aForm({ firm: 'SELARL Moreau et fille' }) }, 'here');
    expect((await b.application(id)).form.firm).toBe('SELARL Moreau et fille');
    expect(await b.confirm({ id, proof: { kind: 'code', code: first } }, 'here')).toEqual({ outcome: 'wrong' });
  });

  test('is not written over once its address is confirmed', async () => {
    const { id } = await b.confirmed();
    expect(await b.apply({ id, form: aForm({ firm: 'Un autre' }) }, 'here')).toEqual({ outcome: 'sent' });
    expect((await b.application(id)).form.firm).toBe('SELARL Moreau');
  });

  test.each([
    [{ planId: 'calls-1' }, 'form.planId'],
    [{ optionIds: ['gold'] }, 'form.planId'],
    [{ agreement: { version: '1999', acceptedBy: 'x' } }, 'form.agreement.version'],
  ])('agrees to no other prices and no other text than today’s: %o', async (part, field) => {
    await expect(b.apply({ id: anId(), form: aForm(part) }, 'here')).rejects.toMatchObject({ code: 'input.invalid', field });
  });

  test('is limited by the network address and by the mail address, whatever its capitals', async () => {
    b.limitTo(900);
    const form = aForm({ person: { ...aForm().person, email: 'Anne.Moreau@example.test' } });
    expect(await b.apply({ id: anId(), form }, '192.0.2.1')).toEqual({ outcome: 'too-many', waitSeconds: 900 });
    expect(b.limits.map(({ key }) => key)).toEqual(['application from 192.0.2.1', 'application of anne.moreau@example.test']);
    expect(b.store.jobs()).toEqual([]);
  });

  test('with an address that signs in already it is answered alike, and only its owner is told, without a code', async () => {
    await b.complete({ ...(await b.confirmed()), password });
    const id = anId();
    expect(await b.apply({ id, form: aForm() }, 'here')).toEqual({ outcome: 'sent' });
    await b.mailCode({ id });
    expect(b.sent.at(-1)?.text).not.toMatch(/join#/);
    expect(b.sent.at(-1)?.text).not.toContain(b.secret.code(await b.application(id)));
  });
});

describe('the address', () => {
  test('is confirmed by the code or the link of the mail, and the link opens the application again', async () => {
    const { id, token } = await b.confirmed();
    const again = await b.confirm({ id, proof: { kind: 'link', token } }, 'elsewhere');
    expect(again).toMatchObject({ outcome: 'confirmed', application: { state: 'confirmed', number: null } });
    const other = anId();
    await b.apply({ id: other, form: aForm() }, 'here');
    expect((await b.confirm({ id: other, proof: { kind: 'link', token: b.secret.token(other) } }, 'here')).outcome).toBe(
      'confirmed',
    );
  });

  test('is not confirmed by a wrong code, and after five not by the right one', async () => {
    const id = anId();
    await b.apply({ id, form: aForm() }, 'here');
    const code = b.secret.code(await b.application(id));
    const wrong = code === '000000' ? '000001' : '000000';
    for (let i = 0; i < 5; i++)
      expect(await b.confirm({ id, proof: { kind: 'code', code: wrong } }, 'here')).toEqual({ outcome: 'wrong' });
    expect(await b.confirm({ id, proof: { kind: 'code', code } }, 'here')).toEqual({ outcome: 'expired' });
    expect(await b.confirm({ id, proof: { kind: 'link', token: b.secret.token(anId()) } }, 'here')).toEqual({ outcome: 'wrong' });
  });

  test('an application that does not exist is answered like a wrong code', async () => {
    expect(await b.confirm({ id: anId(), proof: { kind: 'code', code: '123456' } }, 'here')).toEqual({ outcome: 'wrong' });
  });
});

describe('[P02][S03] the account', () => {
  test('is made at once with its number, line, person, agreement and mail, and operators of the language are trained', async () => {
    const { id, token } = await b.confirmed();
    expect(await b.complete({ id, token, password })).toEqual({ outcome: 'live', number: '+33199000110' });
    const { accountId, personId } = await b.application(id);
    expect(await b.store.get('account', accountId ?? '')).toMatchObject({
      name: 'Cabinet Moreau',
      trade: 'legal',
      privacy: 'who-called',
      firstDays: { hoursSeen: false },
    });
    expect(await b.store.all('line')).toMatchObject([{ accountId, number: '+33199000110', published: false }]);
    expect(await b.store.get('person', personId)).toMatchObject({ accountId, position: 1, email: 'anne.moreau@example.test' });
    expect(b.users.get('anne.moreau@example.test')).toMatchObject({ role: 'person', subjectId: personId, password });
    const trained = (await b.store.all('operator')).filter(({ trainedFor }) => trainedFor.includes(accountId ?? ''));
    expect(trained.map(({ name }) => name)).toEqual(['Léa Morel']);
    expect(b.jobs(readyMailJobName)[0]?.payload).toMatchObject({ to: 'anne.moreau@example.test' });
    expect(b.followed).toContain('bureau');
  });

  test('is made once, however often the last step is asked for, and the password stays the first', async () => {
    const { id, token } = await b.confirmed();
    await b.complete({ id, token, password });
    expect(await b.complete({ id, token, password: 'un-autre-mot-de-passe' })).toEqual({
      outcome: 'live',
      number: '+33199000110',
    });
    expect(await b.store.all('account')).toHaveLength(1);
    expect(b.users.get('anne.moreau@example.test')?.password).toBe(password);
  });

  test('is not made without the link’s token, nor before the address is confirmed', async () => {
    const { id } = await b.confirmed();
    expect(await b.complete({ id, token: b.secret.token(anId()), password })).toEqual({ outcome: 'wrong' });
    const unconfirmed = anId();
    await b.apply({ id: unconfirmed, form: aForm() }, 'here');
    const token = b.secret.token(unconfirmed);
    expect(await b.complete({ id: unconfirmed, token, password })).toEqual({ outcome: 'wrong' });
    expect(await b.store.all('account')).toEqual([]);
  });

  test('of an address that somebody else signs in with by now is not made', async () => {
    const [first, second] = [await b.confirmed(), await b.confirmed()];
    await b.complete({ ...first, password });
    expect(await b.complete({ ...second, password })).toEqual({ outcome: 'known' });
  });
});

describe('[P20][S13] the pool', () => {
  const person = (email: string) => ({ person: { ...aForm().person, email } });

  test('when it is empty the application waits on the floor, and gets the number that is added, the longest wait first', async () => {
    const all = [];
    for (const email of ['a@example.test', 'b@example.test', 'c@example.test', 'd@example.test']) {
      all.push(await b.confirmed(person(email)));
      b.pass(60_000);
    }
    const [one, two, three, four] = all;
    if (!one || !two || !three || !four) throw new Error('four');
    await b.complete({ ...one, password });
    await b.complete({ ...two, password });
    expect(await b.complete({ ...four, password })).toEqual({ outcome: 'waiting' });
    expect(await b.complete({ ...three, password })).toEqual({ outcome: 'waiting' });
    expect((await b.list()).map(({ id, missing }) => [id, missing])).toEqual([
      [three.id, 'number'],
      [four.id, 'number'],
      [one.id, 'first-call'],
      [two.id, 'first-call'],
    ]);
    expect(await b.addNumbers({ from: '+33199000110', to: '+33199000112' })).toEqual({ outcome: 'added', count: 1 });
    expect((await b.application(three.id)).number).toBe('+33199000112');
    expect((await b.application(four.id)).state).toBe('waiting');
    expect(b.jobs(readyMailJobName)).toHaveLength(3);
  });

  test('takes in no number that a client has already', async () => {
    await b.store.transact((tx) => tx.put('line', { id: anId(), accountId: anId(), number: '+33199000101', published: false }));
    expect(await b.addNumbers({ from: '+33199000101', to: '+33199000101' })).toEqual({ outcome: 'added', count: 0 });
    expect(await b.addNumbers({ from: '1', to: '2' })).toEqual({ outcome: 'unreadable' });
  });

  test('a free number that is taken back is gone, a client’s rests and reaches nobody', async () => {
    const { id, token } = await b.confirmed();
    await b.complete({ id, token, password });
    expect(await b.takeNumberBack('+33199000111')).toBe('removed');
    expect(await b.takeNumberBack('+33199000110')).toBe('quarantined');
    expect(await b.takeNumberBack('+33199000199')).toBe('unknown');
    expect(await b.store.all('line')).toEqual([]);
    const second = await b.confirmed(person('b@example.test'));
    expect(await b.complete({ ...second, password })).toEqual({ outcome: 'waiting' });
  });
});

test('an application that led to nothing is forgotten after thirty days, one that waits for a number is not', async () => {
  const { id } = await b.confirmed();
  expect(b.jobs(forgetJobName)[0]?.runAt).toBe('2026-12-22T11:00:00.000Z');
  await b.forget({ id });
  expect(await b.list()).toEqual([]);
  await b.takeNumberBack('+33199000110');
  await b.takeNumberBack('+33199000111');
  const waiting = await b.confirmed();
  await b.complete({ ...waiting, password });
  await b.forget({ id: waiting.id });
  expect(await b.list()).toHaveLength(1);
});
