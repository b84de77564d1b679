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

test('[S14] a trained colleague takes the note over as far as it got, its author is told, and the warning begins anew for who has it', async () => {
  const { b, callId, hangUp, warned, onFloor } = await leftUrgent();
  await hangUp();
  await b.time.pass(61_000);
  b.say({ t: 'take-note', callId }, kenji.id);
  expect(b.last('refused', kenji.id), 'he is not trained for the account').toMatchObject({ code: 'note.not_possible' });
  b.say({ t: 'take-note', callId }, nadia.id);
  await b.time.pass(10);
  const taken = b.last('call', nadia.id);
  expect(taken).toMatchObject({ call: { callId, state: 'ended' }, draft: { urgent: true, matter: aDraft(callId).matter } });
  expect(taken?.draft?.id, 'what the author may still send is another note').not.toBe(aDraft(callId).id);
  expect(b.last('note-taken', lea.id)).toMatchObject({ callId, by: nadia.name });
  expect([b.last('presence', nadia.id)?.presence.state, b.last('presence', lea.id)?.presence.state]).toEqual([
    'wrap-up',
    'ready',
  ]);
  expect([onFloor(), warned(lea.id)]).toEqual([[], []]);
  await b.time.pass(61_000);
  expect([onFloor().map(({ operator }) => operator), warned(lea.id)]).toEqual([[nadia.name], [nadia.name]]);
  b.say({ t: 'wrapped-up', callId }, nadia.id);
  await b.time.pass(10);
  expect(onFloor()).toEqual([]);
});

test('[S14] whose page was away is told when it is back, and does not get the note a second time', async () => {
  const { b, callId, hangUp, onFloor } = await leftUrgent();
  await hangUp();
  b.pageDies(lea.id);
  await b.time.pass(11_000);
  b.say({ t: 'take-note', callId }, nadia.id);
  await b.time.pass(10);
  b.seen.length = 0;
  await b.ready(lea.id);
  b.say({ t: 'wrapping-up', callId });
  b.say({ t: 'draft', callId, draft: aDraft(callId, { urgent: true, matter: 'older' }) });
  await b.time.pass(61_000);
  expect(b.last('note-taken', lea.id)).toMatchObject({ callId, by: nadia.name });
  expect(onFloor()).toMatchObject([{ operatorId: nadia.id }]);
  b.say({ t: 'wrapped-up', callId });
  b.seen.length = 0;
  b.pageDies(lea.id);
  await b.ready(lea.id);
  expect(b.last('note-taken', lea.id)).toBeUndefined();
});

test('[S14] of two who ask for it only the first has it, and nobody while he is at another note', async () => {
  const { b, callId, hangUp } = await leftUrgent();
  await hangUp();
  await b.time.pass(61_000);
  b.say({ t: 'take-note', callId }, nadia.id);
  b.floor().onSupervisorOpened({ id: uuid(40), name: 'Max' });
  b.floor().onSupervisor({ id: uuid(40), name: 'Max' }, { t: 'take-note', callId });
  expect(b.last('refused', uuid(40))).toMatchObject({ code: 'note.not_possible' });
  await b.time.pass(61_000);
  b.say({ t: 'take-note', callId }, nadia.id);
  expect(b.last('refused', nadia.id), 'her own').toMatchObject({ code: 'note.not_possible' });
  b.floor().onSupervisor({ id: uuid(40), name: 'Max' }, { t: 'beat', mic: 'live' });
  b.floor().onSupervisor({ id: uuid(40), name: 'Max' }, { t: 'phone', state: 'gone' });
  b.floor().onSupervisor({ id: uuid(40), name: 'Max' }, { t: 'take-note', callId });
  expect(b.last('call', uuid(40))).toMatchObject({ call: { callId }, draft: { urgent: true } });
  expect(b.last('note-taken', nadia.id)).toMatchObject({ by: 'Max' });
});
