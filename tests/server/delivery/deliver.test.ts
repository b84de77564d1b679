import { expect, test } from 'vitest';
import { aNote, aPerson } from '../../fixtures/delivery.ts';
import { deliveryWorld } from '../../fixtures/delivery-world.ts';

const withNote = async (note = aNote()) => {
  const world = await deliveryWorld();
  await world.store.transact(async (tx) => {
    await tx.put('note', note);
    await world.plan(tx, note);
  });
  return world;
};
const states = async (world: Awaited<ReturnType<typeof withNote>>) =>
  Object.fromEntries((await world.deliveries()).map((d) => [d.channel, d.state]));

test('a locked note leaves by mail and SMS, and the pages are told', async () => {
  const world = await withNote();
  await world.runDue();
  expect(world.mailer.sent.map((mail) => mail.to)).toEqual(['jan.deboer@example.test']);
  expect(world.sms.sent.map((sms) => sms.to)).toEqual(['+33639980111']);
  expect(await states(world)).toEqual({ email: 'sent', sms: 'sent' });
  expect(world.poked.flat()).toContain(`account:${aNote().accountId}:shared`);
});

test('what leaves an urgent note, again too, is a job of workers that have nothing else', async () => {
  const world = await withNote(aNote({ urgent: true }));
  world.mailer.refuseNext('unreachable', false);
  await world.runDue();
  const jobs = world.store.jobs().filter(({ name }) => name.startsWith('deliver'));
  expect(new Set(jobs.map(({ name }) => name))).toEqual(new Set(['deliver-urgent']));
  expect(jobs.filter(({ payload }) => JSON.stringify(payload).includes('"attempt":2'))).toHaveLength(1);
});

test('what has not had its turn when the server stops does not leave, and leaves once later', async () => {
  const world = await withNote();
  for (const { payload } of world.store.jobs()) await expect(world.work(payload, AbortSignal.abort())).rejects.toThrow();
  expect(await states(world)).toEqual({ email: 'queued', sms: 'queued' });
  expect(world.mailer.sent).toHaveLength(0);
  await world.runDue();
  expect(world.mailer.sent).toHaveLength(1);
  expect(world.sms.sent).toHaveLength(1);
});

test('planning the same note twice sends it once', async () => {
  const world = await withNote();
  await world.store.transact((tx) => world.plan(tx, aNote()));
  await world.runDue();
  expect(await world.deliveries()).toHaveLength(2);
  expect(world.mailer.sent).toHaveLength(1);
});

test('a job that a killed worker had finished does not send again', async () => {
  const world = await withNote();
  await world.runDue();
  for (const job of world.store.jobs()) await world.work(job.payload);
  expect(world.mailer.sent).toHaveLength(1);
  expect(world.sms.sent).toHaveLength(1);
});

test('a mail server that is away is tried again with the same Message-ID', async () => {
  const world = await withNote();
  world.mailer.refuseNext('unreachable', false);
  await world.runDue();
  expect((await world.deliveries())[0]).toMatchObject({ state: 'queued', problem: 'unreachable', attempts: 1 });
  await world.runDue();
  expect(world.mailer.sent).toHaveLength(0);
  world.advance(2000);
  await world.runDue();
  expect(world.mailer.sent[0]?.messageId).toBe(`<${aNote().id}.1.${aPerson().id}.email@notes.example.test>`);
  expect((await world.deliveries())[0]).toMatchObject({ state: 'sent', problem: null, attempts: 2 });
});

test('a gateway that asks for two minutes is left alone for two minutes', async () => {
  const world = await withNote();
  world.sms.refuseNext('unreachable', false, 120_000);
  await world.runDue();
  world.advance(119_999);
  await world.runDue();
  expect(world.sms.sent).toHaveLength(0);
  world.advance(1);
  await world.runDue();
  expect(world.sms.sent).toHaveLength(1);
});

test('a refused address fails at once and is not tried again', async () => {
  const world = await withNote();
  world.mailer.refuseNext('refused', true);
  await world.runDue();
  world.advance(86_400_000);
  await world.runDue();
  expect(world.mailer.sent).toHaveLength(0);
  expect((await world.deliveries())[0]).toMatchObject({ state: 'failed', problem: 'refused', attempts: 1 });
});

test('what cannot be handed over for a day expires', async () => {
  const world = await withNote();
  world.advance(25 * 3_600_000);
  world.mailer.refuseNext('timeout', false);
  await world.runDue();
  expect((await world.deliveries())[0]).toMatchObject({ state: 'expired', problem: 'timeout' });
});

test('an error that no sender announces is left to the job queue', async () => {
  const world = await withNote();
  await expect(world.work({ nonsense: true })).rejects.toThrow();
});

test('the recording of a voicemail is attached when the privacy level lets it out', async () => {
  const recordingId = '01900000-0000-7000-8000-000000000051';
  const world = await deliveryWorld();
  world.recordings.set(recordingId, Uint8Array.of(1, 2, 3));
  const note = aNote({ matter: '' }, { kind: 'voicemail', voicemail: { recordingId, seconds: 12 } });
  await world.store.transact((tx) => world.plan(tx, note));
  await world.runDue();
  expect(world.mailer.sent[0]?.attachments).toEqual([
    { filename: 'voicemail.wav', contentType: 'audio/wav', content: Uint8Array.of(1, 2, 3) },
  ]);
});
