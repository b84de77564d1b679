import * as z from 'zod/mini';
import { type Author, laterWins, mutation, type Outcome } from '../sync/mutation.ts';
import type { Transaction } from '../sync/transaction.ts';
import { isBillable } from './disposition.ts';
import { type Note, noteContentSchema } from './note.ts';
import { callOfNote } from './note-without-call.ts';

/** A note as it is locked; author and instant come with the push. */
export const lockNoteArgs = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  callId: z.nullable(z.uuid()),
  content: noteContentSchema,
  handledBy: z.string().check(z.maxLength(80)),
  operatorId: z.nullable(z.uuid()),
});

/** Which note of which account. */
export const noteArgs = z.object({ accountId: z.uuid(), noteId: z.uuid() });

/** What is added below a note. */
export const addendumArgs = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  noteId: z.uuid(),
  text: z.string().check(z.minLength(1), z.maxLength(2000)),
});

/** The finished note becomes immutable; a second time with the same id changes nothing [NO1]. */
export const lockNote = mutation({
  args: lockNoteArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    if (await tx.get('note', args.id)) return 'unchanged';
    if (!(await tx.get('account', args.accountId))) return 'not-found';
    const withCall = { ...args, callId: args.callId ?? (await callTakenOffline(tx, args, author)) };
    const call = withCall.callId === null ? undefined : await tx.get('call', withCall.callId);
    await tx.put('note', { ...lockedNote(withCall, author), ...(call?.hotline && { hotline: call.hotline }) });
    await closeCall(tx, withCall);
    await keepPromise(tx, args, author);
    return 'applied';
  },
});

/** A correction or something added; the content of a locked note never changes. */
export const addAddendum = mutation({
  args: addendumArgs,
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  run: (tx, args, author) => change(tx, args, (note) => withAddendum(note, args, author)),
});

/** The client has opened the note. */
export const markNoteRead = mutation({
  args: noteArgs,
  roles: ['person'],
  guards: laterWins,
  run: (tx, args, author) => change(tx, args, (note) => (note.read ? null : read(note, author))),
});

/** The client has taken the note on; ends the ladder of an urgent one. */
export const acknowledgeNote = mutation({
  args: noteArgs,
  roles: ['person', 'supervisor'],
  guards: laterWins,
  run: (tx, args, author) => change(tx, args, (note) => (note.acknowledged ? null : acknowledged(note, author))),
});

/** A note that has reached nobody leaves once more; the row stays as it is, the server plans the deliveries. */
export const sendNoteAgain = mutation({
  args: z.object({ id: z.uuid(), accountId: z.uuid(), noteId: z.uuid() }),
  roles: ['supervisor'],
  guards: laterWins,
  async run(tx, { accountId, noteId }) {
    const note = await tx.get('note', noteId);
    if (note === undefined) return 'not-found';
    return note.accountId === accountId ? 'applied' : 'forbidden';
  },
});

/** The note was read out to a person of the client on the telephone: it is acknowledged by that person [P07]. */
export const readOutNote = mutation({
  args: z.object({ accountId: z.uuid(), noteId: z.uuid(), personId: z.uuid() }),
  roles: ['operator', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    const person = await tx.get('person', args.personId);
    if (person?.accountId !== args.accountId) return person === undefined ? 'not-found' : 'forbidden';
    return change(tx, args, (note) =>
      note.acknowledged
        ? null
        : {
            ...acknowledged(note, { name: person.name, at: author.at }),
            readOut: { at: author.at, by: author.name, personId: person.id },
          },
    );
  },
});

/** "I call back now": seen by colleagues, so that the caller is not called twice. */
export const callBackNote = mutation({
  args: noteArgs,
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    const outcome = await change(tx, args, (note) =>
      note.callingBack ? null : { ...acknowledged(note, author), callingBack: markOf(author) },
    );
    if (outcome === 'applied') await promiseKept(tx, args.noteId, author);
    return outcome;
  },
});

/** The bureau telephones the client about an urgent note itself: seen by colleagues; the ladder goes on until the client knows. */
export const telephoneAboutNote = mutation({
  args: noteArgs,
  roles: ['supervisor'],
  guards: laterWins,
  run: (tx, args, author) =>
    change(tx, args, (note) =>
      note.climb === undefined || note.climb.telephoning !== null
        ? null
        : { ...note, climb: { ...note.climb, telephoning: markOf(author) } },
    ),
});

/** Nothing is left to do for this note. */
export const markNoteDone = mutation({
  args: noteArgs,
  roles: ['person', 'supervisor'],
  guards: laterWins,
  async run(tx, args, author) {
    const outcome = await change(tx, args, (note) =>
      note.done ? null : { ...acknowledged(note, author), done: markOf(author) },
    );
    if (outcome === 'applied') await promiseKept(tx, args.noteId, author);
    return outcome;
  },
});

/** The note as it is at the moment of its lock. */
export function lockedNote(args: z.infer<typeof lockNoteArgs>, author: Author): Note {
  return {
    id: args.id,
    accountId: args.accountId,
    callId: args.callId,
    kind: 'message',
    content: args.content,
    handledBy: args.handledBy,
    operatorId: args.operatorId,
    lockedAt: author.at,
    voicemail: null,
    read: null,
    acknowledged: null,
    callingBack: null,
    done: null,
    addenda: [],
  };
}

/** The operator's page was offline and he took the call on his own telephone: as a rule only the server has the call at hand. */
async function callTakenOffline(
  tx: Transaction,
  { accountId, operatorId }: z.infer<typeof lockNoteArgs>,
  author: Author,
): Promise<string | null> {
  if (operatorId === null) return null;
  const note = { accountId, operatorId, writtenAt: author.at };
  return callOfNote(note, await tx.list('call', accountId))?.id ?? null;
}

/** What the call came to is a fact of the call too [P25, P26]. */
async function closeCall(tx: Transaction, args: z.infer<typeof lockNoteArgs>): Promise<void> {
  const call = args.callId === null ? undefined : await tx.get('call', args.callId);
  if (call?.accountId !== args.accountId) return;
  const { disposition } = args.content;
  await tx.put('call', { ...call, disposition, billable: isBillable(disposition) });
}

/** A promise is a task of the bureau until the client has taken the note on or somebody has called [S23]. */
async function keepPromise(tx: Transaction, args: z.infer<typeof lockNoteArgs>, author: Author): Promise<void> {
  const { promisedBy, fromWhom, company, number } = args.content;
  if (promisedBy === undefined || (await tx.get('task', args.id))) return;
  await tx.put('task', {
    id: args.id,
    accountId: args.accountId,
    origin: 'promise',
    name: fromWhom || company,
    number,
    about: '',
    dueAt: promisedBy,
    createdAt: author.at,
    createdBy: args.handledBy,
    tries: [],
    done: null,
  });
}

/** Whoever calls back himself, or is done with the note, keeps its promise; only the server has the task at hand then. */
async function promiseKept(tx: Transaction, noteId: string, author: Author): Promise<void> {
  const task = await tx.get('task', noteId);
  if (task?.done === null) await tx.put('task', { ...task, done: { ...markOf(author), how: 'client' } });
}

/** One change of a note of the account; null: it is as it should be already. */
export async function change(
  tx: Transaction,
  ref: { readonly accountId: string; readonly noteId: string },
  next: (note: Note) => Note | null,
): Promise<Outcome> {
  const note = await tx.get('note', ref.noteId);
  if (!note) return 'not-found';
  if (note.accountId !== ref.accountId) return 'forbidden';
  const changed = next(note);
  if (!changed) return 'unchanged';
  await tx.put('note', changed);
  return 'applied';
}

/** The note with one text more below it; null when it has that already. */
export function withAddendum(note: Note, { id, text }: z.infer<typeof addendumArgs>, author: Author): Note | null {
  if (note.addenda.some((a) => a.id === id)) return null;
  return { ...note, addenda: [...note.addenda, { id, at: author.at, by: author.name, text }] };
}

const markOf = (author: Author) => ({ at: author.at, by: author.name });
const read = (note: Note, author: Author): Note => ({ ...note, read: note.read ?? markOf(author) });
/** The client knows of it; who knew first stays. */
export const acknowledged = (note: Note, author: Author): Note => ({
  ...read(note, author),
  acknowledged: note.acknowledged ?? markOf(author),
});
