import type { Figure } from './figures.ts';

/** One thing that is measured, on an installation of its own. */
export type Scenario = {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string;
  /** Measures durations, which other work on the machine makes longer. */
  readonly isTimed: boolean;
  /** Takes its measurements; `progress` gets a line now and then. Rejects when it could not measure honestly. */
  measure(progress: (line: string) => void): Promise<readonly Figure[]>;
};
