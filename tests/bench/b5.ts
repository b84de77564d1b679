import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { B5Measured, B5Work } from './b5-worker.ts';
import { type Figure, percentile } from './figures.ts';
import type { Scenario } from './scenario.ts';

const work: B5Work = { contacts: 100_000, queries: 2000, timed: 100, rounds: 5, seed: 20_261_122 };

/** Searching 100,000 contacts in a worker, beside uFuzzy and MiniSearch on the same contacts and queries. */
export const b5: Scenario = {
  name: 'b5',
  isTimed: true,
  async measure(progress) {
    progress(
      `b5: ${work.timed} searches of each kind, ${work.rounds} times, among ${work.contacts} contacts, three engines in turn`,
    );
    const worker = new Worker(new URL('./b5-worker.ts', import.meta.url), { workerData: work });
    const [measured]: B5Measured[][] = await once(worker, 'message');
    await worker.terminate();
    const of = (engine: B5Measured['engine']) => {
      const found = measured?.find((each) => each.engine === engine);
      if (found === undefined) throw new Error(`${engine} was not measured`);
      return found;
    };
    const [ours, uFuzzy, miniSearch] = [of('ours'), of('uFuzzy'), of('MiniSearch')];
    const ourP99 = percentile(ours.misspelt, 0.99);
    return [
      duration('B5 contacts by a prefix, p99', ours.prefix, 1),
      duration('B5 contacts by last digits, p99', ours.suffix, 1),
      notFound('B5 misspelt, not in the first ten', ours, 1),
      duration('B5 misspelt, p99', ours.misspelt, null),
      {
        what: 'B5 misspelt p99 ÷ uFuzzy’s',
        measured: ourP99 / percentile(uFuzzy.misspelt, 0.99),
        unit: '×',
        count: ours.misspelt.length,
        bar: 0.5,
      },
      notFound('… uFuzzy, not in the first ten', uFuzzy, null),
      duration('… uFuzzy by a prefix, p99', uFuzzy.prefix, null),
      duration('… uFuzzy misspelt, p99', uFuzzy.misspelt, null),
      notFound('… MiniSearch, not in the first ten', miniSearch, null),
      duration('… MiniSearch by a prefix, p99', miniSearch.prefix, null),
      duration('… MiniSearch misspelt, p99', miniSearch.misspelt, null),
      built('B5 index built', ours),
      built('… MiniSearch’s', miniSearch),
    ];
  },
};

const duration = (what: string, durations: readonly number[], bar: number | null): Figure => ({
  what,
  measured: percentile(durations, 0.99),
  unit: 'ms',
  count: durations.length,
  bar,
});

/** Share of the searches that did not show their contact. */
const notFound = (what: string, { missed, asked }: B5Measured, bar: number | null): Figure => ({
  what,
  measured: (100 * missed) / asked,
  unit: '%',
  count: asked,
  bar,
});

const built = (what: string, { buildMs }: B5Measured): Figure => ({ what, measured: buildMs, unit: 'ms', count: 1, bar: null });
