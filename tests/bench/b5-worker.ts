import { parentPort, workerData } from 'node:worker_threads';
import uFuzzy from '@leeoniya/ufuzzy';
import MiniSearch from 'minisearch';
import { buildIndex, entryOf } from '#shared/calls/contact-index.ts';
import { searchContacts } from '#shared/calls/contact-search.ts';
import { fold } from '#shared/calls/contact-words.ts';
import { createRandom } from '../simulation/random.ts';
import { inventDirectory, misspell } from './invented-directory.ts';

export type B5Work = { readonly contacts: number; readonly queries: number; readonly rounds: number; readonly seed: number };

/** Durations of single searches in milliseconds, and how many of the misspelt ones had their contact in the first ten. */
export type B5Measured = {
  readonly engine: 'ours' | 'uFuzzy' | 'MiniSearch';
  readonly prefix: readonly number[];
  /** Engines that know no numbers have none. */
  readonly suffix: readonly number[];
  readonly misspelt: readonly number[];
  readonly found: number;
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
const measured = engines.map((engine) => ({
  engine: engine.name,
  prefix: [] as number[],
  suffix: [] as number[],
  misspelt: [] as number[],
  found: 0,
  buildMs: engine.buildMs,
}));
for (let round = 0; round < work.rounds; round++) {
  for (const [i, engine] of engines.entries()) {
    const figures = measured[i];
    if (figures === undefined) continue;
    for (const query of asked.filter((_, q) => q % work.rounds === round)) {
      figures.prefix.push(timed(() => engine.search(query.prefix)).ms);
      if (engine.name === 'ours') figures.suffix.push(timed(() => engine.search(query.suffix)).ms);
      const { ms, rows } = timed(() => engine.search(query.misspelt));
      figures.misspelt.push(ms);
      if (rows.slice(0, first).includes(query.at)) figures.found += 1;
    }
  }
}
parentPort?.postMessage(measured satisfies B5Measured[]);

function timed(search: () => readonly number[]): { readonly ms: number; readonly rows: readonly number[] } {
  const began = performance.now();
  const rows = search();
  return { ms: performance.now() - began, rows };
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
