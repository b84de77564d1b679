import type { PhoneNumber } from './phone-number.ts';

/** Seconds of one ring with its pause, as callers of a country hear it (ITU-T E.180, Supplement 2). */
const cycles: Readonly<Record<string, number>> = {
  '+33': 5,
  '+32': 4,
  '+31': 5,
  '+352': 5,
  '+41': 5,
  '+49': 5,
  '+44': 3,
  '+34': 4.5,
  '+39': 5,
  '+81': 3,
  '+1': 6,
};
const usualCycle = 5;

/** Rings after which an answer is late, and after which callers hang up [S20]. */
export const lateRings = { late: 3, last: 5 } as const;

/** How many rings somebody has heard who waits for so many seconds, the one that begins included. */
export function ringsHeard(seconds: number, caller: PhoneNumber | null): number {
  const country = caller === null ? undefined : Object.keys(cycles).find((code) => caller.startsWith(code));
  const cycle = (country === undefined ? undefined : cycles[country]) ?? usualCycle;
  return Math.floor(Math.max(0, seconds) / cycle) + 1;
}
