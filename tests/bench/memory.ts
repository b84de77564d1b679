import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { identify } from '../../server/supervisor/process-table.ts';
import { Desk } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import type { Figure } from './figures.ts';
import { withInstallation } from './installation.ts';
import type { Scenario } from './scenario.ts';
import { call } from './sipp.ts';

const callers = 20;
/** How long the processes are left alone before they are measured. */
const settleMs = 10_000;
/** 15 s of ringing, then the welcome. */
const ringingAndWelcomeMs = 25_000;
const healthSchema = z.object({ calls: z.number() });
const parts = ['supervisor', 'server', 'postgres', 'asterisk', 'janus'] as const;
type Part = (typeof parts)[number];

/** Memory of each part, idle and with callers who wait with music for an operator who is on pause. */
export const memory: Scenario = {
  name: 'memory',
  isTimed: false,
  measure: (progress) =>
    withInstallation({}, async (instance) => {
      const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000);
      await lea.ready();
      await lea.page.click('[data-act=pause]');
      await lea.state('pause');
      progress('memory: idle');
      await pause(settleMs);
      const idle = proportionalSet(instance);
      progress(`memory: ${callers} callers wait`);
      const waiting = await withWaitingCallers(instance, () => proportionalSet(instance));
      await lea.close();
      return parts.flatMap((part) => [
        figure(`Memory of ${part}, idle (PSS)`, idle[part]),
        figure(`Memory of ${part}, ${callers} waiting calls (PSS)`, waiting[part]),
      ]);
    }),
};

const figure = (what: string, measured: number): Figure => ({ what, measured, unit: 'MB', count: 1, bar: null });

/** Measures when every caller has been answered with the welcome and hears music. */
async function withWaitingCallers<T>(instance: Instance, measure: () => T): Promise<T> {
  const numbers = Array.from({ length: callers }, (_, i) => `+336399860${String(i).padStart(2, '0')}`);
  const calls = call({
    sipPort: instance.sipPort,
    did: '+33199000101',
    scenario: 'caller-waits.xml',
    callers: numbers,
    atOnce: callers,
  });
  await pause(ringingAndWelcomeMs + settleMs);
  const { calls: up } = healthSchema.parse(await (await fetch(`${instance.url}/healthz`)).json());
  const measured = measure();
  await calls.done; // every one was answered, and none was ended by us before its caller
  if (up !== callers) throw new Error(`${up} of ${callers} callers waited`);
  return measured;
}

/** Proportional set size of each part in MB (10⁶ bytes): memory shared by several processes is counted once. */
function proportionalSet(instance: Instance): Record<Part, number> {
  const children = childrenByParent();
  const withDescendants = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(withDescendants)];
  const ofAll = (pids: readonly number[]) => pids.reduce((sum, pid) => sum + pss(pid), 0);
  const of = (part: Exclude<Part, 'supervisor'>) => ofAll(withDescendants(instance.pid(part)));
  return {
    supervisor: pss(instance.supervisor.pid()),
    server: of('server'),
    postgres: of('postgres'),
    asterisk: of('asterisk'),
    janus: of('janus'),
  };
}

function pss(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return (Number(kilobytes) * 1024) / 1e6;
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const parent = parentOf(pid);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  return children;
}

/** Null for a process that has ended meanwhile. */
function parentOf(pid: number): number | null {
  if (identify(pid) === null) return null;
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
