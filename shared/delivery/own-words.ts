/**
 * What the writer of a reply wrote himself: the quoted mail, its heading and the signature are cut, answers between
 * quoted lines stay. Looks at every line once or twice, so that a hostile mail costs no time.
 */
export function ownWords(text: string): string {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .split('\n')
    .map((line) => line.trimEnd());
  const kept = withoutQuotes(lines.slice(0, endOfOwn(lines)));
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Where the rest is no longer the writer's: a signature (RFC 3676 4.3), a separator, or the headers of the quoted mail. */
function endOfOwn(lines: readonly string[]): number {
  const end = lines.findIndex((line, i) => line === '--' || isSeparator(line) || isQuotedHead(lines, i));
  return end === -1 ? lines.length : end;
}

/** `-----Original Message-----`, `-------- Message d'origine --------`, or the long rule before an Outlook quotation. */
const isSeparator = (line: string): boolean =>
  line.length < 200 && (/^\s*-{3,}[^-]+-{3,}\s*$/.test(line) || /^\s*_{20,}\s*$/.test(line));

const sender = /^[\s*]*(?:from|de|van|von|差出人|送信者)\s*[*]*\s*[::]/i;
const otherHead =
  /^[\s*]*(?:sent|date|to|subject|envoyé|à|objet|verzonden|datum|aan|onderwerp|送信日時|日時|宛先|件名)\s*[*]*\s*[::]/i;

/** Two or more headers, the sender first, as Outlook writes them above what it quotes. */
function isQuotedHead(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.length > 500 || !sender.test(line)) return false;
  return lines.slice(at + 1, at + 5).filter((next) => next.length <= 500 && otherHead.test(next)).length >= 2;
}

const isQuoted = (line: string): boolean => /^\s{0,3}[>>]/.test(line);

/** Quoted lines go, and the one or two lines above them that say who wrote what follows. */
function withoutQuotes(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let inQuote = false;
  for (const line of lines) {
    if (!isQuoted(line)) {
      kept.push(line);
      inQuote = false;
    } else if (!inQuote) {
      dropAttribution(kept);
      inQuote = true;
    }
  }
  return kept;
}

/** `On Thu … wrote:`, `Le jeu. … a écrit :`, `Op do … schreef …:`, `2026年… <…>:`, also when it runs over two lines. */
function dropAttribution(kept: string[]): void {
  while (kept.at(-1) === '') kept.pop();
  const last = kept.at(-1) ?? '';
  if (!/[::]$/.test(last)) return;
  const before = kept.at(-2) ?? '';
  if (beginsAttribution.test(before) && isAttribution(`${before} ${last}`)) kept.splice(-2);
  else if (isAttribution(last)) kept.pop();
}

/** How one that runs over two lines begins. */
const beginsAttribution = /^\s*(?:on|le|op|am|\d{4})\b.{0,200}\d/i;

/** It ends in a colon and names a date or an address. */
const isAttribution = (text: string): boolean =>
  text.length < 400 &&
  (/(wrote|a écrit|schreef|schrieb|geschreven)\b.{0,120}[::]$/i.test(text) ||
    /\d{4}.*<[^<>\s]+@[^<>\s]+>.{0,40}[::]$/.test(text));
