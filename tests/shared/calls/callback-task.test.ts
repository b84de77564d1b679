import { expect, test } from 'vitest';
import { openTasks } from '#shared/calls/callback-task.ts';
import { tasksAfterCall } from '#shared/calls/missed-call.ts';
import { promiseChoices } from '#shared/notes/callback-promise.ts';
import { aCall, aTask } from '../../fixtures/rows.ts';

const paris = 'Europe/Paris';

test.each([
  ['2026-11-19T08:00:00.000Z', ['within-the-hour', 'before-noon', 'before-five', 'tomorrow-before-noon', 'tomorrow-before-five']],
  ['2026-11-19T10:50:00.000Z', ['within-the-hour', 'before-five', 'tomorrow-before-noon', 'tomorrow-before-five']],
  ['2026-11-19T17:00:00.000Z', ['within-the-hour', 'tomorrow-before-noon', 'tomorrow-before-five']],
])('[S23] at %s these times can be promised', (at, names) => {
  expect(promiseChoices(at, paris).map((c) => c.name)).toEqual(names);
});

test('[S23] a promise for noon is noon by the account’s clock, also over the change of the hour', () => {
  expect(promiseChoices('2026-10-24T18:00:00.000Z', paris).find((c) => c.name === 'tomorrow-before-noon')?.by).toBe(
    '2026-10-25T11:00:00.000Z',
  );
});

test('the most urgent stands first, what is done nowhere', () => {
  const done = aTask({ done: { at: '2026-11-19T10:00:00.000Z', by: 'Léa', how: 'ticked' } });
  const [late, soon] = [aTask({ dueAt: '2026-11-19T12:00:00.000Z' }), aTask({ dueAt: '2026-11-19T11:00:00.000Z' })];
  expect(openTasks([late, done, soon])).toEqual([soon, late]);
  const alert = aTask({ dueAt: '2026-11-19T13:00:00.000Z', alert: { noteId: late.id, personId: soon.id } });
  expect(openTasks([late, soon, alert])[0]).toBe(alert);
});

const ended = { endedAt: '2026-11-19T09:05:00.000Z', endedBy: 'caller', outcome: 'abandoned' } as const;

test('a caller without a number, a voicemail and a call that goes on make no task', () => {
  expect(tasksAfterCall(aCall({ ...ended, caller: null }), []).put).toEqual([]);
  expect(tasksAfterCall(aCall({ ...ended, outcome: 'voicemail' }), []).put).toEqual([]);
  expect(tasksAfterCall(aCall(), []).put).toEqual([]);
});

test('the same call’s end, written again, makes no second task and takes nothing back', () => {
  const call = aCall(ended);
  const [made] = tasksAfterCall(call, []).put;
  const ticked = { ...made, ...aTask({ id: call.id, done: { at: ended.endedAt, by: 'Léa', how: 'ticked' } }) };
  expect(made).toMatchObject({ id: call.id, dueAt: '2026-11-19T09:35:00.000Z' });
  expect(tasksAfterCall(call, [ticked]).put).toEqual([]);
});

test('a promise stays when the caller rings again: it is the client who owes the call', () => {
  const promise = aTask({ origin: 'promise', number: '+33639980001' });
  expect(tasksAfterCall(aCall({ ...ended, outcome: 'handled' }), [promise]).put).toEqual([]);
});

test('[S14] about an urgent note an answered call is a try: somebody has to take it', () => {
  const task = aTask({ origin: 'by-hand', alert: { noteId: aTask().id, personId: aTask().id } });
  const price = { class: 'mobile', cents: 150, currency: 'EUR' } as const;
  const call = aCall({
    ...ended,
    outcome: 'handled',
    outbound: { taskId: task.id, shown: '+33199000101', price, result: 'answered' },
  });
  expect(tasksAfterCall(call, [task]).put).toMatchObject([{ id: task.id, tries: [{ result: 'answered' }], done: null }]);
});

test('tasks done a week ago go', () => {
  const old = aTask({ done: { at: '2026-11-10T10:00:00.000Z', by: 'Léa', how: 'ticked' } });
  expect(tasksAfterCall(aCall(ended), [old]).remove).toEqual([old.id]);
});
