import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isRecord, readJson } from './json-file.ts';
import { identify, lives } from './process-table.ts';
import { readIdentity } from './recorded.ts';

/** Waits for whoever holds the lock, told once by `onWait`; what gives it back, or null when meanwhile there is nothing left to do. */
export async function lock(file: string, isDone: () => boolean, onWait: () => void): Promise<(() => void) | null> {
  let told = false;
  for (;;) {
    if (isDone()) return null;
    if (takeLock(file)) return () => rmSync(file, { force: true });
    if (!told) onWait();
    told = true;
    await pause(500);
  }
}

/** The lock appears with its holder's name in it, so that nobody takes a half-written one for a dead holder's. */
function takeLock(file: string): boolean {
  const content = readJson(file);
  const holder = isRecord(content) ? readIdentity(content) : null;
  if (holder !== null && lives(holder)) return false;
  if (content !== null) rmSync(file, { force: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine);
  }
}
