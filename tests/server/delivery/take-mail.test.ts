import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArrivedMail } from '#shared/delivery/arrived-mail.ts';
import { createReturnAddresses } from '../../../server/delivery/return-address.ts';
import { aNote, anAccount, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const aReply = (over: Partial<ArrivedMail> = {}, headers: Readonly<Record<string, string>> = {}): ArrivedMail => ({
  sender: 'jan.deboer@example.test',
  from: 'Jan.deBoer@example.test',
  messageId: '<1@mail.example.test>',
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
  text: 'Ik bel hem zo.\n\n> Voor: Jan',
  attachments: 0,
  report: null,
  ...over,
});
const report = (action: string, status = '5.1.1') =>
  `Reporting-MTA: dns; mx.example.test\n\nFinal-Recipient: rfc822; jan.deboer@example.test\nAction: ${action}\nStatus: ${status}\n`;
const aBounce = (over: Partial<ArrivedMail> = {}) => aReply({ sender: '', from: null, report: report('failed'), ...over });

async function mailed() {
  const world = await deliveryWorld();
  await world.store.transact(async (tx) => {
    await tx.put('note', aNote());
    await world.plan(tx, aNote());
  });
  await world.runDue();
  const mail = world.mailer.sent[0];
  if (!mail?.returns) throw new Error('no mail with return addresses was sent');
  return {
    ...world,
    ...mail.returns,
    note: async () => world.store.get('note', aNote().id),
    person: async () => world.store.get('person', aPerson().id),
    byMail: async () => (await world.deliveries()).find(({ channel }) => channel === 'email'),
  };
}

test('[J02] the address for answers names the delivery, is no secret to us, and nobody guesses or changes it', async () => {
  const { replyTo, returnPath, addresses, byMail } = await mailed();
  const id = (await byMail())?.id;
  expect(addresses.read(replyTo)).toEqual({ kind: 'reply', deliveryId: id });
  expect(addresses.read(returnPath.toUpperCase())).toEqual({ kind: 'bounce', deliveryId: id });
  expect(replyTo.split('@')[0]?.length).toBeLessThanOrEqual(64);
  for (const wrong of [
    replyTo.replace(/^r/, 'b'),
    replyTo.replace('in.example.test', 'example.test'),
    replyTo.replace(/^r-./, (start) => (start === 'r-a' ? 'r-b' : 'r-a')),
    replyTo.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@')),
    'jan.deboer@example.test',
    '',
  ]) {
    expect(addresses.read(wrong)).toBeNull();
  }
  const other = createReturnAddresses({ key: 'another key', domain: 'in.example.test' });
  expect(other.read(replyTo)).toBeNull();
});

test('every delivery’s address is read as it was made, whatever is read besides', () => {
  const { of, read } = createReturnAddresses({ key: 'key', domain: 'in.example.test' });
  fc.assert(
    fc.property(fc.uuid(), fc.string({ maxLength: 60 }), (id, noise) => {
      expect(read(of(id).replyTo)).toEqual({ kind: 'reply', deliveryId: id });
      expect(read(`r-${noise}@in.example.test`)).toBeNull();
    }),
    { numRuns: 200 },
  );
});

test('[S04] the answer to a mail acknowledges its note and stands on it without what it quotes; the same mail again changes nothing', async () => {
  const world = await mailed();
  expect(await world.mailIn.expects(world.replyTo)).toBe(true);
  expect(await world.mailIn.take(world.replyTo, aReply())).toBe('taken');
  expect(await world.mailIn.take(world.replyTo, aReply())).toBe('taken');
  const note = await world.note();
  expect(note?.acknowledged).toMatchObject({ by: 'Jan de Boer (e-mail)' });
  expect(note?.addenda).toMatchObject([{ by: 'Jan de Boer (e-mail)', text: 'Ik bel hem zo.' }]);
  expect((await world.byMail())?.state).toBe('acknowledged');
  expect(world.poked.at(-2)).toEqual([`account:${anAccount().id}:shared`]);
});

test('an answer from another address names that address', async () => {
  const world = await mailed();
  await world.mailIn.take(world.replyTo, aReply({ from: 'jan@home.example.test' }));
  expect((await world.note())?.addenda[0]?.by).toBe('Jan de Boer (e-mail, jan@home.example.test)');
});

test('a long answer stands whole, in several addenda; a longer one is refused with its reason', async () => {
  const world = await mailed();
  const text = `x${'🚚'.repeat(2000)}`;
  expect(await world.mailIn.take(world.replyTo, aReply({ text }))).toBe('taken');
  const parts = (await world.note())?.addenda.map((a) => a.text) ?? [];
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join('')).toBe(text);
  expect(parts.every((part) => part.length <= 2000 && !/\p{Surrogate}/u.test(part))).toBe(true);
  expect(await world.mailIn.take(world.replyTo, aReply({ text: 'x'.repeat(10_001) }))).toEqual({ refused: 'too-long' });
});

describe('a machine’s word is no answer (RFC 3834)', () => {
  test.each([
    ['an absence note', aReply({}, { 'auto-submitted': 'auto-replied (vacation)' })],
    ['the null sender', aReply({ sender: '' })],
    ['a report', aReply({ report: report('failed') })],
    ['a read receipt', aReply({}, { 'content-type': 'multipart/report; report-type=disposition-notification' })],
    ['bulk mail', aReply({}, { precedence: 'bulk' })],
    ['an older absence note', aReply({}, { 'x-autoreply': 'yes' })],
  ])('%s', async (_, mail) => {
    const world = await mailed();
    expect(await world.mailIn.take(world.replyTo, mail)).toBe('ignored');
    expect(await world.note()).toMatchObject({ acknowledged: null, addenda: [] });
  });
});

describe('[J02] refused with a reason, kept nowhere', () => {
  test.each([
    ['our own mail', 'loop', aReply({}, { 'x-permanence-delivery': 'n:1:p:email' })],
    ['what has passed too many relays', 'loop', aReply({ headers: new Map([['received', Array(60).fill('from a by b')]]) })],
    ['a list’s mail', 'foreign', aReply({}, { 'list-id': '<alle.example.test>' })],
    ['nothing but a quotation', 'empty', aReply({ text: '> Voor: Jan' })],
  ])('%s', async (_, why, mail) => {
    const world = await mailed();
    expect(await world.mailIn.take(world.replyTo, mail)).toEqual({ refused: why });
    expect(await world.note()).toMatchObject({ acknowledged: null, addenda: [] });
  });

  test('any other address, and one whose person has left the roster', async () => {
    const world = await mailed();
    expect(await world.mailIn.expects('jan.deboer@example.test')).toBe(false);
    await world.store.transact((tx) => tx.remove('person', aPerson().id));
    expect(await world.mailIn.expects(world.replyTo)).toBe(false);
    expect(await world.mailIn.take(world.replyTo, aReply())).toEqual({ refused: 'unknown' });
  });
});

test('[J01] a mail that came back: its delivery has failed, and the address is marked until somebody has looked at the person', async () => {
  const world = await mailed();
  expect(await world.mailIn.take(world.returnPath, aBounce())).toBe('taken');
  expect(await world.byMail()).toMatchObject({ state: 'failed', problem: 'bounced' });
  expect((await world.person())?.mailRefused).toEqual({
    at: '2026-11-19T09:42:00.000Z',
    address: aPerson().email,
    status: '5.1.1',
  });
  expect((await world.note())?.acknowledged).toBeNull();
});

test('[J01] a refusal at the door of the recipient’s server marks the address too', async () => {
  const world = await deliveryWorld();
  world.mailer.refuseNext('refused', true);
  await world.store.transact(async (tx) => {
    await tx.put('note', aNote());
    await world.plan(tx, aNote());
  });
  await world.runDue();
  expect((await world.store.get('person', aPerson().id))?.mailRefused).toMatchObject({ status: '' });
});

test.each([
  ['a delay', aBounce({ report: report('delayed', '4.4.1') })],
  ['a success', aBounce({ report: report('delivered', '2.0.0') })],
  ['an absence note to the sender of the envelope', aBounce({ report: null })],
])('%s is no failure', async (_, mail) => {
  const world = await mailed();
  expect(await world.mailIn.take(world.returnPath, mail)).toBe('ignored');
  expect((await world.byMail())?.state).toBe('sent');
});

test('a report after the person has read the note changes nothing', async () => {
  const world = await mailed();
  await world.mailIn.take(world.replyTo, aReply());
  await world.mailIn.take(world.returnPath, aBounce());
  expect((await world.byMail())?.state).toBe('acknowledged');
  expect((await world.person())?.mailRefused).toBeUndefined();
});
