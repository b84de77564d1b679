import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { DeskPlace } from '../../../web/operators/desk-place.svelte.ts';

/** Two tabs of one browser; the locks are real. */
const tabOf = (operatorId: string) => new DeskPlace(navigator.locks, operatorId);
const where = (tab: DeskPlace, expected: DeskPlace['where']) => vi.waitFor(() => expect(tab.where).toBe(expected));

test('the desk opens in the first tab; a second one says so and can take it over, and be taken over again', async () => {
  const operatorId = randomUUID();
  const first = tabOf(operatorId);
  await where(first, 'here');
  const second = tabOf(operatorId);
  await where(second, 'elsewhere');
  second.take();
  await Promise.all([where(second, 'here'), where(first, 'elsewhere')]);
  first.take();
  await Promise.all([where(first, 'here'), where(second, 'elsewhere')]);
  first.leave();
  second.leave();
});

test('a tab that waits has the desk as soon as the other is closed', async () => {
  const operatorId = randomUUID();
  const first = tabOf(operatorId);
  await where(first, 'here');
  const second = tabOf(operatorId);
  await where(second, 'elsewhere');
  first.leave();
  await where(second, 'here');
  second.leave();
});

test('whom another device replaced does not take the desk back by himself, and can', async () => {
  const tab = tabOf(randomUUID());
  await where(tab, 'here');
  tab.lost();
  expect(tab.where).toBe('elsewhere');
  await new Promise((resolve) => setImmediate(resolve));
  expect(tab.where).toBe('elsewhere');
  tab.take();
  await where(tab, 'here');
  tab.leave();
});

test('two operators of one browser have a desk each', async () => {
  const [lea, sofie] = [tabOf(randomUUID()), tabOf(randomUUID())];
  await Promise.all([where(lea, 'here'), where(sofie, 'here')]);
  lea.leave();
  sofie.leave();
});
