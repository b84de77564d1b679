import { expect, test } from 'vitest';
import type { Question } from '#shared/calls/question.ts';
import { ClientQuestions } from '../../../web/calls/client-questions.svelte.ts';
import { LiveQuestion } from '../../../web/calls/live-question.svelte.ts';
import type { Reader } from '../../../web/ports/device.ts';
import { ACCOUNT, anId } from '../../fixtures/rows.ts';

const callId = anId();
const question = (over: Partial<Question> = {}): Question => ({
  id: anId(),
  accountId: ACCOUNT,
  callId,
  askedAt: '2026-11-19T09:00:00.000Z',
  askedBy: 'Léa',
  to: null,
  about: { name: '', company: '', number: null, matter: '' },
  answer: null,
  closedAt: null,
  ...over,
});

/** A device with these questions; what it is asked to change stands in `changes`. */
function device(questions: Question[]) {
  const changes: [string, unknown][] = [];
  const rows = { all: async () => questions } as unknown as Reader;
  return {
    changes,
    mutate: async (name: string, args: unknown) => void changes.push([name, args]),
    watch<T>(query: (reader: Reader) => Promise<T>, onValue: (value: T) => void) {
      void query(rows).then(onValue);
      return () => undefined;
    },
  };
}
const arrived = () => Promise.resolve().then(() => Promise.resolve());

test('the desk shows the newest question of its call, none of another call nor one that is closed', async () => {
  const newer = question({ askedAt: '2026-11-19T09:01:00.000Z' });
  const closed = question({ askedAt: '2026-11-19T09:02:00.000Z', closedAt: '2026-11-19T09:03:00.000Z' });
  const live = new LiveQuestion({ device: device([question(), newer, closed, question({ callId: anId() })]), newId: anId });
  await arrived();
  expect(live.of(callId)?.id).toBe(newer.id);
  expect(live.of(anId())).toBeNull();
  live.take(newer);
  expect(live.isTaken(newer)).toBe(true);
});

test('the portal shows what waits and what was answered while the caller may still be there, and answers for its person', async () => {
  const [open, old] = [question(), question({ askedAt: '2026-11-19T08:00:00.000Z' })];
  const answer = { at: open.askedAt, by: 'Claire', personId: anId(), wish: { kind: 'message' as const } };
  const answered = question({ answer, askedAt: '2026-11-19T09:01:00.000Z' });
  const personId = anId();
  const phone = device([open, old, answered]);
  const client = new ClientQuestions({ device: phone, personId });
  await arrived();
  expect(client.now('2026-11-19T09:02:00.000Z').map(({ id }) => id)).toEqual([answered.id, open.id]);
  await client.answer(open, { kind: 'put-through' });
  const args = { accountId: ACCOUNT, questionId: open.id, personId, wish: { kind: 'put-through' } };
  expect(phone.changes).toEqual([['answerQuestion', args]]);
});
