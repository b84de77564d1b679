/*
 * The worker's timer ticks every second, also when the tab is in the background; the page's main thread answers each
 * tick with its microphone. A beat goes out only for an answer that came within a second: a frozen page beats no more,
 * and the worker says so.
 */

export const tickEveryMs = 1000;
const answerWithinMs = 1000;

export type Heartbeat = { readonly tick: number; readonly tickedAt: number; readonly answered: number };

export const noTick: Heartbeat = { tick: 0, tickedAt: Number.NEGATIVE_INFINITY, answered: 0 };

/** The next tick to send to the main thread. */
export const nextTick = (heart: Heartbeat, nowMs: number): Heartbeat => ({ ...heart, tick: heart.tick + 1, tickedAt: nowMs });

/** Whether the main thread's answer is worth a beat: to the latest tick, in time. */
export function isAlive(heart: Heartbeat, answer: number, nowMs: number): boolean {
  return answer === heart.tick && nowMs - heart.tickedAt <= answerWithinMs;
}

/** The latest tick has its answer. */
export const answered = (heart: Heartbeat): Heartbeat => ({ ...heart, answered: heart.tick });

/** Whether the page left the latest tick without an answer. */
export const isUnanswered = (heart: Heartbeat): boolean => heart.answered < heart.tick;
