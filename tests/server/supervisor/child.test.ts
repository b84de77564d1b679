import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Child } from '../../../server/supervisor/child.ts';

/** A child that runs this JavaScript. */
function childOf(script: string, isReady: () => Promise<boolean>): Child {
  const folder = mkdtempSync(join(tmpdir(), 'permanence-child-'));
  const plan = {
    name: 'server' as const,
    command: [process.execPath, '-e', script] as const,
    env: {},
    cwd: folder,
    user: null,
    logFile: join(folder, 'server.log'),
    settings: null,
    endSignal: 'SIGTERM' as const,
    prepare: async () => undefined,
    isReady,
  };
  const child = new Child(plan, () => undefined);
  onTestFinished(async () => {
    await child.end();
    rmSync(folder, { recursive: true });
  });
  return child;
}

test('a child that dies again and again before it is ready ends the start, with its own reason', async () => {
  const child = childOf('throw new Error("nobody answers at DATABASE_URL")', async () => false);
  await expect(child.open(undefined)).rejects.toThrow(
    /^server does not start \(Error: nobody answers at DATABASE_URL\): its words are in \/.+\/server\.log$/,
  );
});

test('a child that dies once before it is ready is started again, and then it is', async () => {
  let asked = 0;
  const child = childOf('process.stdin.resume(); setInterval(() => undefined, 1000)', async () => {
    asked += 1;
    if (asked === 1) process.kill(child.status.pid ?? 0, 'SIGKILL');
    return child.status.restarts === 1 && child.status.state === 'starting';
  });
  expect(await child.open(undefined)).toBe('started');
  expect(child.status).toMatchObject({ state: 'running', restarts: 1 });
});
