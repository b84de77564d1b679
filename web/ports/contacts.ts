import type { Double } from '#shared/calls/doubles.ts';
import type { Rows } from '#shared/sync/rows.ts';

/** Contacts that fit what was typed, best first; `isNear`: only if one slip of the typist is allowed for. */
export type FoundContacts = {
  readonly found: readonly { readonly contact: Rows['contact']; readonly isNear: boolean }[];
  /** How many contacts the account has; of those that are on the device alone when the server was not reached. */
  readonly total: number;
  /** What was searched: all contacts; this device's, the server is being asked; this device's, it cannot be reached. */
  readonly reach: 'all' | 'asking' | 'device';
};

/** Pairs of contacts that may be one; `total` counts all pairs. */
export type FoundDoubles = {
  readonly pairs: readonly {
    readonly first: Rows['contact'];
    readonly second: Rows['contact'];
    readonly reason: Double['reason'];
  }[];
  readonly total: number;
};

/** The directories on this device, searched beside the page: typing never waits for it [P05]. */
export type ContactSearch = {
  /**
   * By name, company or number; nothing typed: all, VIPs first, then by name. The first question takes longer: it reads the rows.
   * `onFound` hears what is on the device, and once more when the server had more to search.
   */
  find(accountId: string, typed: string, limit: number, onFound: (found: FoundContacts) => void): Promise<void>;
  /** Contacts of the account on this device that may be one; the first of so many. */
  doubles(accountId: string, limit: number): Promise<FoundDoubles>;
  /** Contacts have changed since they were last searched; what is shown may be asked for again. */
  onChange(listener: () => void): () => void;
  close(): void;
};
