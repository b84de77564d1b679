import type { Person } from '#shared/accounts/roster.ts';
import type { Note } from '#shared/notes/note.ts';
import { runChange } from '#shared/sync/mutations.ts';
import type { ServerTransaction } from '../ports/store.ts';
import { settleClimb } from './climb.ts';
import { deliveryId } from './delivery-id.ts';
import { markRead } from './mark-read.ts';
import type { FactsDeps } from './queue-delivery.ts';

/** What an addendum takes, characters. */
export const longestAddendum = 2000;

export type Answer = {
  readonly note: Note;
  readonly person: Person;
  /** By which means, as it stands beside the name. */
  readonly means: string;
  /** The same answer has the same key, so that it stands on the note once. */
  readonly key: string;
  readonly text: string;
};

/** The addendum of an answer, of its first one when it needs several. */
export const answerId = (key: string, part = 0): string => deliveryId(part === 0 ? `reply:${key}` : `reply:${key}:${part}`);

/**
 * What a person of the client wrote back stands on the note, in several addenda when it is long. The person has thereby
 * acknowledged the note: its ladder ends [S04]. A second time changes nothing.
 */
export async function takeAnswer(deps: FactsDeps, tx: ServerTransaction, answer: Answer): Promise<void> {
  const { note, person, means, key, text } = answer;
  const ref = { accountId: note.accountId, noteId: note.id };
  const author = { name: `${person.name} (${means})`, at: deps.clock() };
  for (const [i, part] of partsOf(text).entries()) {
    await runChange(tx, { name: 'answerNote', args: { ...ref, id: answerId(key, i), text: part } }, author);
  }
  await acknowledgeFor(deps, tx, answer);
}

/** The person has acknowledged the note, by these means: its ladder ends [S04]. A second time changes nothing. */
export async function acknowledgeFor(
  deps: FactsDeps,
  tx: ServerTransaction,
  { note, person, means }: Pick<Answer, 'note' | 'person' | 'means'>,
): Promise<void> {
  const [noteId, personId] = [note.id, person.id];
  const change = { name: 'acknowledgeNote', args: { accountId: note.accountId, noteId } } as const;
  await runChange(tx, change, { name: `${person.name} (${means})`, at: deps.clock() });
  await markRead(tx, { noteId, personId, kind: 'acknowledged' });
  await settleClimb(deps, tx, { noteId, personId });
}

/** Pieces that an addendum takes each; no character is cut in two. */
function partsOf(text: string): string[] {
  if (text.length <= longestAddendum) return [text];
  const end = /[\ud800-\udbff]/.test(text.charAt(longestAddendum - 1)) ? longestAddendum - 1 : longestAddendum;
  return [text.slice(0, end), ...partsOf(text.slice(end))];
}
