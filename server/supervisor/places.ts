import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Problem } from './problem.ts';

/** The clone this runs from. */
export const projectRoot = join(import.meta.dirname, '../..');

/** Folders and files of one running instance, all below its DATA_DIR. */
export type Places = {
  readonly dataDir: string;
  readonly log: string;
  readonly run: string;
  readonly childrenFile: string;
  readonly statusFile: string;
  readonly ownerFile: string;
  readonly secretsFile: string;
  readonly postgres: string;
  readonly asterisk: string;
  readonly spool: string;
  readonly janus: string;
};

/** Where the things of an instance stand. */
export function placesIn(dataDir: string): Places {
  const run = join(dataDir, 'run');
  const asterisk = join(dataDir, 'asterisk');
  return {
    dataDir,
    log: join(dataDir, 'log'),
    run,
    childrenFile: join(run, 'children.json'),
    statusFile: join(run, 'status.json'),
    ownerFile: join(run, 'owner.json'),
    secretsFile: join(run, 'secrets.json'),
    postgres: join(dataDir, 'postgres'),
    asterisk,
    spool: join(asterisk, 'spool'),
    janus: join(dataDir, 'janus'),
  };
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Makes the folders of an instance. Under root the children run as other users, who must be able to enter them. */
export function makeFolders(places: Places): void {
  mkdirSync(places.dataDir, { recursive: true });
  chmodSync(places.dataDir, isRoot() ? 0o711 : 0o700);
  mkdirSync(places.log, { recursive: true, mode: 0o700 });
  mkdirSync(places.run, { recursive: true, mode: 0o711 });
  if (!isRoot()) return;
  for (const [what, folder] of [
    ['DATA_DIR', places.dataDir],
    ['the clone', projectRoot],
  ] as const) {
    const closed = closedFolder(folder);
    if (closed === null) continue;
    throw new Problem(
      `${what} ${folder} is below ${closed}, which only root may enter, and PostgreSQL, Asterisk and Janus do not run as root: ` +
        `move it elsewhere, or: chmod o+x ${closed}`,
    );
  }
}

/** The first folder on the way down to this one that other users cannot enter; null when they can. */
function closedFolder(folder: string): string | null {
  const parent = dirname(folder);
  const above = parent === folder ? null : closedFolder(parent);
  if (above !== null) return above;
  return existsSync(folder) && (statSync(folder).mode & 0o001) === 0 ? folder : null;
}

/** A folder outside the clone for what may be fetched again; under root one that other users can read. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  const own = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'permanence');
  return isRoot() && closedFolder(own) !== null ? '/var/cache/permanence' : own;
}
