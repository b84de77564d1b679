/** Writes lines for whoever watches the start. */
export type Progress = (line: string) => void;

const begun = performance.now();

/** A line with the seconds since the start. */
export const printProgress: Progress = (line) => {
  console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

/** Runs a task that takes long and says every ten seconds that it is still at it. */
export async function withProgress<T>(progress: Progress, name: string, task: () => Promise<T>): Promise<T> {
  const at = performance.now();
  const still = setInterval(() => progress(`${name} … ${Math.round((performance.now() - at) / 1000)} s`), 10_000);
  try {
    return await task();
  } finally {
    clearInterval(still);
  }
}
