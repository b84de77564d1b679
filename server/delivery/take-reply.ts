import type { Person } from '#shared/accounts/roster.ts';
import { fromTrunk } from '#shared/calls/trunk-number.ts';
import { noteAnswered } from '#shared/delivery/sms-reply.ts';
import type { SmsReplies, SmsReply } from '../ports/delivery.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import { answerId, longestAddendum, takeAnswer } from './take-answer.ts';

export type TakeReplyDeps = {
  readonly store: Store;
  readonly poke: (spaces: readonly string[]) => void;
  readonly clock: Clock;
  readonly replies: SmsReplies;
  readonly publicUrl: string;
  /** Country of national numbers (`SIP_COUNTRY`), as some gateways give them. */
  readonly country: string;
};

/**
 * A text that came back through the gateway. It is kept first. From the number of exactly one person of all rosters,
 * and with one note it can be about, it is an answer: an addendum of the person, who has thereby acknowledged the note
 * [S04]. Any other, and one that is longer than an addendum, stays for the floor. The same id again changes nothing.
 */
export const takeReply =
  (deps: TakeReplyDeps) =>
  async (reply: SmsReply): Promise<void> => {
    if ((await deps.replies.keep(reply, deps.clock())) !== null) return;
    const person = await personAt(deps, reply.from);
    const text = reply.text.trim();
    if (person === null || text === '' || text.length > longestAddendum) return;
    const noteIds = await deps.replies.textedLately(person.id);
    const { result, changed } = await deps.store.transact((tx) => answer(deps, tx, { person, noteIds, id: reply.id, text }));
    deps.poke(changed);
    if (result !== null) await deps.replies.match(reply.id, result);
  };

/** The person of this mobile number; null when nobody or several have it. */
async function personAt({ store, country }: TakeReplyDeps, from: string): Promise<Person | null> {
  const number = fromTrunk(from, country);
  if (number === null) return null;
  const [only, ...others] = await store.personsAt(number);
  return only !== undefined && others.length === 0 ? only : null;
}

type Reply = { readonly person: Person; readonly noteIds: readonly string[]; readonly id: string; readonly text: string };

/** Resolves with the note that was answered: the same one when only the record of it was cut off. */
async function answer(deps: TakeReplyDeps, tx: ServerTransaction, { person, noteIds, id, text }: Reply): Promise<string | null> {
  const texted = (await Promise.all(noteIds.map((noteId) => tx.get('note', noteId)))).filter((note) => note !== undefined);
  const note =
    texted.find(({ addenda }) => addenda.some((a) => a.id === answerId(id))) ??
    noteAnswered(texted.filter(({ erased }) => erased === undefined));
  if (note === null) return null;
  await takeAnswer(deps, tx, { note, person, means: 'SMS', key: id, text });
  return note.id;
}
