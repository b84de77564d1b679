import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { freePort, freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { projectRoot } from '../../server/supervisor/places.ts';
import { identify, lives } from '../../server/supervisor/process-table.ts';

const start = join(import.meta.dirname, '../../server/supervisor/start.ts');
const readyWithinMs = 180_000;
const servingWithinMs = 60_000;
const rtpPorts = 300;

const statusSchema = z.object({
  children: z.record(z.string(), z.object({ state: z.string(), pid: z.nullable(z.number()), restarts: z.number() })),
});
type Status = z.infer<typeof statusSchema>;
type ChildName = 'postgres' | 'asterisk' | 'janus' | 'server';

export type InstanceOptions = {
  /** Kept after `stop` when given. */
  readonly dataDir?: string;
  /** Settings of the contract; ports that are not named are free ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** `npm start` on a terminal of its own, instead of the supervisor alone. */
  readonly terminal?: boolean;
};

export type Instance = {
  readonly url: string;
  readonly dataDir: string;
  /** Where a caller's INVITE goes, and where this instance sends outbound ones. */
  readonly sipPort: number;
  readonly trunkPort: number;
  /** Everything the supervisor printed. */
  output(): string;
  /** States and restarts of the children. */
  status(): Status;
  pid(child: ChildName): number;
  /** Sends the signal; after SIGKILL resolves when the process is gone. */
  kill(child: ChildName, signal?: NodeJS.Signals): Promise<void>;
  /** Resolves when `/readyz` finds nothing missing. */
  untilReady(): Promise<void>;
  readonly supervisor: { pid(): number; signal(signal: NodeJS.Signals): void; readonly ended: () => boolean };
  /** Keys pressed on its terminal. */
  press(keys: string): void;
  /** kill -9 of the supervisor alone; its children go on. */
  killSupervisor(): Promise<void>;
  /** A new supervisor on the same data folder and settings; resolves when it is ready. */
  startSupervisor(): Promise<void>;
  /** Ends everything and removes the data folder. */
  stop(): Promise<void>;
};

/** A whole instance of its own, as `npm start` runs it; resolves when it is ready. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'permanence-e2e-'));
  const ports = { http: await freePort('tcp'), sip: await freePort('udp'), trunk: await freePort('udp') };
  const rtp = await freeUdpBlock(rtpPorts);
  const env: Record<string, string> = {
    ...inherited(),
    DATA_DIR: dataDir,
    PORT: String(ports.http),
    SIP_LISTEN: `127.0.0.1:${ports.sip}`,
    SIP_TRUNK: `sip:127.0.0.1:${ports.trunk}`,
    RTP_PORTS: `${rtp}-${rtp + rtpPorts - 1}`,
    MEDIA_IP: '127.0.0.1',
    ...options.env,
  };
  let printed = '';
  let supervisor = run();
  try {
    await untilReady(supervisor, () => printed);
  } catch (error) {
    await end(supervisor, 'SIGTERM');
    throw error;
  }

  function run(): ChildProcess {
    printed = '';
    const terminal = ['script', '-qefc', 'exec npm start', '/dev/null'] as const;
    const [file, ...args] = options.terminal ? terminal : [process.execPath, start];
    const child = spawn(file, args, { cwd: projectRoot, env, stdio: [options.terminal ? 'pipe' : 'ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    return child;
  }
  const status = () => statusSchema.parse(JSON.parse(readFileSync(join(dataDir, 'run/status.json'), 'utf8')));
  const pid = (child: ChildName): number => {
    const found = status().children[child]?.pid;
    if (!found) throw new Error(`${child} has no process just now`);
    return found;
  };
  return {
    url: `http://localhost:${env.PORT}`,
    dataDir,
    sipPort: ports.sip,
    trunkPort: ports.trunk,
    output: () => printed,
    status,
    pid,
    kill: (child, signal = 'SIGKILL') => killProcess(pid(child), signal),
    untilReady: () => untilServing(`http://127.0.0.1:${env.PORT}/readyz`),
    supervisor: {
      pid: () => supervisor.pid ?? 0,
      signal: (signal) => void supervisor.kill(signal),
      ended: () => supervisor.exitCode !== null || supervisor.signalCode !== null,
    },
    press: (keys) => void supervisor.stdin?.write(keys),
    killSupervisor: () => end(supervisor, 'SIGKILL'),
    async startSupervisor() {
      supervisor = run();
      await untilReady(supervisor, () => printed);
    },
    async stop() {
      await end(supervisor, 'SIGTERM');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Only what every program needs: settings of the shell that runs the tests stay out. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'XDG_CACHE_HOME', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function killProcess(pid: number, signal: NodeJS.Signals): Promise<void> {
  const before = identify(pid);
  process.kill(pid, signal);
  while (signal === 'SIGKILL' && before !== null && lives(before)) await pause(10);
}

async function untilServing(readyz: string): Promise<void> {
  const deadline = performance.now() + servingWithinMs;
  let missing = 'no answer';
  while (performance.now() < deadline) {
    const response = await fetch(readyz, { signal: AbortSignal.timeout(1_000) }).catch((error: unknown) => error);
    if (response instanceof Response && response.ok) return;
    missing = response instanceof Response ? await response.text() : String(response);
    await pause(50);
  }
  throw new Error(`not ready after ${servingWithinMs / 1000} s: ${missing}`);
}

async function untilReady(supervisor: ChildProcess, printed: () => string): Promise<void> {
  const isReady = () => /^ready /m.test(printed());
  const watch = new AbortController();
  const tooLate = AbortSignal.timeout(readyWithinMs);
  const exited = once(supervisor, 'exit', { signal: watch.signal }).then(() => {
    throw new Error(`the supervisor ended before it was ready:\n${printed()}`);
  });
  const late = once(tooLate, 'abort', { signal: watch.signal }).then(() => {
    throw new Error(`not ready after ${readyWithinMs / 1000} s:\n${printed()}`);
  });
  const ready = (async () => {
    while (!isReady()) await once(supervisor.stdout ?? supervisor, 'data', { signal: watch.signal });
  })();
  try {
    await Promise.race([ready, exited, late]);
  } finally {
    watch.abort();
    await Promise.allSettled([ready, exited, late]);
  }
}

async function end(supervisor: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
  const gone = once(supervisor, 'exit');
  supervisor.kill(signal);
  await gone;
}
