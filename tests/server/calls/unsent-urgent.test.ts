import { expect, test } from 'vitest';
import { aDraft, anOperator, uuid } from '../../fixtures/telephony.ts';
import { bureau } from './bureau.ts';

const [lea, nadia] = [anOperator(), anOperator({ id: uuid(11), name: 'Nadia' })];
const kenji = anOperator({ id: uuid(12), name: 'Kenji', trainedFor: [] });

/** Léa wrote an urgent note while she spoke; the caller has hung up. */
async function leftUrgent() {
  const b = await bureau({ operators: [lea, nadia, kenji] });
  await b.ready(lea.id);
  b.exchange.arrive('c1', '+33199000101');
  await b.time.pass(10);
  const callId = b.last('offer')?.call.callId ?? '';
  b.say({ t: 'shown', callId });
  b.say({ t: 'answer', callId });
  await b.time.pass(10);
  b.say({ t: 'draft', callId, draft: aDraft(callId, { urgent: true }) });
  await b.ready(nadia.id);
  await b.ready(kenji.id);
  const hangUp = async () => {
    b.exchange.callerHangsUp('c1');
    await b.time.pass(10);
  };
  const warned = (operatorId: string) => b.last('unsent-urgent', operatorId)?.notes.map((note) => note.operator);
  return { b, callId, hangUp, warned, onFloor: () => b.floor().snapshot().unsent };
}

test('[S14] an urgent note that still stands at the desk a minute after its call: the floor and trained colleagues are warned until it is sent', async () => {
  const { b, callId, hangUp, warned, onFloor } = await leftUrgent();
  await hangUp();
  await b.time.pass(59_000);
  expect([onFloor(), warned(nadia.id)]).toEqual([[], undefined]);
  await b.time.pass(2000);
  expect(onFloor()).toMatchObject([{ callId, operatorId: lea.id, operator: lea.name }]);
  expect([warned(nadia.id), warned(kenji.id), warned(lea.id)]).toEqual([[lea.name], [], []]);
  b.say({ t: 'wrapped-up', callId });
  await b.time.pass(10);
  expect([onFloor(), warned(nadia.id)]).toEqual([[], []]);
});

test('[S14] the page of its operator is gone: they are warned after ten seconds, and who signs in later sees it too', async () => {
  const { b, hangUp, warned } = await leftUrgent();
  await hangUp();
  b.pageDies(lea.id);
  await b.time.pass(11_000);
  expect(warned(nadia.id)).toEqual([lea.name]);
  b.pageDies(nadia.id);
  await b.time.pass(61_000);
  b.seen.length = 0;
  await b.ready(nadia.id);
  expect(warned(nadia.id)).toEqual([lea.name]);
});

test('[S14] her page dies in the call and the caller gives up before anybody else takes it: they are warned, and her page shows the note', async () => {
  const { b, callId, hangUp, warned } = await leftUrgent();
  b.pageDies(nadia.id);
  b.pageDies(lea.id);
  await b.time.pass(30_000);
  await hangUp();
  await b.ready(kenji.id);
  await b.ready(nadia.id);
  expect(warned(nadia.id)).toEqual([lea.name]);
  b.floor().onSignedIn(lea.id);
  await b.time.pass(100);
  expect(b.last('call', lea.id)).toMatchObject({ call: { callId, state: 'ended' }, draft: { urgent: true } });
});

test('a note that is not urgent, or not any more, warns nobody', async () => {
  const { b, callId, hangUp, onFloor } = await leftUrgent();
  await hangUp();
  b.say({ t: 'draft', callId, draft: aDraft(callId) });
  await b.time.pass(600_000);
  expect(onFloor()).toEqual([]);
});
