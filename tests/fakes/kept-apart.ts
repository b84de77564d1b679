import type { KeptApart } from '../../web/ports/sync.ts';

/** What is kept apart, in memory, as text like the real one's. */
export function fakeKeptApart(): KeptApart {
  const kept = new Map<string, string>();
  return {
    all: async () => new Map([...kept].map(([name, text]) => [name, JSON.parse(text)])),
    keep(changes) {
      for (const [name, value] of changes) {
        if (value === undefined) kept.delete(name);
        else kept.set(name, JSON.stringify(value));
      }
    },
    async forget() {
      kept.clear();
    },
  };
}
