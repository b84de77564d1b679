import { parentPort, workerData } from 'node:worker_threads';
import uFuzzy from '@leeoniya/ufuzzy';
import MiniSearch from 'minisearch';
import { buildIndex, entryOf } from '#shared/calls/contact-index.ts';
import { searchContacts } from '#shared/calls/contact-search.ts';
import { fold } from '#shared/calls/contact-words.ts';
import { createRandom } from '../simulation/random.ts';
import { percentile } from './figures.ts';
import { inventDirectory, misspell } from './invented-directory.ts';

/** `queries` misspelt names are looked for in ours, the first `timed` of all kinds in each engine, in so many rounds. */
export type B5Work = {
  readonly contacts: number;
  readonly queries: number;
  readonly timed: number;
  readonly rounds: number;
  readonly seed: number;
};

/** Durations in milliseconds, one per query, and how many of the misspelt ones had their contact not in the first ten. */
export type B5Measured = {
  readonly engine: 'ours' | 'uFuzzy' | 'MiniSearch';
  readonly prefix: readonly number[];
  /** Engines that know no numbers have none. */
  readonly suffix: readonly number[];
  readonly misspelt: readonly number[];
  readonly missed: number;
  readonly asked: number;
  readonly buildMs: number;
};

type Engine = { readonly name: B5Measured['engine']; search(typed: string): readonly number[]; readonly buildMs: number };

const work: B5Work = workerData;
const first = 10;
const directory = inventDirectory(work.contacts, work.seed);
const engines: readonly Engine[] = [ours(), uFuzzyEngine(), miniSearch()];
const random = createRandom(work.seed + 1);
const asked = Array.from({ length: work.queries }, () => {
  const at = random.between(0, directory.length - 1);
  const { name = '', numbers = [] } = directory[at] ?? {};
  const words = name.toLowerCase().split(' ');
  const beginning = (word: string) => word.slice(0, random.between(1, 4));
  return {
    at,
    prefix: random.chance(0.5) ? beginning(random.pick(words)) : words.map(beginning).toReversed().join(' '),
    suffix: (numbers[0] ?? '').slice(-random.between(4, 6)),
    misspelt: misspell(name, random),
  };
});

for (const query of asked.slice(0, 50)) for (const engine of engines) engine.search(query.misspelt); // compiled before it is timed
const kinds = ['prefix', 'suffix', 'misspelt'] as const;
const timedQueries = asked.slice(0, work.timed);
const rounds = engines.map(() => ({ prefix: [] as number[][], suffix: [] as number[][], misspelt: [] as number[][] }));
for (let round = 0; round < work.rounds; round++) {
  for (const [i, engine] of engines.entries()) {
    for (const kind of kinds) {
      if (kind === 'suffix' && engine.name !== 'ours') continue; // the others know no numbers
      rounds[i]?.[kind].push(timedQueries.map((query) => timed(() => engine.search(query[kind]))));
    }
  }
}
const measured = engines.map((engine, i): B5Measured => {
  const judged = engine.name === 'ours' ? asked : timedQueries;
  const found = judged.filter((query) => engine.search(query.misspelt).slice(0, first).includes(query.at)).length;
  const of = (kind: (typeof kinds)[number]) => medians(rounds[i]?.[kind] ?? []);
  return {
    engine: engine.name,
    prefix: of('prefix'),
    suffix: of('suffix'),
    misspelt: of('misspelt'),
    missed: judged.length - found,
    asked: judged.length,
    buildMs: engine.buildMs,
  };
});
parentPort?.postMessage(measured satisfies B5Measured[]);

/** Of each query the median of its rounds: how long the search takes, not how long the machine did something else. */
function medians(durations: readonly (readonly number[])[]): number[] {
  return (durations[0] ?? []).map((_, query) =>
    percentile(
      durations.map((round) => round[query] ?? Number.NaN),
      0.5,
    ),
  );
}

function timed(search: () => unknown): number {
  const began = performance.now();
  search();
  return performance.now() - began;
}

function ours(): Engine {
  const began = performance.now();
  const index = buildIndex(directory.map(entryOf));
  const buildMs = performance.now() - began;
  const places = new Map(directory.map(({ id }, at) => [id, at]));
  return {
    name: 'ours',
    buildMs,
    search: (typed) =>
      searchContacts(index, typed, { limit: first, isGone: () => false }).map(
        ({ row }) => places.get(index.ids[row] ?? '') ?? -1,
      ),
  };
}

/** As its makers advise for names: one slip in each word, words in any order, accents taken off. */
function uFuzzyEngine(): Engine {
  const began = performance.now();
  const engine = new uFuzzy({ intraMode: 1 });
  const haystack = uFuzzy.latinize(directory.map(({ name, company }) => `${name} ${company}`));
  const buildMs = performance.now() - began;
  return {
    name: 'uFuzzy',
    buildMs,
    search(typed) {
      const [found, info, order] = engine.search(haystack, uFuzzy.latinize(typed), 5);
      if (found === null) return [];
      return info && order ? order.slice(0, first).map((place) => info.idx[place] ?? -1) : found.slice(0, first);
    },
  };
}

function miniSearch(): Engine {
  const began = performance.now();
  const engine = new MiniSearch({ idField: 'at', fields: ['name', 'company'], processTerm: (term) => fold(term) });
  engine.addAll(directory.map(({ name, company }, at) => ({ at, name, company })));
  const buildMs = performance.now() - began;
  return {
    name: 'MiniSearch',
    buildMs,
    search: (typed) =>
      engine
        .search(typed, { prefix: true, fuzzy: 1, combineWith: 'AND' })
        .slice(0, first)
        .map(({ id }) => Number(id)),
  };
}
