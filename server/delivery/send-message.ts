import { faxMailbox, isFax } from '#shared/delivery/fax.ts';
import type { MailMessage, Message, PushMessage, SmsMessage } from '#shared/delivery/message.ts';
import { withBadge } from '#shared/delivery/push-text.ts';
import type { Mail, PushSubscriptions, SendMail, SendPush, SendSms, SmsReceipts, SmsStatus } from '../ports/delivery.ts';
import { SendFailed } from '../ports/delivery.ts';
import type { ReadRecording } from '../ports/telephony.ts';
import type { After } from '../ports/time.ts';
import { inTurns } from './in-turns.ts';

/** What came of handing a message over. `remaining` is what must still go later: the devices that could not be reached. */
type Handed = {
  readonly receipts: readonly SmsStatus[];
  readonly remaining: PushMessage | null;
  /** How long those ask to be left alone, milliseconds. */
  readonly waitMs: number;
};

/** Hands one message over; rejects with `SendFailed`, or with the reason of `stopping` when its turn had not come by then. */
export type SendMessage = (message: Message, deliveryId: string, stopping?: AbortSignal) => Promise<Handed>;

export type Senders = {
  readonly email: {
    readonly send: SendMail;
    readonly readRecording: ReadRecording;
    /** The domain of the gateway that turns mails into faxes; null: there is none. */
    readonly faxDomain: string | null;
    /** Where answers to the mail of a delivery go; null when no mail is taken in. */
    readonly returns: ((deliveryId: string) => Mail['returns']) | null;
  };
  readonly sms: { readonly send: SendSms; readonly receipts: SmsReceipts };
  readonly push: {
    readonly send: SendPush;
    readonly subscriptions: PushSubscriptions;
    /** How many notes of the person's account are new, as the open portal counts them. */
    readonly newNotes: (personId: string) => Promise<number>;
    /** Devices of the person were found to be gone. */
    readonly onGone: (personId: string) => Promise<void>;
  };
  readonly after: After;
};

const longestSendMs = 20_000;
/** Of each channel. A mail server takes a few at a time: the others must not wait for it within their 20 s. */
const atOnce = 8;
const handedOver: Handed = { receipts: [], remaining: null, waitMs: 0 };

/** Sends through the port of the message's channel when its turn has come, then within 20 s. */
export const sendMessage = (senders: Senders): SendMessage => {
  const turns = { email: inTurns(atOnce), sms: inTurns(atOnce), push: inTurns(atOnce) };
  return (message, deliveryId, stopping) =>
    turns[message.channel](() => {
      stopping?.throwIfAborted();
      return send(senders, message, deliveryId);
    });
};

function send(senders: Senders, message: Message, deliveryId: string): Promise<Handed> {
  switch (message.channel) {
    case 'email':
      return sendMail(senders, message, deliveryId);
    case 'sms':
      return sendSms(senders, message, deliveryId);
    case 'push':
      return sendPush(senders, message);
  }
}

async function sendMail({ email, after }: Senders, message: MailMessage, deliveryId: string): Promise<Handed> {
  const { subject, text, messageId, headers, recordingId } = message;
  const { to, html } = isFax(message.to) ? { to: faxOf(email, message.to), html: '' } : message;
  const attachments = recordingId === null ? [] : await attach(email.readRecording, recordingId);
  const returns = email.returns?.(deliveryId) ?? null;
  await within(after, email.send({ to, subject, text, html, messageId, headers, returns, attachments }));
  return handedOver;
}

/** Without a gateway it is tried again: setting one delivers. */
function faxOf({ faxDomain }: Senders['email'], fax: string): string {
  if (faxDomain === null) throw new SendFailed('unconfigured', { permanent: false });
  return faxMailbox(fax, faxDomain);
}

/** An erased recording is simply no longer attached. */
async function attach(read: ReadRecording, recordingId: string): Promise<Mail['attachments']> {
  const recording = await read(recordingId);
  if (recording === undefined) return [];
  return [{ filename: 'voicemail.wav', contentType: recording.contentType, content: recording.content }];
}

async function sendSms({ sms, after }: Senders, message: SmsMessage, deliveryId: string): Promise<Handed> {
  const { to, text, reference } = message;
  const { id } = await within(after, sms.send({ to, text, reference }));
  return { ...handedOver, receipts: await sms.receipts.remember(id, deliveryId) };
}

/** To every device of the person; dead subscriptions are removed and told; accepted by one is handed over. */
async function sendPush({ push, after }: Senders, message: PushMessage): Promise<Handed> {
  const all = await push.subscriptions.of(message.personId);
  const targets = message.only === null ? all : all.filter((target) => message.only?.includes(target.endpoint));
  const counted = { ...message, payload: withBadge(message.payload, await push.newNotes(message.personId)) };
  const tries = await Promise.all(
    targets.map(async (target) => ({
      endpoint: target.endpoint,
      failed: await failureOf(within(after, push.send(target, counted))),
    })),
  );
  const gone = tries.filter((t) => t.failed?.problem === 'gone');
  for (const { endpoint } of gone) await push.subscriptions.removeDead(endpoint);
  if (gone.length > 0 || targets.length === 0) await push.onGone(message.personId);
  const waiting = tries.filter((t) => t.failed !== null && !t.failed.permanent).toSorted((a, b) => waitOf(b) - waitOf(a));
  const [longest] = waiting;
  if (tries.some((t) => t.failed === null)) {
    if (longest === undefined) return handedOver;
    return { ...handedOver, remaining: { ...message, only: waiting.map((t) => t.endpoint) }, waitMs: waitOf(longest) };
  }
  throw longest?.failed ?? tries[0]?.failed ?? new SendFailed('no-device', { permanent: true });
}

const waitOf = ({ failed }: { readonly failed: SendFailed | null }): number => failed?.waitMs ?? 0;

async function failureOf(sending: Promise<void>): Promise<SendFailed | null> {
  try {
    await sending;
    return null;
  } catch (error) {
    if (error instanceof SendFailed) return error;
    throw error;
  }
}

/** The port keeps its own limit; this one holds whatever it does. */
function within<T>(after: After, sending: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = after(longestSendMs, () => reject(new SendFailed('timeout', { permanent: false })));
    sending.then(resolve, reject).finally(cancel);
  });
}
