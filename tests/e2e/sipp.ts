import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { sine, toAlaw } from './tones.ts';

const scenarios = join(import.meta.dirname, '../fixtures/sipp');
const endsWithinSeconds = 60;

/** One call each, all at once. */
type Call = { readonly did: string; readonly from: string };

/**
 * Callers made by SIPp (scenarios in tests/fixtures/sipp); resolves when every call went as its scenario says, rejects
 * with what SIPp missed. `toneHz` is what they say where the scenario lets them speak.
 */
export async function sippCalls(
  scenario: 'gives-up-ringing' | 'gives-up-waiting' | 'speaks',
  to: { readonly sipPort: number; readonly calls: readonly Call[]; readonly toneHz?: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-sipp-'));
  const tone = join(folder, 'tone.alaw');
  const list = join(folder, 'calls.csv');
  const xml = join(folder, 'scenario.xml');
  const { sipPort, calls, toneHz = 500 } = to;
  writeFileSync(tone, Buffer.from(Array.from({ length: 8000 }, (_, i) => toAlaw(sine(toneHz, i)))));
  writeFileSync(list, ['SEQUENTIAL', ...calls.map(({ did, from }) => `${did};${from};`), ''].join('\n'));
  writeFileSync(xml, readFileSync(join(scenarios, `${scenario}.xml`), 'utf8').replace('@TONE@', tone));
  const media = await freeUdpBlock(4 * calls.length);
  const child = spawn(
    'sipp',
    [
      `127.0.0.1:${sipPort}`,
      ...['-sf', xml, '-inf', list, '-m', String(calls.length), '-r', '10'],
      ...['-i', '127.0.0.1', '-p', String(await freePort('udp')), '-mi', '127.0.0.1'],
      ...['-mp', String(media)],
      ...[
        '-timeout',
        String(endsWithinSeconds),
        '-timeout_error',
        '-nostdin',
        '-trace_err',
        '-error_file',
        join(folder, 'errors'),
      ],
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = await once(child, 'exit');
  const errors = code === 0 ? '' : `${readIfThere(join(folder, 'errors'))}\n${printed.slice(-3000)}`;
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`SIPp, ${scenario}: ended with ${code}\n${errors}`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
