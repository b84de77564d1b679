import type { Instant } from '#shared/time.ts';

/** The clock that rules see: the device's, corrected by the server's offset. */
export type Clock = () => Instant;
