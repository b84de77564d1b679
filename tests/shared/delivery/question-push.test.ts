import { expect, test } from 'vitest';
import { isOpenQuestion, isUnheard, type Question } from '#shared/calls/question.ts';
import { noRules } from '#shared/delivery/person-rules.ts';
import { notifiedOf, writeAnswered, writeQuestion } from '#shared/delivery/question-push.ts';
import { anAccount, aPerson } from '../../fixtures/delivery.ts';
import { anId } from '../../fixtures/rows.ts';

const at = '2026-11-19T09:42:00.000Z';
const question = (over: Partial<Question> = {}): Question => ({
  id: '01900000-0000-7000-8000-000000000051',
  accountId: anAccount().id,
  callId: anId(),
  askedAt: at,
  askedBy: 'Sofie',
  to: null,
  about: { name: 'Piet Vos', company: 'Transport Vos', number: '+33639980311', matter: 'De vrachtwagen staat stil.' },
  answer: null,
  closedAt: null,
  ...over,
});
const to = { personId: aPerson().id, publicUrl: 'https://notes.example.test' };
const payload = (privacy: 'full' | 'who-called' | 'waiting') => writeQuestion(question(), anAccount({ privacy }), to).payload;

test('the notification asks in the account’s language, is urgent, opens the question, and is of no use after a minute', () => {
  const push = writeQuestion(question(), anAccount(), to);
  expect(push).toMatchObject({ urgent: true, ttlSeconds: 60, topic: question().id.replaceAll('-', '') });
  expect(JSON.parse(push.payload).notification).toMatchObject({
    title: 'Transport Vos, Piet Vos is aan de lijn: doorverbinden?',
    navigate: `https://notes.example.test/portal/questions/${question().id}`,
    tag: question().id,
    actions: [
      { action: 'put-through', title: 'Doorverbinden', navigate: expect.stringMatching(/#put-through$/) },
      { action: 'message', navigate: expect.stringMatching(/#message$/) },
    ],
  });
});

test('it says no more than the privacy level allows', () => {
  expect(payload('full')).toMatch(/Vos.*639980311.*vrachtwagen/);
  expect(payload('who-called')).toMatch(/Vos.*639980311/);
  expect(payload('who-called')).not.toContain('vrachtwagen');
  expect(payload('waiting')).not.toMatch(/Vos|639980311|vrachtwagen/);
});

test('that somebody has answered takes its place on the other devices', () => {
  const answer = { at, by: 'Jan de Boer', personId: aPerson().id, wish: { kind: 'message' as const } };
  const push = writeAnswered(question({ answer }), anAccount(), to);
  expect(JSON.parse(push.payload).notification).toMatchObject({ title: 'Jan de Boer heeft geantwoord.', tag: question().id });
});

test('the person asked is notified, or everybody; nobody in his quiet hours or without a device', () => {
  const on = { email: true, sms: true, push: true };
  const [jan, sanne] = [aPerson({ channels: on }), aPerson({ id: anId(), position: 2, channels: on })];
  const quiet = { from: '10:00', to: '12:00', wholeDays: [] };
  const resting = aPerson({ id: anId(), position: 3, channels: on, rules: { ...noRules, quiet } });
  const without = aPerson({ id: anId(), position: 4 });
  const facts = { account: anAccount(), roster: [without, resting, sanne, jan], instructions: [], at };
  expect(notifiedOf(facts, { to: null }).map(({ id }) => id)).toEqual([jan.id, sanne.id]);
  expect(notifiedOf(facts, { to: sanne.id }).map(({ id }) => id)).toEqual([sanne.id]);
  expect(notifiedOf(facts, { to: without.id })).toEqual([]);
});

test('an answer is waited for 45 seconds, and heard as long as the call may last', () => {
  expect([isUnheard(question(), '2026-11-19T09:42:44.999Z'), isUnheard(question(), '2026-11-19T09:42:45.000Z')]).toEqual([
    false,
    true,
  ]);
  expect(isOpenQuestion(question(), '2026-11-19T09:51:59.000Z')).toBe(true);
  expect(isOpenQuestion(question(), '2026-11-19T09:52:00.000Z')).toBe(false);
  expect(isOpenQuestion(question({ closedAt: at }), at)).toBe(false);
});
