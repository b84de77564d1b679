import type { InstructionVersion } from '#shared/accounts/instruction-version.ts';
import type { SpokenGreeting } from '#shared/api/calls.ts';
import type { OutboxItem } from '#shared/api/delivery.ts';
import type { Rows } from '#shared/sync/rows.ts';

/** A contact as a file has it. */
type WrittenContact = Omit<Rows['contact'], 'accountId' | 'elsewhere'>;

/** What only the server can do for an account; rejects with `http.offline`, `http.signed_out`, `http.refused`. */
export type AccountServer = {
  /** Takes a whole file in, or nothing of it when it rejects; `onProgress` hears how many are handed in. Again, it goes on. */
  importContacts(file: ContactsToTake, onProgress: (handedIn: number) => void): Promise<number>;
  /** Instructions as they were saved, newest first. */
  instructionVersions(accountId: string): Promise<readonly InstructionVersion[]>;
};

export type ContactsToTake = { readonly accountId: string; readonly contacts: readonly WrittenContact[] };

/** What left by channels that are not configured, newest first; rejects with a `CodedError`. */
export type ReadOutbox = () => Promise<readonly OutboxItem[]>;

/** What callers hear whom nobody answers, at the server; rejects with `http.offline`, `http.signed_out`, `http.refused`. */
export type GreetingServer = {
  /** What the voice says now. */
  spoken(accountId: string): Promise<SpokenGreeting>;
  /** Sends a recording (WAV), which is used at once; `onProgress` hears the share that has left, 0–1. */
  send(accountId: string, wav: Uint8Array<ArrayBuffer>, onProgress: (share: number) => void): Promise<void>;
  /** Sends a sound for what the account says to callers; resolves with its id, which the account's row is to name. */
  keep(accountId: string, wav: Uint8Array<ArrayBuffer>, onProgress: (share: number) => void): Promise<string>;
};
