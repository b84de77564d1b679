import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Env } from '../config/values.ts';

export type CommandRun = {
  readonly cwd?: string;
  readonly env?: Env;
  readonly user?: { readonly uid: number; readonly gid: number } | null;
  /** File for the output; without it the output is thrown away. */
  readonly logFile?: string;
  readonly input?: string;
};

/** Runs a command to its end; the exit code, 1 when a signal ended it. Rejects when it cannot be run at all. */
export function runCommand(command: readonly string[], options: CommandRun = {}): Promise<number> {
  const [file = '', ...args] = command;
  const output = options.logFile === undefined ? 'ignore' : openSync(options.logFile, 'a', 0o600);
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: [options.input === undefined ? 'ignore' : 'pipe', output, output],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: { ...options.env } }),
      ...options.user,
    });
    if (typeof output === 'number') closeSync(output);
    const forget = endWithThisProcess(child);
    child.on('error', reject);
    child.on('close', (code) => {
      forget();
      resolve(code ?? 1);
    });
    child.stdin?.end(options.input);
  });
}

function endWithThisProcess(child: { kill(signal: NodeJS.Signals): boolean }): () => void {
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  return () => process.off('exit', end);
}
