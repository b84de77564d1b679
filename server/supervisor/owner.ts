import { rmSync, writeFileSync } from 'node:fs';
import { isRecord, readJson } from './json-file.ts';
import { Problem } from './problem.ts';
import { identify, lives, type ProcessIdentity } from './process-table.ts';
import { readIdentity } from './recorded.ts';

/** Takes a data folder for this process; refuses one whose owner lives. Returns what gives it back. */
export function claim(ownerFile: string, dataDir: string): () => void {
  const self = identify(process.pid);
  if (self === null) throw new Problem('/proc is not readable: cannot tell processes apart');
  const owner = livingOwner(ownerFile);
  if (owner !== null) throw new Problem(`DATA_DIR ${dataDir} belongs to a running Permanence (process ${owner.pid})`);
  rmSync(ownerFile, { force: true });
  try {
    writeFileSync(ownerFile, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw new Problem(`DATA_DIR ${dataDir} is being taken by another start`, cause);
  }
  return () => rmSync(ownerFile, { force: true });
}

function livingOwner(ownerFile: string): ProcessIdentity | null {
  const content = readJson(ownerFile);
  const owner = isRecord(content) ? readIdentity(content) : null;
  return owner !== null && owner.pid !== process.pid && lives(owner) ? owner : null;
}
