import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../../../server/supervisor/network-ports.ts';

const start = join(import.meta.dirname, '../../../server/supervisor/start.ts');
const folder = mkdtempSync(join(tmpdir(), 'permanence-start-'));
chmodSync(folder, 0o711); // root would be told of a link otherwise
const busy = createServer().listen(0, '127.0.0.1');
await once(busy, 'listening');
const usual = {
  PORT: String(await freePort('tcp')),
  SIP_LISTEN: `127.0.0.1:${await freePort('udp')}`,
  MEDIA_IP: '127.0.0.1',
  DATA_DIR: join(folder, 'data'),
};

afterAll(() => {
  busy.close();
  rmSync(folder, { recursive: true });
});

/** What a start that cannot be prints, and how it ends. */
async function startWith(settings: Record<string, string>): Promise<readonly [string, unknown]> {
  const child = spawn(process.execPath, [start], { env: { PATH: process.env.PATH, ...usual, ...settings } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = await once(child, 'close');
  return [printed, code];
}

test.each([
  ['a wrong setting', () => ({ PORT: 'http' }), /^PORT=http: expected a port between 1 and 65535\n$/],
  ['a busy port', () => ({ PORT: portOfBusy() }), /^PORT: TCP port \d+ on 127\.0\.0\.1 is in use by another program\n$/],
  [
    "another machine's address",
    () => ({ MEDIA_IP: '203.0.113.9' }),
    /^MEDIA_IP: 203\.0\.113\.9 is not an address of this machine/,
  ],
  ['a folder that cannot be', () => ({ DATA_DIR: '/etc/passwd/data' }), /^DATA_DIR \/etc\/passwd\/data cannot be used: ENOTDIR/],
])('%s ends the start with one line', async (_, settings, line) => {
  const [printed, code] = await startWith(settings());
  expect(printed).toMatch(line);
  expect([printed.trim().split('\n').length, code]).toEqual([1, 1]);
});

function portOfBusy(): string {
  const address = busy.address();
  return String(typeof address === 'object' ? address?.port : '');
}
