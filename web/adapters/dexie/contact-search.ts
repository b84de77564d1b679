import { CodedError } from '#shared/errors.ts';
import type { ContactSearch, FoundContacts } from '../../ports.ts';
import type { FromSearch, ToSearch } from './search-wire.ts';

type Waiting = { readonly resolve: (found: FoundContacts) => void; readonly reject: (error: unknown) => void };

/** Searches in a worker, which is started by the first question: a page that never asks has no index in memory. */
export function createContactSearch(userId: string): ContactSearch {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<() => void>();
  let worker: Worker | null = null;
  let asked = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<FromSearch>) => {
      if (data.k === 'changed') {
        for (const listener of listeners) listener();
        return;
      }
      const { resolve, reject } = waiting.get(data.ask) ?? {};
      waiting.delete(data.ask);
      if (data.k === 'found') resolve?.(data.found);
      else reject?.(new CodedError('directory.failed', data.why));
    });
    started.postMessage({ k: 'open', userId } satisfies ToSearch);
    return started;
  };

  return {
    find: (accountId, typed, limit) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ k: 'find', ask: asked, accountId, typed, limit } satisfies ToSearch);
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      worker?.terminate();
      worker = null;
      for (const { reject } of waiting.values()) reject(new CodedError('directory.closed', 'the directory was closed'));
      waiting.clear();
    },
  };
}
