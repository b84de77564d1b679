import type { Kind, Rows } from './rows.ts';

/** The one thing a mutation may await: rows in one atomic change, on Dexie, on PostgreSQL or in memory. */
export type Transaction = {
  get<K extends Kind>(kind: K, id: string): Promise<Rows[K] | undefined>;
  /** Rows of one kind of one account, ordered by id. */
  list<K extends Kind>(kind: K, accountId: string): Promise<Rows[K][]>;
  put<K extends Kind>(kind: K, row: Rows[K]): Promise<void>;
  remove<K extends Kind>(kind: K, id: string): Promise<void>;
};
