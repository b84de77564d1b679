import { CodedError } from '#shared/errors.ts';
import { retryDelay } from '#shared/reconnect.ts';
import type { SyncStatus } from '../ports/device.ts';

/*
 *   idle ──wake, or 30 s──→ syncing ──done──→ idle
 *                              │ no answer → offline ──backoff, or wake──→ syncing
 *                              │ 401 → signed-out ──wake only──→ syncing
 *                              │ 426 → outdated ──wake only──→ syncing
 *                              └ no room → full ──backoff, or wake──→ syncing
 */
export type LoopState = SyncStatus['state'];

/** Pokes come over `/live`; this is for the pages that have none. */
const IDLE_MS = 30_000;

export type LoopDeps = {
  /** Calls `heed` before it looks at what there is to do: what has woken the loop until then makes no round more. */
  readonly round: (heed: () => void) => Promise<void>;
  readonly after: (ms: number, run: () => void) => () => void;
  /** 0–1; spreads the devices of a bureau when its server comes back. */
  readonly random: () => number;
  readonly onState: (state: LoopState) => void;
  /** Anything but a missing network or session. */
  readonly onError: (error: unknown) => void;
};

/** Milliseconds until the next round by itself; null: only when woken. */
export function nextRoundIn(state: LoopState, failures: number, random: number): number | null {
  if (state === 'signed-out' || state === 'outdated') return null;
  return state === 'idle' ? IDLE_MS : retryDelay(failures, random);
}

/** Runs rounds one after the other; a wake during a round makes one more. */
export function createLoop(deps: LoopDeps): { wake(): void; stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let failures = 0;
  let cancel = () => {};

  const heed = () => {
    again = false;
  };
  const once = async () => {
    heed();
    deps.onState('syncing');
    const state = await deps.round(heed).then(
      () => 'idle' as const,
      (error: unknown) => stateAfter(error, deps.onError),
    );
    failures = state === 'idle' ? 0 : failures + 1;
    deps.onState(state);
    const ms = nextRoundIn(state, failures, deps.random());
    if (!stopped && !again && ms !== null) cancel = deps.after(ms, wake);
  };
  const wake = () => {
    if (stopped) return;
    again = true;
    cancel();
    running ??= once().finally(() => {
      running = null;
      if (again) wake();
    });
  };
  return {
    wake,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

function stateAfter(error: unknown, onError: (error: unknown) => void): Exclude<LoopState, 'idle' | 'syncing'> {
  const code = error instanceof CodedError ? error.code : null;
  if (code === 'http.signed_out') return 'signed-out';
  if (code === 'http.outdated') return 'outdated';
  if (code === 'storage.full') return 'full';
  if (code !== 'http.offline') onError(error);
  return 'offline';
}
