import type { OutboxItem, UnmatchedReply } from '#shared/api/delivery.ts';
import type { ArrivedMail, MailRefusal } from '#shared/delivery/arrived-mail.ts';
import type { Instant } from '#shared/time.ts';
import type { ServerTransaction } from './store.ts';

/** A mail as it will leave, also on every retry; it asks for no answer. */
export type ReadyMail = Pick<Mail, 'to' | 'subject' | 'text' | 'html' | 'messageId' | 'headers'>;

/** Leaves a mail to be sent once the transaction has committed; the same key is the same mail. */
export type QueueMail = (tx: ServerTransaction, mail: ReadyMail, key: string) => Promise<void>;

/** Thrown by senders: `permanent` ones are not retried. */
export class SendFailed extends Error {
  readonly permanent: boolean;
  /** A stable word for the screens: `refused`, `unreachable`, `timeout`, `gone`. */
  readonly problem: string;
  /** Milliseconds that the other side asked for before the next attempt; null: it asked for nothing. */
  readonly waitMs: number | null;
  constructor(problem: string, options: { permanent: boolean; waitMs?: number | null; cause?: unknown }) {
    super(problem, { cause: options.cause });
    this.permanent = options.permanent;
    this.problem = problem;
    this.waitMs = options.waitMs ?? null;
  }
}

export type Mail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Empty: the text alone. */
  readonly html: string;
  /** Same on every retry. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where answers and reports of its return go; null when the installation takes no mail in. */
  readonly returns: { readonly replyTo: string; readonly returnPath: string } | null;
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly content: Uint8Array }[];
};

/** Resolves when the mail server has accepted it; rejects with `SendFailed`. At most 20 s. */
export type SendMail = (mail: Mail) => Promise<void>;

/** What became of a mail that came in; a refusal is told to who sends it. */
export type MailOutcome = 'taken' | 'ignored' | { readonly refused: MailRefusal };

/** Mails that come in. Both reject when it cannot be said now: the sender tries again. */
export type MailIn = {
  /** Whether mail to this address is taken at all; asked before any of it is sent. */
  expects(address: string): Promise<boolean>;
  take(address: string, mail: ArrivedMail): Promise<MailOutcome>;
};

/** Resolves with the gateway's id; rejects with `SendFailed`. At most 20 s. */
export type SendSms = (sms: {
  readonly to: string;
  readonly text: string;
  readonly reference: string;
}) => Promise<{ readonly id: string }>;

export type PushTarget = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };

/** Resolves when the push service has accepted it; `SendFailed` with problem `gone` when the subscription is dead. At most 20 s. */
export type SendPush = (
  target: PushTarget,
  message: { readonly payload: string; readonly topic: string; readonly urgent: boolean; readonly ttlSeconds: number },
) => Promise<void>;

/** The browsers in which persons of rosters want to be notified. */
export type PushSubscriptions = {
  /** A browser belongs to the person who signed in on it last. */
  add(personId: string, target: PushTarget): Promise<void>;
  /** Only the person's own; `removeDead` is for the sender. */
  remove(personId: string, endpoint: string): Promise<void>;
  removeAll(personId: string): Promise<void>;
  removeDead(endpoint: string): Promise<void>;
  of(personId: string): Promise<PushTarget[]>;
  /** The same, with when each was turned on. */
  devicesOf(personId: string): Promise<readonly { readonly endpoint: string; readonly since: Instant }[]>;
};

/** What somebody outside answered: the status, and how long he asks to be left alone, in milliseconds. */
export type OutsideAnswer = { readonly status: number; readonly waitMs: number | null };

/**
 * Posts to an address that somebody outside has named; resolves with what was answered, follows no redirect. Rejects with
 * `SendFailed`: `refused` when the address is not within the installation's reach, `timeout` after 20 s, `unreachable`.
 */
export type PostOutside = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | Uint8Array | null },
) => Promise<OutsideAnswer>;

export type SmsStatus = 'sent' | 'delivered' | 'failed';

/** Links the gateway's ids to deliveries; a receipt may come before its id is known here, and more than once. */
export type SmsReceipts = {
  /** Remembers the id; resolves with the statuses that came for it before. */
  remember(gatewayId: string, deliveryId: string): Promise<SmsStatus[]>;
  /** Resolves with the delivery, or keeps the status until `remember` and resolves with null. */
  take(gatewayId: string, status: SmsStatus): Promise<string | null>;
};

/** A text that came back; `from` and `to` as the gateway gave them. */
export type SmsReply = { readonly id: string; readonly from: string; readonly to: string; readonly text: string };

/** Texts that came back, each kept once. */
export type SmsReplies = {
  /** Keeps it; resolves with the note that it was matched to before, null when there is none. */
  keep(reply: SmsReply, at: Instant): Promise<string | null>;
  match(id: string, noteId: string): Promise<void>;
  /** Somebody of the bureau has seen to it; kept with who and when, the first time. */
  putAside(id: string, by: { readonly userId: string; readonly at: Instant }): Promise<void>;
  /** Those that fit no note and to which nobody has seen, newest first. */
  unmatched(limit: number): Promise<UnmatchedReply[]>;
  /** The notes that were texted to this person in the last seven days. */
  textedLately(personId: string): Promise<string[]>;
};

/** Messages of channels that are not configured, newest first; the same id again is the same message. */
export type Outbox = {
  add(item: OutboxItem): Promise<void>;
  latest(limit: number): Promise<OutboxItem[]>;
};
