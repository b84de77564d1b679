import type { Instant } from '#shared/time.ts';

/** The clock that rules see; starts at DEMO_NOW in the demonstration. */
export type Clock = () => Instant;

/** A new UUIDv7. */
export type NewId = () => string;

/** Starts a function later; returns what cancels it. Real timers in `main.ts`, virtual ones in tests. */
export type After = (ms: number, run: () => void) => () => void;
