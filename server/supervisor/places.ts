import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
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

/**
 * The folder that a DATA_DIR means to the children. Under root they run as other users: where only root may enter, as in
 * its home or in a folder of `mktemp`, the path becomes a link to a folder below /var/lib that all of them reach.
 */
export function reachableDataDir(dataDir: string, tell: (line: string) => void): string {
  const closed = isRoot() ? closedFolder(dirname(dataDir)) : null;
  if (closed === null) return dataDir;
  const kept = lstatSync(dataDir, { throwIfNoEntry: false });
  if (kept === undefined) {
    const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
    const folder = join('/var/lib/permanence', `${basename(dirname(dataDir))}-${name}`);
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    mkdirSync(dirname(dataDir), { recursive: true });
    symlinkSync(folder, dataDir);
    tell(`only root may enter ${closed}: ${dataDir} is now a link to ${folder}`);
  } else if (!kept.isSymbolicLink()) {
    throw new Problem(
      `DATA_DIR ${dataDir} is below ${closed}, which only root may enter, and PostgreSQL, Asterisk and Janus do not run as root: ` +
        `move it elsewhere, or: chmod o+x ${closed}`,
    );
  }
  return realpathSync(dataDir);
}

/** Makes the folders of an instance. Under root the children run as other users, who must be able to enter them. */
export function makeFolders(places: Places): void {
  mkdirSync(places.dataDir, { recursive: true });
  chmodSync(places.dataDir, isRoot() ? 0o711 : 0o700);
  mkdirSync(places.log, { recursive: true, mode: 0o700 });
  mkdirSync(places.run, { recursive: true, mode: 0o711 });
}

/** The first folder on the way down to this one that other users cannot enter; null when they can. */
export function closedFolder(folder: string): string | null {
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
