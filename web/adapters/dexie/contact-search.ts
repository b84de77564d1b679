import { CodedError } from '#shared/errors.ts';
import type { ContactSearch } from '../../ports/contacts.ts';
import type { FromSearch, ToSearch } from './search-wire.ts';

type Answer = Exclude<FromSearch, { k: 'changed' | 'failed' }>;
type Question = Exclude<ToSearch, { k: 'open' }>;
type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };

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
      if (data.k === 'failed') reject?.(new CodedError('directory.failed', data.why));
      else resolve?.(data);
    });
    started.postMessage({ k: 'open', userId } satisfies ToSearch);
    return started;
  };
  const ask = (question: (number: number) => Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      asked += 1;
      waiting.set(asked, { resolve, reject });
      worker.postMessage(question(asked));
    });

  return {
    async find(accountId, typed, limit, onFound) {
      const answer = await ask((number) => ({ k: 'find', ask: number, accountId, typed, limit }));
      if (answer.k === 'found') onFound({ ...answer.found, reach: 'all' });
    },
    async doubles(accountId, limit) {
      const answer = await ask((number) => ({ k: 'doubles', ask: number, accountId, limit }));
      return answer.k === 'doubles' ? answer.doubles : { pairs: [], total: 0 };
    },
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
