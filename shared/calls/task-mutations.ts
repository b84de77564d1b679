import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import { callbackTaskSchema } from './callback-task.ts';

const taskArgs = z.object({ accountId: z.uuid(), taskId: z.uuid() });

/** An operator writes down whom to call back, and when. */
export const addTask = mutation({
  args: z.pick(callbackTaskSchema, { id: true, accountId: true, name: true, number: true, about: true, dueAt: true }),
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    if (await tx.get('task', args.id)) return 'unchanged';
    if (!(await tx.get('account', args.accountId))) return 'not-found';
    const made = { createdAt: author.at, createdBy: author.name.slice(0, 80), tries: [], done: null };
    await tx.put('task', { ...args, origin: 'by-hand', ...made });
    return 'applied';
  },
});

/** Nothing is left to do for this task. */
export const finishTask = mutation({
  args: taskArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    const task = await tx.get('task', args.taskId);
    if (!task) return 'not-found';
    if (task.accountId !== args.accountId) return 'forbidden';
    if (task.done !== null) return 'unchanged';
    await tx.put('task', { ...task, done: { at: author.at, by: author.name, how: 'ticked' } });
    return 'applied';
  },
});

/** It was not done after all. */
export const reopenTask = mutation({
  args: taskArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args) {
    const task = await tx.get('task', args.taskId);
    if (!task) return 'not-found';
    if (task.accountId !== args.accountId) return 'forbidden';
    if (task.done === null) return 'unchanged';
    await tx.put('task', { ...task, done: null });
    return 'applied';
  },
});
