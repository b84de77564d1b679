/** Elements whose text is not the writer's: quoted mail, styles, scripts, the head. */
const skipped = new Set(['blockquote', 'style', 'script', 'head', 'title']);
/** Elements that begin a new line. */
const breaking = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'table', 'ul', 'ol']);
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The text of a mail that came as HTML only, without what it quotes. Passes over it once. */
export function htmlText(html: string): string {
  let out = '';
  let hidden = 0;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const text = html.slice(at, open === -1 ? html.length : open);
    if (hidden === 0) out += readable(text);
    if (open === -1) break;
    const close = html.indexOf('>', open);
    if (close === -1) break;
    const [, end = '', name = ''] = /^<(\/?)([a-z0-9]+)/i.exec(html.slice(open, Math.min(close, open + 20))) ?? [];
    const tag = name.toLowerCase();
    if (skipped.has(tag)) hidden = Math.max(0, hidden + (end === '' ? 1 : -1));
    if (hidden === 0 && breaking.has(tag) && (tag === 'br' || !out.endsWith('\n'))) out += '\n';
    at = close + 1;
  }
  return out
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const readable = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => entity(name) ?? whole);

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return named[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
}
