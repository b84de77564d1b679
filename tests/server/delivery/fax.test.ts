import { expect, test } from 'vitest';
import { noRules } from '#shared/delivery/person-rules.ts';
import { aNote, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const recordingId = '01900000-0000-7000-8000-000000000051';
const note = aNote({}, { kind: 'voicemail', voicemail: { recordingId, seconds: 9 } });

/** Jan has a fax beside his mail, and nothing else. */
async function withFax(over: Parameters<typeof deliveryWorld>[0] = {}) {
  const world = await deliveryWorld(over);
  const rules = { ...noRules, fax: '+33199000109' };
  await world.store.transact(async (tx) => {
    await tx.put('person', aPerson({ channels: { email: true, sms: false, push: false }, rules }));
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  await world.runDue();
  const fax = (await world.deliveries()).find(({ address }) => address === '+33199000109');
  if (fax === undefined) throw new Error('no fax was planned');
  return { ...world, fax, faxed: world.mailer.sent.find(({ to }) => to === '33199000109@fax.example.test') };
}

test('[P06][P31] a fax is the text of the mail to the gateway, without pictures of itself and without sound', async () => {
  const { fax, faxed, mailer } = await withFax();
  expect(fax).toMatchObject({ channel: 'email', state: 'sent' });
  expect(faxed).toMatchObject({
    html: '',
    attachments: [],
    text: expect.stringContaining('De vrachtwagen staat stil op de A2.'),
  });
  expect(faxed?.text).not.toContain('bijgevoegd');
  expect(mailer.sent.find(({ to }) => to === 'jan.deboer@example.test')?.text).toContain('bijgevoegd');
});

test('[P06] at the level "waiting" the fax says no more than that', async () => {
  const { faxed } = await withFax({ privacy: 'waiting' });
  for (const word of ['vrachtwagen', 'Piet', '39980311']) expect(faxed?.text).not.toContain(word);
});

test('[J01] a report that it came back marks the fax, and its number on the person', async () => {
  const world = await withFax();
  const report = 'Reporting-MTA: dns; mx.example.test\n\nFinal-Recipient: rfc822; x@y.test\nAction: failed\nStatus: 5.1.1\n';
  const bounce = { ...{ sender: '', from: null, messageId: null, headers: new Map(), text: '', attachments: 0 }, report };
  expect(await world.mailIn.take(world.addresses.of(world.fax.id).returnPath, bounce)).toBe('taken');
  expect(await world.store.get('delivery', world.fax.id)).toMatchObject({ state: 'failed', problem: 'bounced' });
  expect((await world.store.get('person', aPerson().id))?.mailRefused).toMatchObject({ address: '+33199000109' });
});
