import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'vite';
import { freePort } from '../../server/supervisor/network-ports.ts';
import { cacheFolder } from '../../server/supervisor/places.ts';
import { Problem } from '../../server/supervisor/problem.ts';
import { runCommand } from '../../server/supervisor/run-command.ts';

/*
 * Libraries that are measured beside ours. They are four hundred packages that nothing else here needs, so they are no
 * dependencies of the project: the bench installs them once into the cache folder.
 */
const packages = {
  rxdb: '17.6.0',
  rxjs: '7.8.2',
  'pouchdb-browser': '9.0.0',
  'pouchdb-server': '4.2.0',
  events: '3.3.0', // PouchDB wants Node's own, which no browser has
};

/** What a page gets of them, as globals. */
const entry = `
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import PouchDB from 'pouchdb-browser';
Object.assign(globalThis, { peers: { createRxDatabase, replicateRxCollection, getRxStorageDexie, PouchDB } });
`;

export type Peers = {
  /** Runs in a page before its own code. */
  readonly script: string;
  /** PouchDB's own server, which keeps what it has in memory, until it is closed. */
  startPouchServer(): Promise<{ readonly url: string; close(): void }>;
};

/** Installs them where that was not done yet, and bundles what runs in pages. */
export async function preparePeers(progress: (line: string) => void): Promise<Peers> {
  const folder = join(cacheFolder(process.env), `bench-peers-${packages.rxdb}-${packages['pouchdb-browser']}`);
  const bundle = join(folder, 'dist/peers.js');
  if (!existsSync(bundle)) {
    progress('the libraries that are measured beside ours: installing (once, about a minute)');
    await install(folder);
    await bundlePages(folder);
  }
  return { script: readFileSync(bundle, 'utf8'), startPouchServer: () => startPouchServer(folder) };
}

async function install(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  writeFileSync(join(folder, 'entry.js'), entry);
  const logFile = join(folder, 'install.log');
  const command = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'] as const;
  const code = await runCommand(command, { cwd: folder, logFile, env: process.env });
  if (code !== 0) throw new Problem(`they could not be installed; the reason is in ${logFile}`);
}

async function bundlePages(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    resolve: { alias: { events: join(folder, 'node_modules/events/events.js') } },
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: { lib: { entry: 'entry.js', formats: ['iife'], name: 'bundled', fileName: () => 'peers.js' }, outDir: 'dist' },
  });
}

async function startPouchServer(folder: string) {
  const port = await freePort('tcp');
  const bin = join(folder, 'node_modules/pouchdb-server/bin/pouchdb-server');
  const options = ['--in-memory', '--port', String(port), '--no-stdout-logs'];
  const child = spawn(process.execPath, [bin, ...options], { cwd: folder, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await untilServing(child, url);
  return { url, close: () => void child.kill() };
}

async function untilServing(child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => null); // not yet
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('PouchDB’s server ended before it served');
}
