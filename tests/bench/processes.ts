import { readdirSync } from 'node:fs';
import { identify, readProc } from '../../server/supervisor/process-table.ts';
import type { Instance } from '../e2e/instance.ts';

/** What runs of an installation. */
export const parts = ['supervisor', 'server', 'postgres', 'asterisk', 'janus'] as const;
export type Part = (typeof parts)[number];

/** Something of each part. */
export const ofEach = <T>(of: (part: Part) => T): Record<Part, T> => ({
  supervisor: of('supervisor'),
  server: of('server'),
  postgres: of('postgres'),
  asterisk: of('asterisk'),
  janus: of('janus'),
});

/** The processes of each part now. The supervisor's children are parts of their own. */
export function partsOf(instance: Instance): Record<Part, readonly number[]> {
  const children = childrenByParent();
  const withDescendants = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(withDescendants)];
  return ofEach((part) => (part === 'supervisor' ? [instance.supervisor.pid()] : withDescendants(instance.pid(part))));
}

/** Proportional set size in MB (10⁶ bytes): memory shared by several processes is counted once. */
export const memoryOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + pss(pid), 0);

/** Seconds of a processor that these processes, and their children that ended, have used so far (proc(5), in hundredths). */
export function processorSecondsOf(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = readProc(pid, 'stat') ?? ''; // the parent has the time of one that has just ended
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0); // utime, stime, cutime, cstime
  });
  return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

function pss(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readProc(pid, 'smaps_rollup') ?? '')?.[1];
  return (Number(kilobytes ?? 0) * 1024) / 1e6;
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
  return Number(/^PPid:\s+(\d+)$/m.exec(readProc(pid, 'status') ?? '')?.[1]);
}
