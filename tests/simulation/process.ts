import type { Course } from './course.ts';

/** One life of a process: killed, it does nothing any more; stopped (SIGSTOP), it does everything afterwards. */
export type Life = {
  readonly number: number;
  run(work: () => void): void;
  stop(): void;
  goOn(): void;
  die(): void;
  state(): 'up' | 'stopped' | 'dead';
};

export function createLife(number: number): Life {
  let state: 'up' | 'stopped' | 'dead' = 'up';
  let held: (() => void)[] = [];
  return {
    number,
    run(work) {
      if (state === 'up') work();
      else if (state === 'stopped') held.push(work);
    },
    stop() {
      if (state === 'up') state = 'stopped';
    },
    goOn() {
      if (state !== 'stopped') return;
      state = 'up';
      const missed = held;
      held = [];
      for (const work of missed) work();
    },
    die() {
      state = 'dead';
      held = [];
    },
    state: () => state,
  };
}

/** A request to another process and its answer. What was sent is done there even when the asker dies meanwhile. */
export type Ask = <T>(work: () => T | Promise<T>) => Promise<T>;

export function createAsk(
  course: Course,
  life: Life,
  other: { readonly latencyMs: () => number; readonly refusal: () => string | null },
): Ask {
  return (work) =>
    new Promise((resolve, reject) => {
      if (life.state() === 'dead') return;
      const answer = (act: () => void) => void course.time.after(other.latencyMs(), () => life.run(act));
      const failed = (cause: unknown) => answer(() => reject(cause));
      course.time.after(other.latencyMs(), () => {
        const refusal = other.refusal();
        if (refusal !== null) return failed(new Error(refusal));
        try {
          const done = work();
          if (done instanceof Promise) done.then((value) => answer(() => resolve(value)), failed);
          else answer(() => resolve(done));
        } catch (cause) {
          failed(cause);
        }
      });
    });
}
