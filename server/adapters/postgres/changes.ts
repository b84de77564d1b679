import type pg from 'pg';
import type { PulledRow } from '#shared/sync/protocol.ts';
import type { Space } from '#shared/sync/rows.ts';
import type { Store } from '../../ports/store.ts';
import { selectLastSeq } from './device-queries.ts';
import { selectChanges, selectHeads } from './row-queries.ts';

type Ask = Parameters<Store['changesSince']>[0];
type Answer = Awaited<ReturnType<Store['changesSince']>>;

/** Rows after the cursors, in one snapshot: only the spaces that moved are read, until the limit is full [PL2, PL3]. */
export async function changesSince(client: pg.ClientBase, ask: Ask): Promise<Answer> {
  const heads = await selectHeads(client, ask.spaces);
  const cursors = new Map(ask.spaces.map((space) => [space, startOf(ask.cursors[space], heads.get(space))]));
  const rows: PulledRow[] = [];
  let more = false;
  for (const [space, after] of cursors) {
    const head = heads.get(space) ?? 0;
    if (after === head) continue;
    const page = await selectChanges(client, space, after, ask.limit - rows.length + 1);
    const taken = page.slice(0, ask.limit - rows.length);
    rows.push(...taken);
    more = taken.length < page.length;
    cursors.set(space, more ? (taken.at(-1)?.version ?? after) : head);
    if (more) break;
  }
  const left = [...cursors].reduce((sum, [space, cursor]) => sum + (heads.get(space) ?? 0) - cursor, 0);
  return { rows, cursors: asRecord(cursors), lastSeq: await selectLastSeq(client, ask), more, left };
}

/** A cursor from before the store was restored from a backup starts again [PL5]. */
const startOf = (cursor: number | undefined, head: number | undefined): number =>
  cursor === undefined || cursor > (head ?? 0) ? 0 : cursor;

const asRecord = (cursors: ReadonlyMap<Space, number>): Record<Space, number> => Object.fromEntries(cursors);
