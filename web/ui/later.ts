/** Runs something once after so many milliseconds; what it returns calls it off. */
export type Later = (ms: number, run: () => void) => () => void;

/** By the browser's timer. */
export const later: Later = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
