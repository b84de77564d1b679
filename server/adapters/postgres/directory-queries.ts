import type pg from 'pg';
import type { Contact } from '#shared/calls/contact.ts';
import type { Space } from '#shared/sync/rows.ts';
import { parseRow } from './row-queries.ts';

type Query = Pick<pg.ClientBase, 'query'>;
type Found = { readonly id: string; readonly body: unknown };

/** Contacts of one account by id, after this one. */
export async function selectContacts(db: Query, accountId: string, afterId: string, limit: number): Promise<Contact[]> {
  const { rows } = await db.query<Found>({
    name: 'select-contacts',
    text: `select id, body from synced_row
           where kind = 'contact' and account_id = $1 and id > $2 and body is not null order by id limit $3`,
    values: [accountId, afterId, limit],
  });
  return rows.flatMap(({ body }) => parseRow('contact', body) ?? []);
}

/** The contacts of these ids that are there. */
export async function selectContactsOf(db: Query, ids: readonly string[]): Promise<Contact[]> {
  const { rows } = await db.query<Found>({
    name: 'select-contacts-of',
    text: `select id, body from synced_row where kind = 'contact' and id = any($1) and body is not null`,
    values: [ids],
  });
  return rows.flatMap(({ body }) => parseRow('contact', body) ?? []);
}

/** Ids of the contacts that changed in a space since this version, deleted ones too. */
export async function selectChangedContacts(db: Query, space: Space, after: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'select-changed-contacts',
    text: `select id from synced_row where space = $1 and version > $2 and kind = 'contact'`,
    values: [space, after],
  });
  return rows.map(({ id }) => id);
}

/** How many contacts an account has. */
export async function countContacts(db: Query, accountId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count-contacts',
    text: `select count(*)::int as count from synced_row where kind = 'contact' and account_id = $1 and body is not null`,
    values: [accountId],
  });
  return rows[0]?.count ?? 0;
}
