/** Where this machine gets Debian packages from, and the keyring that proves them. */
export type Mirror = { readonly url: string; readonly keyring: string };

const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

type Source = {
  readonly url: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly keyring: string | null;
};

/** The Debian mirror among apt's source files (name → content); null when none carries `main` of this release. */
export function findMirror(files: Readonly<Record<string, string>>, codename: string): Mirror | null {
  const sources = Object.entries(files).flatMap(([name, text]) =>
    name.endsWith('.sources') ? parseDeb822(text) : parseList(text),
  );
  const source = sources.find(({ suites, components }) => suites.includes(codename) && components.includes('main'));
  return source === undefined ? null : { url: source.url.replace(/\/$/, ''), keyring: source.keyring ?? debianKeyring };
}

/** One-line style: `deb [signed-by=… arch=…] url suite component…`. */
function parseList(text: string): Source[] {
  return text.split('\n').flatMap((line) => {
    const [, options = '', url, suite, components = ''] =
      /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line) ?? [];
    if (!url || !suite) return [];
    return [{ url, suites: [suite], components: words(components), keyring: keyringFile(/signed-by=(\S+)/.exec(options)?.[1]) }];
  });
}

/** Stanzas of `Field: value`; a line that begins with a space continues the field. */
function parseDeb822(text: string): Source[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>();
    const lines = stanza.split('\n').filter((line) => !line.startsWith('#'));
    for (const line of lines.join('\n').split(/\n(?=\S)/)) {
      const colon = line.indexOf(':');
      if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    const [url] = words(fields.get('uris') ?? '');
    if (!url || !words(fields.get('types') ?? '').includes('deb') || fields.get('enabled') === 'no') return [];
    const list = (name: string) => words(fields.get(name) ?? '');
    return [{ url, suites: list('suites'), components: list('components'), keyring: keyringFile(fields.get('signed-by')) }];
  });
}

/** A file name; a key written out in place, or none, means Debian's own keyring. */
const keyringFile = (text: string | undefined): string | null =>
  text?.startsWith('/') ? (text.split(/[\s,]/)[0] ?? null) : null;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
