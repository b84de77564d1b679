import { describe, expect, onTestFinished, test } from 'vitest';
import { accountView } from '#shared/accounts/account-view.ts';
import { CodedError } from '#shared/errors.ts';
import type { PullResponse } from '#shared/sync/protocol.ts';
import type { Kind, Rows } from '#shared/sync/rows.ts';
import type { Instant } from '#shared/time.ts';
import { OwnAccount } from '../../../web/accounts/own-account.svelte.ts';
import { OwnGreeting } from '../../../web/accounts/own-greeting.svelte.ts';
import { OwnHours } from '../../../web/accounts/own-hours.svelte.ts';
import { OwnInstructions } from '../../../web/accounts/own-instructions.svelte.ts';
import { OwnOutbound } from '../../../web/accounts/own-outbound.svelte.ts';
import { OwnQueue } from '../../../web/accounts/own-queue.svelte.ts';
import { OwnReception } from '../../../web/accounts/own-reception.svelte.ts';
import { OwnRoster, placeAt } from '../../../web/accounts/own-roster.svelte.ts';
import { createDevice } from '../../../web/sync/device.ts';
import { loadNumbers } from '../../../web/ui/phone-number.ts';
import { fakeAccountServer } from '../../fakes/account-server.ts';
import { fakeContactSearch } from '../../fakes/contact-search.ts';
import { fakeMarker } from '../../fakes/device-marker.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { aRoster } from '../../fixtures/delivery.ts';
import { anId } from '../../fixtures/rows.ts';
import { aLine, anAccount } from '../../fixtures/telephony.ts';

const account = anAccount();
const space = `account:${account.id}:shared`;
const pulled = (kind: Kind, row: Rows[Kind], version = 1) => ({ kind, id: row.id, space, version, row });
const filled: PullResponse['rows'] = [
  pulled('account', account),
  pulled('line', aLine()),
  ...aRoster().map((person) => pulled('person', { ...person, accountId: account.id })),
];

/** A client’s device that was filled once and has no network since; Sunday noon in Paris until the test moves it. */
async function client() {
  const local = await openFakeLocalStore('claire');
  let now: Instant = '2026-11-22T11:00:00.000Z';
  const pull = (rows: PullResponse['rows'], version: number) =>
    local.applyPull({ rows, cursors: { [space]: version }, lastSeq: 0, more: false }, now);
  await pull(filled, 1);
  const offline = () => Promise.reject(new CodedError('http.offline', 'no network'));
  const device = createDevice({
    local,
    contacts: fakeContactSearch(),
    wire: { push: offline, pull: offline },
    marker: fakeMarker(),
    userName: 'Claire Martin',
    clock: () => now,
    after: () => () => undefined,
    random: () => 0.5,
    exclusive: (run) => run(),
    onError: () => undefined,
  });
  const later: (() => void)[] = [];
  const open = async () => {
    const own = new OwnAccount({
      device,
      server: fakeAccountServer(),
      accountId: account.id,
      now: () => now,
      newId: anId,
      later: (_, run) => {
        later.push(run);
        return () => undefined;
      },
      loadNumbers,
    });
    onTestFinished(() => own.close());
    await expect.poll(() => own.line).toBe('01 99 00 01 01');
    return own;
  };
  return {
    local,
    pull,
    open,
    runLater: () => {
      for (const run of later.splice(0)) run();
    },
    at: (instant: Instant) => {
      now = instant;
    },
    queued: async () => (await local.unsent(10)).map((change) => change.name),
  };
}

describe('[S05] the client steers the instructions alone, without network too', () => {
  test('[S17] three taps: the occasion, until when, in force', async () => {
    const { open, queued } = await client();
    const own = await open();
    const page = new OwnInstructions(own);
    page.begin('temporary', { text: 'Absent.', say: 'Je prends votre message.' });
    page.endAt('evening');
    expect(await page.save()).toBeNull();
    await expect.poll(() => page.lists.inForce).toMatchObject([{ text: 'Absent.', from: null, to: '2026-11-22T17:00:00.000Z' }]);
    expect(page.draft).toBeNull();
    expect(await queued()).toEqual(['saveInstruction']);
  });

  test('what is in the way is said only when it is tried, and nothing is queued', async () => {
    const { open, queued } = await client();
    const page = new OwnInstructions(await open());
    page.begin('temporary');
    expect(page.problems).toEqual([]);
    expect(await page.save()).toBe('text-empty');
    expect(page.problems).toEqual(['text-empty', 'to-empty']);
    expect(await queued()).toEqual([]);
  });

  test('[S07] the preview is the view of the desk, with the instruction that is being written, for any instant', async () => {
    const { open } = await client();
    const own = await open();
    const page = new OwnInstructions(own);
    page.begin('temporary', { text: 'Absent.', from: '2026-11-22T14:00', to: '2026-11-22T18:00' });
    const preview = (at: Instant) =>
      accountView({ account, instructions: page.withDraft, people: own.people }, { operatorName: 'Léa Morel', at });
    expect(preview('2026-11-22T12:59:59.999Z').instructions.temporary).toEqual([]);
    expect(preview('2026-11-22T13:00:00.000Z').instructions.temporary).toHaveLength(1);
    const shown = preview('2026-11-22T13:00:00.000Z');
    await page.save();
    await expect.poll(() => own.instructions).toHaveLength(1);
    const desk = accountView(
      { account, instructions: own.instructions, people: own.people },
      { operatorName: 'Léa Morel', at: '2026-11-22T13:00:00.000Z' },
    );
    expect(desk.instructions.temporary.map(({ id: _, ...said }) => said)).toEqual(
      shown.instructions.temporary.map(({ id: _, ...said }) => said),
    );
    expect(desk.greeting).toEqual(shown.greeting);
  });

  test('what was typed is there again after a reload, until it is given up', async () => {
    const { open } = await client();
    const own = await open();
    const before = new OwnInstructions(own);
    before.begin('standing');
    before.edit({ text: 'Pas de rés' });
    const after = new OwnInstructions(own);
    await expect.poll(() => after.draft?.text).toBe('Pas de rés');
    after.giveUp();
    const again = new OwnInstructions(own);
    await expect.poll(() => own.deps.device.readForm(`instruction/${account.id}`)).toBeUndefined();
    expect(again.draft).toBeNull();
  });

  test('what was removed can be put back for a while, as it was', async () => {
    const { open, runLater, queued } = await client();
    const own = await open();
    const page = new OwnInstructions(own);
    page.begin('standing', { text: 'Ni résultat ni avis.' });
    await page.save();
    await expect.poll(() => page.lists.standing).toHaveLength(1);
    const [standing] = page.lists.standing;
    if (!standing) throw new Error('no standing instruction');
    await page.remove(standing);
    await expect.poll(() => page.lists.standing).toEqual([]);
    await page.undo();
    await expect.poll(() => page.lists.standing).toMatchObject([{ text: standing.text, position: standing.position }]);
    expect(await queued()).toEqual(['saveInstruction', 'removeInstruction', 'saveInstruction']);
    const [back] = page.lists.standing;
    if (back) await page.remove(back);
    runLater();
    expect(page.removed).toBeNull();
  });

  test('what has run out is past by itself', async () => {
    const { open, at } = await client();
    const own = await open();
    const page = new OwnInstructions(own);
    page.begin('temporary', { text: 'En visite.', to: '2026-11-22T14:00' });
    await page.save();
    await expect.poll(() => page.lists.inForce).toHaveLength(1);
    at('2026-11-22T13:00:00.000Z');
    expect(page.lists).toMatchObject({ inForce: [], past: [{ text: 'En visite.' }] });
  });
});

describe('[J10] the roster', () => {
  test('a person who is moved to the top is the default at once', async () => {
    const { open } = await client();
    const own = await open();
    const page = new OwnRoster(own);
    await page.move(own.people[1]?.id ?? '', 1);
    await expect.poll(() => own.people.map((p) => p.name)).toEqual(['Sanne Visser', 'Jan de Boer']);
    await page.move(own.people[0]?.id ?? '', 0);
    expect(own.people[0]?.name).toBe('Sanne Visser');
  });

  test('a number is read as it is written there, and one that cannot be is named', async () => {
    const { open } = await client();
    const own = await open();
    const page = new OwnRoster(own);
    page.begin();
    page.edit({ name: 'Nadia Benali', email: 'nadia@example.test', mobile: '06 39 98' });
    expect(await page.save()).toBe('mobile-wrong');
    page.edit({ mobile: '06 39 98 01 02' });
    expect(await page.save()).toBeNull();
    await expect.poll(() => own.people[2]).toMatchObject({ name: 'Nadia Benali', mobile: '+33639980102', position: 3 });
  });

  test('who was moved while he was being changed stays where he was put', async () => {
    const { open } = await client();
    const own = await open();
    const page = new OwnRoster(own);
    const [jan] = own.people;
    if (!jan) throw new Error('no roster');
    page.change(jan);
    page.edit({ role: 'patron' });
    await page.move(jan.id, 2);
    await expect.poll(() => own.people[1]?.name).toBe('Jan de Boer');
    expect(page.meanwhile).toBeNull();
    await page.save();
    await expect.poll(() => own.people[1]).toMatchObject({ name: 'Jan de Boer', role: 'patron', position: 2 });
  });

  test('notifications that his own device turned on meanwhile stay on', async () => {
    const { open, pull } = await client();
    const own = await open();
    const page = new OwnRoster(own);
    const [jan] = own.people;
    if (!jan) throw new Error('no roster');
    page.change(jan);
    page.edit({ role: 'patron' });
    await pull([pulled('person', { ...jan, channels: { ...jan.channels, push: true } }, 2)], 2);
    await expect.poll(() => own.people[0]?.channels.push).toBe(true);
    expect(page.meanwhile).toBeNull();
    await page.save();
    await expect.poll(() => own.people[0]).toMatchObject({ role: 'patron', channels: { push: true } });
  });

  test('a person who leaves can be called back for a while; the last one stays, and notes have somebody to go to', async () => {
    const { open, runLater, queued } = await client();
    const own = await open();
    const page = new OwnRoster(own);
    const [jan, sanne] = own.people;
    if (!jan || !sanne) throw new Error('no roster');
    page.remove(jan);
    page.stay();
    runLater();
    expect(await queued()).toEqual([]);
    page.remove(jan);
    page.close();
    await expect.poll(() => own.people.map((p) => p.name)).toEqual(['Sanne Visser']);
    const last = own.deps.device.mutate('removePerson', { accountId: account.id, personId: sanne.id });
    await expect(last).rejects.toThrow('removePerson is refused');
  });

  test.each([
    ['above all', 5, 3, 1],
    ['between the first two', 40, 3, 2],
    ['on itself', 50, 2, 2],
    ['below all', 200, 1, 3],
  ])('a row dragged %s', (_, y, from, place) => {
    const rows = [0, 30, 60].map((top) => ({ top, bottom: top + 30 }));
    expect(placeAt(y, rows, from)).toBe(place);
  });
});

describe('the hours and the first words', () => {
  test('[J14] closed for today, from an account that is always open', async () => {
    const { open } = await client();
    const own = await open();
    const page = new OwnHours(own);
    page.closeOn(page.today);
    expect(await page.save()).toBeNull();
    await expect.poll(() => own.account?.openingHours).toMatchObject({ kind: 'weekly', closedOn: ['2026-11-22'] });
    expect(page.isChanged).toBe(false);
  });

  test('[J14] closed on the public holidays of a country but for one, which is open every year', async () => {
    const { open } = await client();
    const own = await open();
    const page = new OwnHours(own);
    page.chooseHolidays('FR');
    expect(page.holidays.map(({ date }) => date)).toContain('2027-05-06');
    expect(page.holidays[0]).toMatchObject({ date: '2026-12-25', name: 'Noël', isOff: true });
    page.openOnHoliday('christmas', true);
    expect(page.holidays[0]?.isOff).toBe(false);
    expect(await page.save()).toBeNull();
    const publicHolidays = { country: 'FR', openOn: ['christmas'] };
    await expect.poll(() => own.account?.openingHours).toMatchObject({ kind: 'weekly', publicHolidays });
    page.openOnHoliday('christmas', false);
    page.chooseHolidays('NL');
    expect(page.holidays.filter(({ isOff }) => !isOff).map(({ name }) => name)).toEqual(['Goede Vrijdag', 'Bevrijdingsdag']);
    page.chooseHolidays(null);
    expect([page.holidays, page.hours]).toMatchObject([[], { publicHolidays: null }]);
  });

  test('a period that runs into another is named and not kept', async () => {
    const { open, queued } = await client();
    const page = new OwnHours(await open());
    page.choose('weekly');
    page.addPeriod(1);
    page.setPeriod(page.draft.periods.length - 1, { from: '17:00', to: '19:00' });
    expect(await page.save()).toEqual({ index: 10, day: 1, problem: 'overlaps' });
    expect(await queued()).toEqual([]);
    page.removePeriod(10);
    expect(await page.save()).toBeNull();
  });

  test('[P04] the greeting: empty and too long are not kept; what somebody else wrote meanwhile is shown', async () => {
    const { open, pull, queued } = await client();
    const own = await open();
    const page = new OwnGreeting(own);
    page.write(' ');
    expect([page.problem, await page.save()]).toEqual(['empty', false]);
    page.write('x'.repeat(401));
    expect(page.problem).toBe('long');
    page.write('Bonjour, cabinet Martin.');
    const theirs = { ...account, greeting: 'Cabinet médical, bonjour.' };
    await pull([pulled('account', theirs, 2)], 2);
    await expect.poll(() => page.meanwhile).toBe('Cabinet médical, bonjour.');
    expect(await page.save()).toBe(true);
    await expect.poll(() => own.account?.greeting).toBe('Bonjour, cabinet Martin.');
    expect([page.seconds, await queued()]).toEqual([2, ['setGreeting']]);
  });
});

test('[J04] the supervisor writes what the bureau may dial; a number that is none and an amount that is none are named', async () => {
  const { open, queued } = await client();
  const own = await open();
  const page = new OwnOutbound(own);
  expect(page.draft).toMatchObject({ calls: 'callbacks', shownNumber: '', eurosPerDay: '60.00' });
  page.edit({ calls: 'all', shownNumber: 'tout', eurosPerDay: '12,5', legsPerDay: 'x' });
  expect(await page.save()).toBe('shown-number');
  expect(page.problems).toEqual(['shown-number', 'legs']);
  page.edit({ shownNumber: '01 99 00 01 77', legsPerDay: '8', abroad: false });
  expect(await page.save()).toBeNull();
  const rules = { calls: 'all', abroad: false, shownNumber: '+33199000177', legsPerDay: 8, centsPerDay: 1250 };
  await expect.poll(() => own.account?.outbound).toEqual(rules);
  expect(await queued()).toEqual(['setOutboundRules']);
  expect([page.isChanged, page.draft.shownNumber]).toEqual([false, '01 99 00 01 77']);
});

test('the supervisor writes how callers wait; a wait that is none, nobody chosen and a number that is none are named', async () => {
  const { open, queued } = await client();
  const own = await open();
  const page = new OwnQueue(own);
  onTestFinished(() => page.close());
  expect(page.draft).toMatchObject({ priority: 'usual', minutes: '5', overflow: 'voicemail', keepPlace: false });
  page.edit({ minutes: '99', overflow: 'operators' });
  expect(await page.save()).toBe('minutes');
  expect(page.problems).toEqual(['minutes', 'operators']);
  page.edit({ minutes: '1,5', overflow: 'number', number: 'x', keepPlace: true });
  expect(await page.save()).toBe('number');
  page.edit({ number: '01 99 00 01 77' });
  expect(await page.save()).toBeNull();
  const overflow = { kind: 'number', number: '+33199000177' };
  await expect.poll(() => own.account?.queue).toEqual({ priority: 'usual', first: [], overflow, keepPlace: true });
  expect([own.account?.maxWaitSeconds, await queued()]).toEqual([90, ['setQueueRules']]);
});

test('[R09] the supervisor writes a menu: what is missing is named at its key, what is tried is what is written', async () => {
  const { open, queued } = await client();
  const own = await open();
  const page = new OwnReception(own);
  const call = { at: '2026-11-23T11:00:00.000Z', keys: '1' };
  const tried = () => page.try(own.account ?? account, { kind: 'always' }, call)?.map((step) => step.t);
  page.edit({ welcome: 'Cabinet du docteur Martin.' });
  page.add();
  expect([page.draft.choices[0]?.key, tried()]).toEqual(['1', undefined]);
  expect(await page.save()).toEqual({ index: 0, problem: 'label' });
  page.setChoice(0, { label: 'une urgence', to: 'person', when: 'closed' });
  expect(await page.save()).toEqual({ index: 0, problem: 'person' });
  page.setChoice(0, { personId: aRoster()[0]?.id ?? '' });
  page.add();
  page.setChoice(1, { key: '1', label: 'un rendez-vous' });
  expect(await page.save()).toEqual({ index: 1, problem: 'twice' });
  page.setChoice(1, { when: 'open' });
  expect(tried()).toEqual(['hears', 'hears', 'presses', 'queue']);
  expect(await page.save()).toBeNull();
  await expect.poll(() => own.account?.reception?.choices.map((c) => c.leads.to)).toEqual(['person', 'queue']);
  page.edit({ welcome: '', choices: [] });
  expect(await page.save()).toBeNull();
  await expect.poll(() => own.account?.reception).toBeUndefined();
  expect(await queued()).toEqual(['setReception', 'setReception']);
});
