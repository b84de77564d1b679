import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 *   operator's home                  street                      the bureau: this process
 *     wifi   10.77.0.2 ────────── 10.77.0.1  ┐
 *     mobile 10.78.0.2 ────────── 10.78.0.1  ┴─ 10.79.0.2 ────── 10.79.0.1: pages, gateway
 */

const ways = [
  { name: 'wifi', near: '10.77.0.2', far: '10.77.0.1' },
  { name: 'mobile', near: '10.78.0.2', far: '10.78.0.1' },
] as const;
type Way = (typeof ways)[number];

/** An operator's home with two ways to the world, of which at most one is there. */
export type Home = {
  /** Where pages and gateway are reached from the home. */
  readonly outside: string;
  /** A Chromium that lives there. */
  readonly chromium: string;
  /** The way that is there goes, and this one comes; null: none. */
  take(way: Way['name'] | null): void;
  /** The way that is there goes, or went last, and the other one comes. */
  change(): void;
};

/** Builds it beside a process with a network of its own (`inOwnNetwork`), with which it goes. */
export async function buildHome(): Promise<Home> {
  const outside = '10.79.0.1';
  const [home, street] = [await emptyNetwork(), await emptyNetwork()];
  const folder = mkdtempSync(join(tmpdir(), 'permanence-home-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const chromium = join(folder, 'chromium');
  writeFileSync(chromium, `#!/bin/sh\nexec nsenter --target ${home} --net /usr/bin/chromium "$@"\n`);
  chmodSync(chromium, 0o755);

  run('ip', 'link', 'set', 'lo', 'up');
  inside(home, 'ip', 'link', 'set', 'lo', 'up');
  inside(street, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
  run('ip', 'link', 'add', 'street', 'type', 'veth', 'peer', 'name', 'bureau', 'netns', String(street));
  run('ip', 'addr', 'add', `${outside}/24`, 'dev', 'street');
  run('ip', 'link', 'set', 'street', 'up');
  inside(street, 'ip', 'addr', 'add', '10.79.0.2/24', 'dev', 'bureau');
  inside(street, 'ip', 'link', 'set', 'bureau', 'up');
  for (const { name, far } of ways) {
    inside(street, 'ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', String(home));
    inside(street, 'ip', 'addr', 'add', `${far}/24`, 'dev', name);
    inside(street, 'ip', 'link', 'set', name, 'up');
    run('ip', 'route', 'add', far.replace(/1$/, '0/24'), 'via', '10.79.0.2');
  }

  let last: Way['name'] = 'mobile';
  function take(wanted: Way['name'] | null): void {
    for (const { name } of ways) {
      inside(home, 'ip', 'addr', 'flush', 'dev', name);
      inside(home, 'ip', 'link', 'set', name, 'down');
    }
    const way = ways.find(({ name }) => name === wanted);
    if (way === undefined) return;
    last = way.name;
    inside(home, 'ip', 'link', 'set', way.name, 'up');
    inside(home, 'ip', 'addr', 'add', `${way.near}/24`, 'dev', way.name);
    inside(home, 'ip', 'route', 'add', 'default', 'via', way.far);
  }
  return { outside, chromium, take, change: () => take(last === 'wifi' ? 'mobile' : 'wifi') };
}

/** The process whose network it is, which lives as long as we do. */
async function emptyNetwork(): Promise<number> {
  const keeper = spawn('unshare', ['--net', 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  keeper.stdin.write('there\n');
  await once(keeper.stdout, 'data');
  keeper.unref();
  if (keeper.pid === undefined) throw new Error('no network of its own');
  return keeper.pid;
}

const run = (command: string, ...args: readonly string[]): void =>
  void execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });

const inside = (network: number, ...command: readonly string[]): void =>
  run('nsenter', '--target', String(network), '--net', ...command);
