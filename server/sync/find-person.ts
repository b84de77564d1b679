import type { Identity } from '#shared/accounts/access.ts';
import type { PersonFile } from '#shared/api/accounts.ts';
import { type AccountRows, type DataSubject, type FoundRow, findPerson as findIn } from '#shared/sync/person-data.ts';
import { requireOffice } from '../accounts/require-office.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { ReadRecording } from '../ports/telephony.ts';

export type AboutPerson = { readonly accountId: string; readonly subject: DataSubject };
export type FindPersonDeps = { readonly store: Pick<Store, 'transact'> };

/** Where the person stands in the account's data. */
export const findPerson =
  ({ store }: FindPersonDeps) =>
  async (who: Identity, { accountId, subject }: AboutPerson): Promise<{ rows: FoundRow[] }> => {
    requireOffice(who, accountId);
    const { result } = await store.transact(async (tx) => findIn(await rowsOfAccount(tx, accountId), subject));
    return { rows: result };
  };

/** The rows as a whole, with what was delivered of them and the sound of voicemails. */
export const exportPerson =
  ({ store, readRecording }: FindPersonDeps & { readonly readRecording: ReadRecording }) =>
  async (who: Identity, { accountId, subject }: AboutPerson): Promise<PersonFile> => {
    requireOffice(who, accountId);
    const { result: all } = await store.transact((tx) => rowsOfAccount(tx, accountId));
    const found = new Set(findIn(all, subject).map(({ id }) => id));
    const chosen = Object.entries(all).map(([kind, rows]) => [
      kind,
      rows.filter((row) => found.has('noteId' in row ? row.noteId : row.id)),
    ]);
    const notes = all.note.filter(({ id }) => found.has(id));
    return { rows: Object.fromEntries(chosen), recordings: await soundsOf(notes, readRecording) };
  };

async function soundsOf(notes: AccountRows['note'], read: ReadRecording): Promise<PersonFile['recordings']> {
  const sounds: PersonFile['recordings'] = [];
  for (const { id, voicemail } of notes) {
    const recording = voicemail === null ? undefined : await read(voicemail.recordingId);
    if (recording === undefined) continue;
    const content = Buffer.from(recording.content).toString('base64');
    sounds.push({ noteId: id, contentType: recording.contentType, content });
  }
  return sounds;
}

/** Everything of the account that is about callers. */
export const rowsOfAccount = async (tx: ServerTransaction, accountId: string): Promise<AccountRows> => ({
  note: await tx.list('note', accountId),
  call: await tx.list('call', accountId),
  delivery: await tx.list('delivery', accountId),
  contact: await tx.list('contact', accountId),
  card: await tx.list('card', accountId),
  task: await tx.list('task', accountId),
  question: await tx.list('question', accountId),
});
