import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lock } from '../../../server/supervisor/lock.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'permanence-lock-')), 'web.lock');

test('the second waits until the first gives the lock back, and has nothing left to do', async () => {
  const file = newFile();
  let isDone = false;
  let waited = 0;
  const first = await lock(
    file,
    () => isDone,
    () => undefined,
  );
  expect(first).not.toBeNull();
  const second = lock(
    file,
    () => isDone,
    () => {
      waited += 1;
    },
  );
  isDone = true;
  first?.();
  expect(await second).toBeNull();
  expect(waited).toBe(1);
});

test('a lock whose holder was killed is taken over', async () => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ pid: process.pid, startTime: '1', command: ['gone'] }));
  const release = await lock(
    file,
    () => false,
    () => expect.unreachable('nobody holds it'),
  );
  expect(release).not.toBeNull();
});
