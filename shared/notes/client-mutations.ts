import * as z from 'zod/mini';
import { laterWins, mutation } from '../sync/mutation.ts';
import { holderOf } from './held-by.ts';
import { acknowledged, addendumArgs, change, noteArgs, withAddendum } from './note-mutations.ts';

/** The client writes back: the bureau's desk and his colleagues read it below the note, which he thereby knows of. */
export const answerNote = mutation({
  args: addendumArgs,
  roles: ['person'],
  guards: laterWins,
  run: (tx, args, author) =>
    change(tx, args, (note) => {
      const answered = withAddendum(note, args, author);
      return answered && acknowledged(answered, author);
    }),
});

/** Passes the note to a colleague, or back to all (null); the later in server order has it, the earlier ones stay readable. */
export const assignNote = mutation({
  args: z.object({ id: z.uuid(), accountId: z.uuid(), noteId: z.uuid(), to: z.nullable(z.uuid()) }),
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, { id, to, ...ref }, { at, name }) {
    const person = to === null ? null : await tx.get('person', to);
    if (person === undefined) return 'not-found';
    if (person !== null && person.accountId !== ref.accountId) return 'forbidden';
    return change(tx, ref, (note) => {
      const { assignments = [] } = note;
      if (holderOf(note) === to || assignments.some((one) => one.id === id)) return null;
      return { ...note, assignments: [...assignments, { id, at, by: name, to }] };
    });
  },
});

/** It was not done after all; a caller who was promised a call waits for it again. */
export const reopenNote = mutation({
  args: noteArgs,
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, args) {
    const outcome = await change(tx, args, (note) => (note.done ? { ...note, done: null } : null));
    const task = outcome === 'applied' ? await tx.get('task', args.noteId) : undefined;
    const note = await tx.get('note', args.noteId);
    if (task?.done?.how === 'client' && note?.callingBack === null) await tx.put('task', { ...task, done: null });
    return outcome;
  },
});
