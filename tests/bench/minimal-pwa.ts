import { once } from 'node:events';
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { projectRoot } from '../../server/supervisor/places.ts';
import { runCommand } from '../../server/supervisor/run-command.ts';

/** The least that a SvelteKit app needs to be installed and to open without a network: one page with one line. */
const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'vite.config.js': `
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit({ adapter: adapter({ fallback: 'index.html' }) })] };
`,
  'src/app.html': `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="manifest" href="/app.webmanifest"><title>Minimal</title>%sveltekit.head%</head>
<body><div id="app">%sveltekit.body%</div></body>
</html>`,
  'src/routes/+layout.js': 'export const ssr = false;',
  'src/routes/+page.svelte': '<h1>Good day</h1>',
  'src/service-worker.js': `
import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
const files = ['/', ...[...immutable, ...assets].map((file) => '/' + file.path.replace(/^\\//, ''))];
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(version).then((cache) => cache.addAll(files)));
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const asked = event.request.mode === 'navigate' ? '/' : event.request;
  event.respondWith(caches.match(asked).then((kept) => kept ?? fetch(event.request)));
});
`,
  'static/app.webmanifest': '{ "name": "Minimal", "start_url": "/", "display": "standalone", "icons": [] }',
} as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** Builds it in this folder with the packages of the clone, and serves it until it is closed. */
export async function serveMinimalPwa(folder: string): Promise<{ readonly url: string; close(): void }> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  linkPackages(join(folder, 'node_modules'));
  const logFile = join(folder, 'build.log');
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const code = await runCommand([process.execPath, vite, 'build'], { cwd: folder, logFile, env: process.env });
  if (code !== 0) throw new Error(`the minimal app could not be built: ${logFile}`);
  return serve(join(folder, 'build'));
}

/** One by one: what the kit generates for this app must not come into the clone's packages. */
function linkPackages(folder: string): void {
  mkdirSync(folder);
  const packages = join(projectRoot, 'node_modules');
  for (const name of readdirSync(packages)) if (name !== '$app') symlinkSync(join(packages, name), join(folder, name));
}

async function serve(folder: string) {
  const server = createServer((request, response) => {
    const asked = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(folder, 'index.html');
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://localhost:${port}`, close: () => void server.close() };
}
