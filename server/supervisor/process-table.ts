import { readFileSync } from 'node:fs';

/** What tells one process from another that got the same number later. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Clock ticks since the machine's boot. */
  readonly startTime: string;
  readonly command: readonly string[];
};

/** The living process with this number; null when there is none, or only its remains. */
export function identify(pid: number): ProcessIdentity | null {
  const stat = readProc(pid, 'stat');
  const commandLine = readProc(pid, 'cmdline');
  const parsed = stat === null ? null : parseStat(stat);
  if (parsed === null || parsed.state === 'Z' || parsed.state === 'X') return null;
  // A process that is just ending has no command line any more.
  if (commandLine === null || commandLine === '') return null;
  return { pid, startTime: parsed.startTime, command: commandLine.split('\0').slice(0, -1) };
}

/** Whether this very process still lives. */
export function lives(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== null && now.startTime === identity.startTime && now.command.join('\0') === identity.command.join('\0');
}

/** State and start time (fields 3 and 22) of a line of /proc/PID/stat; the name, field 2, may hold anything. */
export function parseStat(line: string): { readonly state: string; readonly startTime: string } | null {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startTime = fields[19];
  return state && startTime ? { state, startTime } : null;
}

/** A file of /proc about this process; null when it has ended. */
export function readProc(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
