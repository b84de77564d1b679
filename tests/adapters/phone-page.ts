import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';

export type PhonePage = { readonly server: Server; readonly origin: string; close(): void };

/** A page with nothing but the two telephones, `phone` and `booth`, under the strict policy of the real ones. */
const entry = (root: string): string => `
import { createPhone } from '${root}/web/adapters/janus/phone.ts';
import { createBoothPhone } from '${root}/web/adapters/janus/booth-phone.ts';
const url = location.origin.replace('http', 'ws') + '/janus';
const watched = (telephone) => {
  telephone.states = [];
  telephone.onState((state, problem) => telephone.states.push(problem === null ? state : state + ' ' + problem));
  return telephone;
};
globalThis.phone = watched(createPhone(url, async () => ({ servers: [], seconds: 3600 })));
globalThis.booth = watched(createBoothPhone((token) => url + '?booth=' + token));
`;

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Builds the page and serves it on a free port; the caller adds what answers `/janus`. */
export async function servePhonePage(): Promise<PhonePage> {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-page-'));
  writeFileSync(join(folder, 'entry.js'), entry(join(import.meta.dirname, '../..')));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script type="module" src="./entry.js"></script>');
  await build({ configFile: false, logLevel: 'silent', root: folder, build: { outDir: 'out' } });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    response.setHeader('content-security-policy', "default-src 'self'; media-src 'self' blob:");
    response.setHeader('content-type', types[extname(path)] ?? 'text/plain');
    if (/^\/(assets\/)?[\w.-]+$/.test(path) && extname(path) in types) response.end(readFileSync(join(folder, 'out', path)));
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    server,
    origin: `http://localhost:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
