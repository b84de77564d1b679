import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from '../config/values.ts';
import { readText } from './json-file.ts';
import { Problem } from './problem.ts';
import { identify, lives, type ProcessIdentity } from './process-table.ts';
import type { ChildName, RecordedChild } from './recorded.ts';
import { deathsInARow, restartDelay } from './restart-policy.ts';

/** How one child is started, known to be ready, and ended. */
export type ChildPlan = {
  readonly name: ChildName;
  readonly command: readonly [string, ...string[]];
  readonly env: Env;
  readonly cwd: string;
  /** The user it runs as, when this process may choose. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  readonly logFile: string;
  /** Whatever of its settings is not in the command: a child with others is not adopted. */
  readonly settings: unknown;
  readonly endSignal: 'SIGTERM' | 'SIGINT';
  /** What must be done before each start. */
  readonly prepare: () => Promise<void>;
  readonly isReady: () => Promise<boolean>;
};

export type ChildState = 'starting' | 'running' | 'restarting' | 'ended';
export type ChildStatus = { readonly state: ChildState; readonly pid: number | null; readonly restarts: number };

const watchEveryMs = 100;
const readyWithinMs = 60_000;
const endsWithinMs = 8_000;
/** What dies so often before it was ready once lacks something. */
const deathsBeforeReady = 3;

/**
 * One child, kept alive.
 * ```
 * starting ──ready──▶ running ──dead──▶ restarting ──delay──▶ starting
 *     └────────────dead──────────────────▲      any ──end()──▶ ended
 * ```
 */
export class Child {
  readonly #plan: ChildPlan;
  readonly #changed: () => void;
  #process: ProcessIdentity | null = null;
  #state: ChildState = 'starting';
  #restarts = 0;
  #deaths = 0;
  #startedAt = 0;
  #watch: NodeJS.Timeout | null = null;

  constructor(plan: ChildPlan, changed: () => void) {
    this.#plan = plan;
    this.#changed = changed;
  }

  get name(): ChildName {
    return this.#plan.name;
  }

  get status(): ChildStatus {
    return { state: this.#state, pid: this.#process?.pid ?? null, restarts: this.#restarts };
  }

  /** For the children file; null while there is no process. */
  get recorded(): RecordedChild | null {
    return this.#process === null ? null : { ...this.#process, fingerprint: fingerprint(this.#plan) };
  }

  /** Adopts the survivor when it was started alike, else ends it and starts a new one. Resolves when ready; a new one that never is rejects. */
  async open(survivor: RecordedChild | undefined): Promise<'adopted' | 'started'> {
    const openedAt = performance.now();
    const adopted = survivor !== undefined && survivor.fingerprint === fingerprint(this.#plan);
    if (survivor !== undefined && !adopted) await endProcess(survivor, this.#plan.endSignal);
    if (adopted) this.#process = survivor;
    else await this.#spawn();
    this.#startedAt = performance.now();
    this.#watch = setInterval(() => this.#look(), watchEveryMs);
    await this.#becomeReady();
    while (!adopted && (this.#state === 'starting' || this.#state === 'restarting')) {
      if (this.#restarts >= deathsBeforeReady || performance.now() - openedAt > readyWithinMs) throw this.#isNotReady();
      await pause(50);
    }
    return adopted ? 'adopted' : 'started';
  }

  /** Ends it and keeps it ended. */
  async end(): Promise<void> {
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#enter('ended');
    if (this.#process !== null) await endProcess(this.#process, this.#plan.endSignal);
    this.#process = null;
    this.#changed();
  }

  /** Ends it; it is started again at once, without counting as a death. */
  async replace(): Promise<void> {
    this.#deaths = -1;
    if (this.#process !== null) await endProcess(this.#process, this.#plan.endSignal);
  }

  #isNotReady(): Problem {
    const { name, logFile } = this.#plan;
    const words = this.#restarts > 0 ? lastError(readText(logFile) ?? '') : null;
    return new Problem(`${name} does not start${words === null ? '' : ` (${words})`}: its words are in ${logFile}`);
  }

  #look(): void {
    if (this.#state === 'ended' || this.#state === 'restarting') return;
    if (this.#process !== null && lives(this.#process)) return;
    this.#deaths = deathsInARow(this.#deaths, performance.now() - this.#startedAt);
    this.#restarts += 1;
    this.#process = null;
    this.#enter('restarting');
    setTimeout(() => void this.#startAgain(), restartDelay(this.#deaths));
  }

  async #startAgain(): Promise<void> {
    if (this.#state !== 'restarting') return;
    await this.#spawn();
    this.#startedAt = performance.now();
    await this.#becomeReady();
  }

  async #spawn(): Promise<void> {
    try {
      await this.#plan.prepare();
    } catch (error) {
      // Counts as a death: the watch starts it again after the delay.
      console.error(`${this.name} cannot be prepared: ${error instanceof Error ? error.message : String(error)}`);
      return this.#enter('starting');
    }
    if (this.#state === 'ended') return;
    const pid = spawnDetached(this.#plan, () => this.#look());
    this.#process = pid === undefined ? null : identify(pid);
    this.#enter('starting');
  }

  async #becomeReady(): Promise<void> {
    const process = this.#process;
    const deadline = performance.now() + readyWithinMs;
    while (this.#process === process && this.#state === 'starting' && performance.now() < deadline) {
      if (await this.#plan.isReady()) {
        if (this.#process === process && this.#state === 'starting') this.#enter('running');
        return;
      }
      await pause(50);
    }
  }

  #enter(state: ChildState): void {
    this.#state = state;
    this.#changed();
  }
}

/** The line of the last error that ended a process of Node; null: none is there. */
const lastError = (log: string): string | null =>
  log
    .match(/^\w*(?:Error|WrongSetting)\b.*/gm)
    ?.at(-1)
    ?.trim() ?? null;

/** Hash of how a child is started. */
function fingerprint(plan: ChildPlan): string {
  const parts = JSON.stringify([plan.command, plan.cwd, plan.user, plan.settings]);
  return createHash('sha256').update(parts).digest('hex').slice(0, 16);
}

/** Asks a process to end; after 8 s it is killed. Resolves when it is gone. */
export async function endProcess(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  const deadline = performance.now() + endsWithinMs;
  signalTo(identity, signal);
  while (lives(identity)) {
    if (performance.now() > deadline) signalTo(identity, 'SIGKILL');
    await pause(20);
  }
}

function signalTo(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!lives(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    // It may have ended since the line above.
    if (lives(identity)) throw error;
  }
}

/** Starts a process that outlives this one, with its output in a file: a pipe would die with its reader. */
function spawnDetached(plan: ChildPlan, ended: () => void): number | undefined {
  const log = openSync(plan.logFile, 'a', 0o600);
  const [file, ...args] = plan.command;
  const child = spawn(file, args, {
    cwd: plan.cwd,
    env: { ...plan.env },
    detached: true,
    stdio: ['ignore', log, log],
    ...plan.user,
  });
  // A file that cannot be run counts as a death: the watch starts it again after the delay.
  child.on('error', (error) => console.error(`${plan.name} cannot be started: ${error.message}`));
  // Sooner than the watch, which also sees the children of an earlier supervisor.
  child.once('exit', ended);
  child.unref();
  closeSync(log);
  return child.pid;
}
