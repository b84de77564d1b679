import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { uuidv7 } from '#shared/uuid.ts';
import type { ServerConfig } from '../config.ts';
import type { After, NewId } from '../ports/time.ts';
import { createRefusals, type Refusals } from './refusals.ts';

/** What the whole server is built on: its settings, real time, ids, and its log. */
export type World = {
  readonly config: ServerConfig;
  readonly version: string;
  readonly nowMs: () => number;
  readonly newId: NewId;
  readonly after: After;
  /** JSON lines without personal data. */
  readonly note: (event: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly fault: (event: string, cause: unknown) => void;
  readonly refusals: Refusals;
};

/** The real world. */
export function openWorld(config: ServerConfig, version: string): World {
  const log = pino({ level: 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    config,
    version,
    nowMs: () => Date.now(),
    newId: () => uuidv7(Date.now(), randomBytes(10)),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    note: (event, fields = {}) => log.info(fields, event),
    fault: (event, cause) => log.error({ cause: cause instanceof Error ? cause.stack : String(cause) }, event),
    refusals: createRefusals(),
  };
}
