import type { Account } from '../accounts/account.ts';
import type { Person } from '../accounts/roster.ts';
import type { Callback, Note } from '../notes/note.ts';
import type { Answer } from '../notes/script.ts';
import type { Instant } from '../time.ts';

/** What may leave the house about a note; every text is written from this and from nothing else. */
export type Disclosed = {
  readonly noteId: string;
  readonly account: Pick<Account, 'id' | 'name' | 'language' | 'timeZone'>;
  readonly recipient: string;
  readonly named: boolean;
  readonly kind: Note['kind'];
  readonly urgent: boolean;
  /** Of the ladder; 1 is the note's own delivery. */
  readonly step: number;
  readonly test: boolean;
  readonly at: Instant;
  readonly handledBy: string;
  /** Null at the level `waiting`. */
  readonly caller: {
    readonly name: string;
    readonly company: string;
    readonly number: string | null;
    readonly callback: Callback;
    /** Until when he was promised to be called back [S23]; null when he was not. */
    readonly promisedBy: Instant | null;
  } | null;
  /** Null below the level `full`. */
  readonly matter: string | null;
  /** Why it is urgent and what the account's script asked; nothing below the level `full`. */
  readonly criteria: readonly string[];
  readonly answers: readonly Pick<Answer, 'label' | 'value'>[];
  readonly voicemail: { readonly recordingId: string; readonly seconds: number } | null;
};

/** Applies the account's privacy level, once; what is withheld is not in the result. */
export function disclose(note: Note, account: Account, recipient: Person, step = 1): Disclosed {
  const { content } = note;
  const { id, name, language, timeZone } = account;
  return {
    noteId: note.id,
    account: { id, name, language, timeZone },
    recipient: recipient.name,
    named: content.forWhom.kind === 'person',
    kind: note.kind,
    urgent: content.urgent,
    step,
    test: content.disposition === 'test-call',
    at: note.lockedAt,
    handledBy: note.handledBy,
    caller:
      account.privacy === 'waiting'
        ? null
        : {
            name: content.fromWhom,
            company: content.company,
            number: content.number,
            callback: content.callback,
            promisedBy: content.promisedBy ?? null,
          },
    matter: account.privacy === 'full' ? content.matter : null,
    criteria: account.privacy === 'full' ? (content.criteria ?? []) : [],
    answers: account.privacy === 'full' ? (content.answers ?? []) : [],
    voicemail: account.privacy === 'full' ? note.voicemail : null,
  };
}

/** What may leave about something that was added to a note; null: it is read in the portal. */
export const discloseAddendum = (text: string, account: Pick<Account, 'privacy'>): string | null =>
  account.privacy === 'full' ? text : null;
