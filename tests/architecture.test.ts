import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/*
 * The import table of the design: shared = rules, server = doing, web = showing; the words in their order.
 */
const root = join(import.meta.dirname, '..');
const words = ['accounts', 'operators', 'calls', 'notes', 'delivery', 'agenda', 'billing', 'sync'];
const pureLibraries = [
  'zod/mini',
  'temporal-polyfill',
  'libphonenumber-js',
  'sms-segments-calculator',
  'rrule-temporal',
  'wanakana',
];

const isPure = (from: string) => pureLibraries.some((library) => from === library || from.startsWith(`${library}/`));

type Import = { readonly file: string; readonly from: string };

/** What an import means: a path of the repository, or the name of a library. */
function target(file: string, from: string): string {
  if (from.startsWith('#')) return from.slice(1);
  return from.startsWith('.') ? normalize(join(dirname(file), from)) : from;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n|;|>)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  );
  return Array.from(found, (m) => ({ file, from: target(file, m[1] ?? m[2] ?? '') }));
}

const files = globSync(['shared/**/*.ts', 'server/**/*.{ts,mjs}', 'web/**/*.{ts,svelte}'], { cwd: root }).filter(
  (f) => !f.startsWith('web/paraglide/'),
);
const imports = files.flatMap(importsOf);
const within = (path: string, ...folders: string[]) => folders.some((f) => path === f || path.startsWith(`${f}/`));
const isLocal = (path: string) => within(path, 'shared', 'server', 'web');
const parts = (path: string) => path.split('/');

function allowedInShared({ from }: Import): boolean {
  return within(from, 'shared') || isPure(from);
}

function allowedInWord({ file, from }: Import): boolean {
  const [, word = '', name = ''] = parts(file);
  if (within(from, 'shared') || within(from, 'server/ports')) return true;
  if (!isLocal(from))
    return from.startsWith('hono') || from.startsWith('@hono/') ? name === 'routes.ts' : isPure(from) || from.startsWith('node:');
  const other = parts(from)[1] ?? '';
  return parts(from)[0] === 'server' && words.includes(other) && words.indexOf(other) <= words.indexOf(word);
}

function allowedInAdapter({ file, from }: Import): boolean {
  const own = parts(file).slice(0, 3).join('/');
  if (!isLocal(from)) return true;
  return within(from, 'shared', 'server/ports', 'server/config', own);
}

function allowedInSupervisor({ file, from }: Import): boolean {
  if (file.endsWith('bootstrap.mjs')) return from.startsWith('node:');
  if (!isLocal(from)) return from.startsWith('node:') || from === 'pg' || from === 'ws';
  return within(
    from,
    'server/supervisor',
    'server/config.ts',
    'server/config',
    'server/ports',
    'server/adapters/asterisk',
    'server/adapters/janus',
    'shared',
  );
}

function allowedInWebWord({ file, from }: Import): boolean {
  const own = parts(file).slice(0, 2).join('/');
  return !isLocal(from) || within(from, 'shared', 'web/ports', 'web/ui', 'web/sync', 'web/paraglide', own);
}

function allowedInRoutes({ from }: Import): boolean {
  return !isLocal(from) || (!within(from, 'server', 'web/adapters') && (within(from, 'shared') || within(from, 'web')));
}

test.each([
  ['shared imports only shared and the pure libraries', (i: Import) => within(i.file, 'shared'), allowedInShared],
  [
    'a word of the server imports rules, ports, itself and the words before it',
    (i: Import) => words.some((w) => within(i.file, `server/${w}`)),
    allowedInWord,
  ],
  [
    'an adapter imports ports, config, its own folder and its library',
    (i: Import) => within(i.file, 'server/adapters'),
    allowedInAdapter,
  ],
  [
    'the supervisor knows no words; its first file only node:',
    (i: Import) => within(i.file, 'server/supervisor'),
    allowedInSupervisor,
  ],
  [
    'only main.ts composes the server',
    (i: Import) => within(i.from, 'server/compose'),
    (i: Import) => i.file === 'server/main.ts' || within(i.file, 'server/compose'),
  ],
  [
    'the adapters of the server are built where it is composed, those of the telephony by the supervisor too',
    (i: Import) => within(i.file, 'server') && within(i.from, 'server/adapters'),
    (i: Import) => within(i.file, 'server/compose', 'server/adapters', 'server/supervisor'),
  ],
  [
    'a word of the web imports rules, ports, ui, sync and itself',
    (i: Import) => words.some((w) => within(i.file, `web/${w}`)),
    allowedInWebWord,
  ],
  ['routes place components and never build adapters', (i: Import) => within(i.file, 'web/routes'), allowedInRoutes],
  [
    'only start.ts builds the adapters of the web',
    (i: Import) => within(i.file, 'web') && within(i.from, 'web/adapters'),
    (i: Import) => i.file === 'web/start.ts' || within(i.file, 'web/adapters'),
  ],
  [
    'web and server never meet',
    (i: Import) => within(i.file, 'web', 'server'),
    (i: Import) => !(within(i.file, 'web') && within(i.from, 'server')) && !(within(i.file, 'server') && within(i.from, 'web')),
  ],
])('%s', (_, concerns, allowed) => {
  const mine = imports.filter(concerns);
  expect(mine.length).toBeGreaterThan(0);
  expect(mine.filter((i) => !allowed(i)).map((i) => `${i.file} imports ${i.from}`)).toEqual([]);
});

test('rules take time, ids and chance as arguments', () => {
  const impure = /Date\.now\(|new Date\(\)|Math\.random\(|crypto\.|performance\./;
  const guilty = files.filter(
    (f) => f.startsWith('shared/') && impure.test(readFileSync(join(root, f), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
  );
  expect(guilty).toEqual([]);
});

test('settings are read in config.ts and by the supervisor only', () => {
  const guilty = files.filter(
    (f) =>
      f.startsWith('server/') &&
      !within(f, 'server/supervisor') &&
      f !== 'server/config.ts' &&
      readFileSync(join(root, f), 'utf8').includes('process.env'),
  );
  expect(guilty.filter((f) => f !== 'server/main.ts')).toEqual([]);
});

test('no file has a name that means nothing', () => {
  expect(files.filter((f) => /(utils?|helpers?|common|manager|service)\.(ts|svelte)$/.test(f))).toEqual([]);
});
