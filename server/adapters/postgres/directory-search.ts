import { Worker } from 'node:worker_threads';
import { CodedError } from '#shared/errors.ts';
import type { DirectorySearch, FoundAtServer } from '../../ports/store.ts';

export type AskDirectory = {
  readonly ask: number;
  readonly accountId: string;
  readonly typed: string;
  readonly limit: number;
};
export type DirectoryAnswer =
  | { readonly ask: number; readonly found: FoundAtServer }
  | { readonly ask: number; readonly why: string };

type Waiting = { readonly resolve: (found: FoundAtServer) => void; readonly reject: (error: Error) => void };

/** Searches in a thread with a connection of its own, started by the first question; one that dies is started again. */
export function createDirectorySearch(databaseUrl: string): DirectorySearch & { close(): Promise<void> } {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let asked = 0;

  const refuseAll = (cause: unknown) => {
    worker = null;
    for (const { reject } of waiting.values()) reject(new CodedError('directory.failed', 'the search has ended', { cause }));
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./directory-worker.ts', import.meta.url), { workerData: { databaseUrl } });
    started.unref();
    started.on('message', (answer: DirectoryAnswer) => {
      const { resolve, reject } = waiting.get(answer.ask) ?? {};
      waiting.delete(answer.ask);
      if ('found' in answer) resolve?.(answer.found);
      else reject?.(new CodedError('directory.failed', answer.why));
    });
    started.on('error', refuseAll);
    started.on('exit', () => worker === started && refuseAll(null));
    return started;
  };

  return {
    find: (accountId, typed, limit) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ ask: asked, accountId, typed, limit } satisfies AskDirectory);
      }),
    async close() {
      await worker?.terminate();
    },
  };
}
