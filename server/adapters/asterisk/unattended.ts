import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnattendedRecordings } from '../../ports/telephony.ts';
import { withTrueLength } from './wav.ts';

/** A recording that still carries `.part` after this time was cut by a kill: longest recording and apology, and some. */
const cutAfterMs = 5 * 60_000;

/** `20261122T024800Z_+33199000101_+33639980001_17320000007_.wav`, as the dialplan names them. */
const namePattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z_(\+?\d*)_(\+?\d*)_(\d+)(?:_([0-9a-f]{32})?)?(\.part)?\.wav$/;

/** The recordings that Asterisk's dialplan made alone, in the spool's folder `unattended`. */
export function unattendedRecordings(folder: string, nowMs: () => number): UnattendedRecordings {
  return {
    async list() {
      const found = [];
      for (const name of await readdir(folder)) {
        const match = namePattern.exec(name);
        if (match === null) continue;
        if (match[11] !== undefined && nowMs() - (await stat(join(folder, name))).mtimeMs < cutAfterMs) continue;
        const [, year, month, day, hour, minute, second, dialled = '', caller = '', channel = '', call] = match;
        const began = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
        found.push({
          name,
          dialled,
          caller,
          channel,
          callId: call === undefined ? null : withHyphens(call),
          ageMs: Math.max(0, nowMs() - began),
        });
      }
      return found;
    },
    load: async (name) => withTrueLength(await readFile(join(folder, name))),
    discard: (name) => rm(join(folder, name), { force: true }),
  };
}

/** A UUID of 32 digits as everybody else writes it. */
const withHyphens = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
