import { fromMs, type Instant } from '#shared/time.ts';

/** Time that passes only when told: timers run in their order, and whatever they await is settled in between. */
export function virtualTime(start: Instant) {
  let now = Date.parse(start);
  let order = 0;
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>();

  const next = (until: number) => [...timers].filter(([, t]) => t.at <= until).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];

  return {
    clock: (): Instant => fromMs(now),
    after(ms: number, run: () => void) {
      order += 1;
      const id = order;
      timers.set(id, { at: now + ms, run });
      return () => void timers.delete(id);
    },
    /** Time in which this process was stopped: what was due meanwhile comes late. */
    jump(ms: number): void {
      now += ms;
    },
    async pass(ms: number): Promise<void> {
      const until = now + ms;
      await settled();
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        timers.delete(timer[0]);
        now = Math.max(now, timer[1].at);
        timer[1].run();
        await settled();
      }
      now = until;
    },
  };
}

/** Lets every promise that waits for nothing from outside come to its end. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
