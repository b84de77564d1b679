import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { sine, toAlaw } from '../e2e/tones.ts';

export type SippRun = {
  /** Address of the exchange's trunk side on this machine. */
  readonly sipPort: number;
  readonly did: string;
  /** File of `tests/bench/`. */
  readonly scenario: 'caller-gives-up.xml' | 'caller-stays.xml';
  /** Who calls, one call each, in this order. */
  readonly callers: readonly string[];
  /** How many of the calls are up at once. */
  readonly atOnce: number;
  /** How long a call goes on after its answer, milliseconds, where the scenario leaves that open. */
  readonly answeredForMs?: number;
};

export type SippCalls = {
  /** Resolves when every call ended as the scenario has it, with SIPp's own instants; rejects with SIPp's words otherwise. */
  readonly done: Promise<readonly number[]>;
  /** Ends calls that are still up. */
  stop(): Promise<void>;
};

/**
 * Calls with SIPp. The instant of each INVITE is SIPp's own, from a header that it fills in just before it sends the
 * message; its log has a second one from just after. The earlier one is used: it cannot flatter us, no relay stands in
 * between, and it is read from the clock of this machine, as are the page's.
 */
export function call(run: SippRun): SippCalls {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-sipp-'));
  const [callers, messages, errors] = ['callers.csv', 'messages.log', 'errors.log'].map((name) => join(folder, name));
  writeFileSync(join(folder, 'tone.alaw'), Buffer.from(Array.from({ length: 8000 }, (_, i) => toAlaw(sine(500, i)))));
  writeFileSync(callers ?? '', `SEQUENTIAL\n${run.callers.map((caller) => `${caller}\n`).join('')}`);
  const stopping = new AbortController();
  const done = (async () => {
    try {
      const count = String(run.callers.length);
      const media = ['-mi', '127.0.0.1', '-mp', String(await freeUdpBlock(4 * run.atOnce))];
      const ports = ['-p', String(await freePort('udp')), '-i', '127.0.0.1', ...media];
      const pace = ['-m', count, '-l', String(run.atOnce), '-r', '10', '-d', String(run.answeredForMs ?? 0)];
      const logs = ['-trace_msg', '-message_file', messages ?? '', '-trace_err', '-error_file', errors ?? ''];
      const scenario = ['-sf', join(import.meta.dirname, run.scenario), '-inf', callers ?? '', '-s', run.did];
      const sipp = spawn('sipp', [`127.0.0.1:${run.sipPort}`, ...scenario, ...pace, ...ports, ...logs, '-nostdin'], {
        cwd: folder,
        stdio: 'ignore',
        signal: stopping.signal,
      });
      const [code] = await once(sipp, 'exit');
      if (code !== 0) throw new Error(`SIPp ended with ${code}: ${readIfThere(errors ?? '')}`);
      return sentInvites(readFileSync(messages ?? '', 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  })();
  return {
    done,
    async stop() {
      stopping.abort();
      await done.catch(() => undefined); // ended by us
    },
  };
}

/** When SIPp sent the INVITE of each call, milliseconds since the epoch, in order; a repeated INVITE counts at its first time. */
function sentInvites(log: string): number[] {
  const instants = new Map<string, number>();
  for (const message of log.split(/^-{20,} /m)) {
    if (!/^UDP message sent/m.test(message) || !/^INVITE /m.test(message)) continue;
    const callId = /^Call-ID: (\S+)/m.exec(message)?.[1] ?? '';
    const seconds = Number(/^X-Sent: .*\s(\d+\.\d+)\s*$/m.exec(message)?.[1]);
    if (!instants.has(callId)) instants.set(callId, seconds * 1000);
  }
  return [...instants.values()].toSorted((a, b) => a - b);
}

const readIfThere = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8').slice(0, 2000) : 'no words of it');
