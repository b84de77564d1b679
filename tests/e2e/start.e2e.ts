import { readFileSync } from 'node:fs';
import { identify, lives } from '../../server/supervisor/process-table.ts';
import { startInstance } from './instance.ts';
import { dial } from './telephone.ts';
import { expect, lines, test } from './world.ts';

const children = ['postgres', 'asterisk', 'janus', 'server'] as const;

/** The process that a process started. */
const childOf = (pid: number): number => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());

test('npm start on a terminal: Ctrl-C asks once more while a call is up; SIGTERM to npm asks nothing and ends every child', async () => {
  const instance = await startInstance({ terminal: true, env: { DEMO: '1' } });
  try {
    const caller = await dial({ sipPort: instance.sipPort, did: lines.martin, from: '+33639981091', toneHz: 600 });
    await caller.answered; // nobody is signed in: he leaves a message
    const before = children.map((name) => identify(instance.pid(name)));
    const alive = () => before.filter((child) => child !== null && lives(child)).length;
    instance.press('\u0003');
    await expect.poll(() => instance.output()).toContain('One call is up and would be cut. Press Ctrl-C again to end.');
    expect([alive(), instance.supervisor.ended()]).toEqual([4, false]);
    process.kill(childOf(instance.supervisor.pid()), 'SIGTERM');
    await expect.poll(() => instance.supervisor.ended(), { timeout: 30_000 }).toBe(true);
    expect(alive()).toBe(0);
    caller.close();
  } finally {
    await instance.stop();
  }
});
