import type { PullResponse } from '#shared/sync/protocol.ts';
import type { Database } from './database.ts';

/** The rows that were erased, by their ids. */
export const erasedIn = ({ rows }: Pick<PullResponse, 'rows'>): readonly string[] =>
  rows.filter(({ erased }) => erased === true).map(({ id }) => id);

/** Whatever else the device holds about erased rows goes with them: refused changes, drafts of such calls, forms half filled in. */
export async function forget(db: Database, ids: readonly string[]): Promise<void> {
  const isAbout = (held: unknown) => {
    const text = JSON.stringify(held);
    return ids.some((id) => text.includes(id));
  };
  await db.refused.filter(isAbout).delete();
  await db.draft.filter(isAbout).delete();
  await db.meta.filter(({ key, value }) => key.startsWith('form:') && isAbout([key, value])).delete();
}
