import type { Kind, Rows } from '#shared/sync/rows.ts';
import type { Store } from '../ports/store.ts';

type Asked<R> = { readonly resolve: (row: R | undefined) => void; readonly reject: (error: unknown) => void };

/**
 * Reads rows of one kind; those that are asked for in the same turn of the event loop are one query. One that cannot be read
 * fails alone.
 */
export function readTogether<K extends Kind>(
  store: Pick<Store, 'get' | 'some'>,
  kind: K,
): (id: string) => Promise<Rows[K] | undefined> {
  let asked = new Map<string, Asked<Rows[K]>[]>();

  async function readAll(): Promise<void> {
    const now = asked;
    asked = new Map();
    try {
      const found = new Map((await store.some(kind, [...now.keys()])).map((row) => [row.id, row]));
      for (const [id, those] of now) for (const { resolve } of those) resolve(found.get(id));
    } catch {
      for (const [id, those] of now) for (const { resolve, reject } of those) store.get(kind, id).then(resolve, reject); // whose fault it was shows then
    }
  }

  return (id) =>
    new Promise((resolve, reject) => {
      if (asked.size === 0) setImmediate(readAll);
      asked.set(id, [...(asked.get(id) ?? []), { resolve, reject }]);
    });
}
