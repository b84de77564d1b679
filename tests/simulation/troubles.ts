/** What is wrong just now, as far as promises are not asked of anybody meanwhile. */
export type Troubles = {
  /** Milliseconds of one way to the exchange while it is slow. */
  exchangeLatencyMs(): number | null;
  refuses(): boolean;
  slowUntil(ms: number, latencyMs: number): void;
  refuseUntil(ms: number): void;
  /** The exchange obeys at once and as asked. */
  isExchangeWell(): boolean;
};

export function createTroubles(nowMs: () => number): Troubles {
  let slow = { untilMs: 0, latencyMs: 0 };
  let refusesUntilMs = 0;
  /** Commands sent while it was slow are still on their way, and refused ones are made up for. */
  const settleMs = 5_000;
  return {
    exchangeLatencyMs: () => (nowMs() < slow.untilMs ? slow.latencyMs : null),
    refuses: () => nowMs() < refusesUntilMs,
    slowUntil(untilMs, latencyMs) {
      slow = { untilMs, latencyMs };
    },
    refuseUntil(ms) {
      refusesUntilMs = ms;
    },
    isExchangeWell: () => nowMs() >= Math.max(slow.untilMs, refusesUntilMs) + settleMs,
  };
}
