import { expect, test } from 'vitest';
import { type FirstDaysStep, firstDaysOf } from '#shared/accounts/first-days.ts';
import { aNoteContent } from '../../fixtures/rows.ts';

const nothing = { account: { firstDays: { hoursSeen: false } }, lines: [{}], people: [{ id: '1' }], notes: [] };
const called = { at: '2026-11-22T11:00:00.000Z', forwarded: null };
const testCall = { content: aNoteContent({ disposition: 'test-call' }) };

const doneOf = (facts: Parameters<typeof firstDaysOf>[0]): FirstDaysStep[] | null =>
  firstDaysOf(facts)?.flatMap(({ step, isDone }) => (isDone ? [step] : [])) ?? null;

test.each([
  [nothing, ['address']],
  [{ ...nothing, lines: [{ lastCall: called }] }, ['address', 'forwarding']],
  [{ ...nothing, notes: [{ content: aNoteContent() }] }, ['address']],
  [{ ...nothing, notes: [testCall] }, ['address', 'test-call']],
  [{ ...nothing, people: [{ id: '1' }, { id: '2' }] }, ['address', 'colleague']],
  [{ ...nothing, account: { firstDays: { hoursSeen: true } } }, ['address', 'hours']],
])('[J12] the first steps are ticked by what has happened, case %#', (facts, done) => {
  expect(doneOf(facts)).toEqual(done);
});

test('the list goes when all is done, and when it is put away', () => {
  const all = {
    account: { firstDays: { hoursSeen: true } },
    lines: [{ lastCall: called }],
    people: [{ id: '1' }, { id: '2' }],
    notes: [testCall],
  };
  expect(firstDaysOf(all)).toBeNull();
  expect(firstDaysOf({ ...nothing, account: {} })).toBeNull();
});
