import { ownWords } from './own-words.ts';

/** A mail that came to one of our return addresses, as far as the rules ask. */
export type ArrivedMail = {
  /** Of the envelope; empty is the null sender of bounces and automatic replies (RFC 5321 4.5.5). */
  readonly sender: string;
  /** The address that the header From shows; null when there is none. */
  readonly from: string | null;
  readonly messageId: string | null;
  /** Values by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The text part; of a mail that has none, its HTML as text. */
  readonly text: string;
  readonly attachments: number;
  /** What its part `message/delivery-status` says; null when it has none. */
  readonly report: string | null;
};

/** `reply` stands in Reply-To, `bounce` is the sender of the envelope. */
export type ReturnKind = 'reply' | 'bounce';

/** Why a mail is turned away, so that its sender learns of it. */
export type MailRefusal = 'unknown' | 'loop' | 'foreign' | 'empty' | 'too-long' | 'unreadable';

/** What a mail is. `ignored` ones are taken from the sender and kept nowhere. */
export type MailJudgement =
  | { readonly kind: 'answer'; readonly text: string }
  /** The address took nothing for good; the status of RFC 3463, empty when the report names none. */
  | { readonly kind: 'bounce'; readonly status: string }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly why: MailRefusal };

/** The longest answer that is taken, characters of its own words. */
const longestAnswer = 10_000;
/** Relays after which a mail goes round in circles (RFC 5321 6.3 asks for at least 100 of strangers; ours come straight). */
const mostRelays = 50;

/** Whether a mail is an answer, a report that ours came back, a machine's word, or nothing for us [J02]. */
export function judgeMail(mail: ArrivedMail, kind: ReturnKind): MailJudgement {
  if (isLoop(mail)) return { kind: 'refused', why: 'loop' };
  return kind === 'bounce' ? judgeReport(mail.report) : judgeReply(mail);
}

/** Ours comes back as it was sent, or has passed too many relays. */
const isLoop = ({ headers }: ArrivedMail): boolean =>
  headers.has('x-permanence-delivery') || (headers.get('received')?.length ?? 0) > mostRelays;

function judgeReply(mail: ArrivedMail): MailJudgement {
  if (isAutomatic(mail)) return { kind: 'ignored' };
  if (isFromList(mail)) return { kind: 'refused', why: 'foreign' };
  const text = ownWords(mail.text);
  if (text === '') return { kind: 'refused', why: 'empty' };
  return text.length > longestAnswer ? { kind: 'refused', why: 'too-long' } : { kind: 'answer', text };
}

/** Absence notes, receipts, bounces: whatever no person wrote just now (RFC 3834 2 and 5, RFC 8098). */
function isAutomatic({ sender, headers, report }: ArrivedMail): boolean {
  const first = (name: string) => headers.get(name)?.[0]?.trim().toLowerCase() ?? '';
  const submitted = /^[a-z-]*/.exec(first('auto-submitted'))?.[0] ?? '';
  return (
    sender === '' ||
    report !== null ||
    (submitted !== '' && submitted !== 'no') ||
    /^(auto[-_]reply|bulk|junk)$/.test(first('precedence')) ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    first('content-type').startsWith('multipart/report')
  );
}

/** Mail of a list that somebody has put our address on [J02]. */
const isFromList = ({ headers }: ArrivedMail): boolean =>
  ['list-id', 'list-post', 'list-unsubscribe'].some((name) => headers.has(name)) ||
  headers.get('precedence')?.[0]?.trim().toLowerCase() === 'list';

/** RFC 3464 2: one block for the message, then one for each recipient; only `failed` is final. */
function judgeReport(report: string | null): MailJudgement {
  const unfolded = (report ?? '').replaceAll(/\r\n?/g, '\n').replaceAll(/\n[ \t]+/g, ' ');
  for (const block of unfolded.split(/\n\n+/)) {
    if (!/^action:\s*failed\b/im.test(block)) continue;
    return { kind: 'bounce', status: /^status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(block)?.[1] ?? '' };
  }
  return { kind: 'ignored' };
}
