import type { Random } from './random.ts';
import type { SimulatedTime } from './time.ts';
import type { Trace } from './trace.ts';

/** What everything in a simulated day shares: time, chance, and the record of what happened. */
export type Course = { readonly time: SimulatedTime; readonly chance: Random; readonly trace: Trace };
