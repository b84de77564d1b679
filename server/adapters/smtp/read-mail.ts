import PostalMime, { type Email } from 'postal-mime';
import type { ArrivedMail } from '#shared/delivery/arrived-mail.ts';
import { htmlText } from '#shared/delivery/html-text.ts';

/** More than this of a mail's text is not looked at, characters: the rest is what it quotes. */
const longestText = 200_000;

/** The parts of a mail that the rules ask for; rejects when it cannot be read as one. */
export async function readMail(raw: Uint8Array, sender: string): Promise<ArrivedMail> {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true });
  const report = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  return {
    sender,
    from: mail.from?.address?.trim() || null,
    messageId: mail.messageId ?? null,
    headers: byName(mail),
    text: mail.text?.trim() ? mail.text.slice(0, longestText) : htmlText((mail.html ?? '').slice(0, longestText)),
    attachments: mail.attachments.length,
    report: report === undefined ? null : textOf(report.content),
  };
}

function byName({ headers }: Email): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  for (const { key, value } of headers) all.set(key, [...(all.get(key) ?? []), value]);
  return all;
}

const textOf = (content: ArrayBuffer | Uint8Array | string): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);
