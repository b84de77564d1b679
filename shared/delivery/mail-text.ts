import type { Language } from '../accounts/account.ts';
import { type Instant, toMs } from '../time.ts';
import { firstKey } from './delivery-key.ts';
import type { MailMessage } from './message.ts';
import type { Disclosed } from './privacy.ts';
import { callerName, marks, type Words, waitingSentence, words } from './words.ts';

/** A field of a mail. */
export type Row = { readonly label: string; readonly value: string };

/** The mail of one note to one recipient: fixed fields [J07], a subject that never changes and never tells the matter [J06]. */
export function writeMail(
  about: Disclosed,
  to: { readonly address: string; readonly key: string; readonly link: string },
): MailMessage {
  const w = words[about.account.language];
  const lead = [...marks(about, w), ...(about.caller === null ? [waitingSentence(about.kind, w)] : [])];
  const rows = fields(about, w);
  const tail = about.voicemail === null ? [] : [w.attached];
  return {
    channel: 'email',
    to: to.address,
    subject: w.subject(about.account.name),
    ...writeBody({ lead, rows, tail, ...frame(about.account.language, to.link) }),
    messageId: messageIdOf(to),
    headers: { ...mailHeaders(about, to.key), ...threadOf(to) },
    recordingId: about.voicemail?.recordingId ?? null,
  };
}

/** A mail of one sentence, what belongs to it, and the link, in words that may leave; the subject is that of the note's mail. */
export function writeShortMail(
  about: Pick<Disclosed, 'noteId' | 'account'> & {
    readonly kind: string;
    readonly sentence: string;
    readonly detail: string | null;
  },
  to: { readonly address: string; readonly key: string; readonly link: string },
): MailMessage {
  const { account, noteId, kind, sentence, detail } = about;
  const w = words[account.language];
  return {
    channel: 'email',
    to: to.address,
    subject: w.subject(account.name),
    ...writeBody({ lead: [sentence], rows: [], tail: detail === null ? [] : [detail], ...frame(account.language, to.link) }),
    messageId: messageIdOf(to),
    headers: { ...ownHeaders({ accountId: account.id, noteId, kind, key: to.key }), ...threadOf(to) },
    recordingId: null,
  };
}

const messageIdOf = ({ key, link }: { readonly key: string; readonly link: string }): string =>
  `<${key.replaceAll(':', '.')}@${hostOf(link)}>`;

/** Every later mail about the note to this person answers the first one, so that mail programs keep them together (RFC 5322 3.6.4). */
function threadOf({ key, link }: { readonly key: string; readonly link: string }): Record<string, string> {
  const first = messageIdOf({ key: firstKey(key), link });
  return first === messageIdOf({ key, link }) ? {} : { 'In-Reply-To': first, References: first };
}

/** An instant by the wall clock of the account, in its language. */
const localTime = (at: Instant, account: Disclosed['account']): string =>
  new Intl.DateTimeFormat(account.language, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone: account.timeZone,
    hourCycle: 'h23',
  }).format(toMs(at));

const hostOf = (link: string): string => /^https?:\/\/(\[[^\]]+\]|[^/:]+)/.exec(link)?.[1] ?? 'localhost';

function fields(about: Disclosed, w: Words): Row[] {
  const { caller } = about;
  return [
    { label: w.toWhom, value: about.named ? about.recipient : w.nobodyNamed(about.recipient) },
    ...(caller === null
      ? []
      : [
          { label: w.fromWhom, value: callerName(caller) || w.unknownCaller },
          { label: w.number, value: caller.number ?? w.noNumber },
          { label: w.callback, value: wishOf(caller, about, w) },
        ]),
    ...(about.matter === null ? [] : [{ label: w.matter, value: matterOf(about, w) }]),
    ...(about.criteria.length === 0 ? [] : [{ label: w.criteria, value: about.criteria.join('\n') }]),
    ...about.answers,
    { label: w.time, value: localTime(about.at, about.account) },
    { label: w.handledBy, value: about.handledBy },
  ];
}

/** The client calls back in time only if he knows what his caller was told [S23]. */
const wishOf = (caller: NonNullable<Disclosed['caller']>, about: Disclosed, w: Words): string =>
  caller.promisedBy === null
    ? w.wishes[caller.callback]
    : `${w.wishes[caller.callback]} (${w.promised(localTime(caller.promisedBy, about.account))})`;

const matterOf = (about: Disclosed, w: Words): string =>
  [about.voicemail === null ? '' : w.voicemail(Math.round(about.voicemail.seconds)), about.matter ?? '']
    .filter((part) => part !== '')
    .join('\n');

const mailHeaders = (about: Disclosed, key: string): Record<string, string> => ({
  ...ownHeaders({ accountId: about.account.id, noteId: about.noteId, kind: about.kind, key }),
  'X-Permanence-Urgent': about.urgent ? 'yes' : 'no',
  'X-Permanence-Test': about.test ? 'yes' : 'no',
  ...(about.urgent ? { Importance: 'high', 'X-Priority': '1' } : {}),
});

type Marked = { readonly accountId: string; readonly noteId: string; readonly kind: string; readonly key: string };

const ownHeaders = ({ accountId, noteId, kind, key }: Marked): Record<string, string> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Permanence-Account': accountId,
  'X-Permanence-Note': noteId,
  'X-Permanence-Delivery': key,
  'X-Permanence-Kind': kind,
});

/** Sentences, fields and sentences again, then the link. */
type Body = {
  readonly lead: readonly string[];
  readonly rows: readonly Row[];
  readonly tail: readonly string[];
  /** Between a label and its value in plain text. */
  readonly between: string;
  readonly link: { readonly word: string; readonly address: string };
  readonly lang: Language;
};

const frame = (lang: Language, address: string): Pick<Body, 'between' | 'link' | 'lang'> => {
  const { between, open } = words[lang];
  return { between, link: { word: open, address }, lang };
};

/** The same content as plain text and as HTML, where everything that anybody wrote is escaped. */
export const writeBody = (body: Body): { readonly text: string; readonly html: string } => ({
  text: asText(body),
  html: asHtml(body),
});

const asText = ({ lead, rows, tail, between, link }: Body): string =>
  [
    ...lead,
    ...rows.map((row) => `${row.label}${between}${row.value}`),
    ...tail,
    '',
    `${link.word}${between}${link.address}`,
    '',
  ].join('\n');

function asHtml({ lead, rows, tail, link, lang }: Body): string {
  const label = 'style="text-align:start;vertical-align:top;padding:4px 16px 4px 0;font-weight:400;color:#4b5160"';
  const value = 'style="padding:4px 0;white-space:pre-line"';
  const line = (row: Row) =>
    `<tr><th scope="row" ${label}>${escapeHtml(row.label)}</th><td ${value}>${escapeHtml(row.value)}</td></tr>`;
  return [
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"></head>`,
    '<body style="font:16px/1.4 Helvetica,Arial,sans-serif;color:#191d27">',
    ...lead.map((text) => `<p><strong>${escapeHtml(text)}</strong></p>`),
    ...(rows.length === 0 ? [] : [`<table style="border-collapse:collapse">${rows.map(line).join('')}</table>`]),
    ...tail.map((text) => `<p>${escapeHtml(text)}</p>`),
    `<p><a href="${escapeHtml(link.address)}">${escapeHtml(link.word)}</a></p>`,
    '</body></html>',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe inside HTML, in elements and in quoted attributes. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
