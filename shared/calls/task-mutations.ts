import * as z from 'zod/mini';
import { byTelephone } from '../notes/by-telephone.ts';
import { type Author, laterWins, mutation } from '../sync/mutation.ts';
import type { Transaction } from '../sync/transaction.ts';
import { type CallbackTask, callbackTaskSchema } from './callback-task.ts';

type Alert = NonNullable<CallbackTask['alert']>;

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
    if (task.alert !== undefined) await takenByTelephone(tx, task.alert, author);
    return 'applied';
  },
});

/** The person of an urgent note's task could not be reached by the desk, or does not take the note: the ladder goes on. */
export const passOnAlert = mutation({
  args: taskArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    const task = await tx.get('task', args.taskId);
    if (!task) return 'not-found';
    if (task.accountId !== args.accountId || task.alert === undefined) return 'forbidden';
    if (task.done !== null) return 'unchanged';
    await tx.put('task', { ...task, done: { at: author.at, by: author.name, how: 'passed-on' } });
    return 'applied';
  },
});

/** The operator has told the person, who takes the note on: it counts like the person's own acknowledgement [S04]. */
async function takenByTelephone(tx: Transaction, { noteId, personId }: Alert, { at, name }: Author): Promise<void> {
  const [note, person] = [await tx.get('note', noteId), await tx.get('person', personId)];
  const account = note && (await tx.get('account', note.accountId));
  if (!note || !account || note.acknowledged !== null) return;
  const mark = { at, by: `${person?.name ?? ''} (${byTelephone[account.language]}, ${name})` };
  await tx.put('note', { ...note, read: note.read ?? mark, acknowledged: mark });
}

/** It was not done after all. What a person has taken stays taken. */
export const reopenTask = mutation({
  args: taskArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args) {
    const task = await tx.get('task', args.taskId);
    if (!task) return 'not-found';
    if (task.accountId !== args.accountId) return 'forbidden';
    if (task.done === null || task.alert !== undefined) return 'unchanged';
    await tx.put('task', { ...task, done: null });
    return 'applied';
  },
});
