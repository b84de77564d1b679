import type { Failure } from './failures.ts';
import type { Installation } from './installation.ts';
import { nothingLeftOver, proofs, type Struck, silenceOf, writtenOnce } from './promises.ts';
import { type Case, gather, letGo, type State } from './states.ts';

/** What came of one failure in one state. */
export type Cell = {
  readonly failure: string;
  readonly state: State;
  readonly round: number;
  /** The longest silence at the caller's ear, ms; null where no caller listens, or nobody can be heard. */
  readonly silenceMs: number | null;
  /** From mending until it was seen that all goes on, ms. */
  readonly provedMs: number | null;
  /** Promises that were not kept. */
  readonly broken: readonly string[];
  /** Promises that were not kept at a first strike, and were at a second. */
  readonly flaky?: readonly string[];
};

/** Not everybody came to his state, so nothing was struck: says nothing about the failure. */
export class Unprepared extends Error {}

/** One failure with everybody at work: every state of it is a cell. Throws `Unprepared`. */
export async function strike(installation: Installation, failure: Failure, round: number): Promise<Cell[]> {
  const all = (why: readonly string[]): Cell[] =>
    failure.states.map((state) => ({ failure: failure.id, state, round, silenceMs: null, provedMs: null, broken: why }));
  let cases: Case[];
  try {
    cases = await gather(installation, failure.states);
  } catch (cause) {
    throw new Unprepared(`nothing was broken yet: ${said(cause)}; ${await desks(installation)}`, { cause });
  }
  const cells: Proved[] = [];
  try {
    for (const hit of failure.hits === 'each' ? shortLivedFirst(cases).map((one) => [one]) : [cases]) {
      const at = Date.now();
      await failure.strike(installation, hit);
      const struck = { at, mendedAt: Date.now() };
      cells.push(...(await Promise.all(hit.map((one) => prove(one, failure, struck)))));
    }
  } catch (error) {
    return all([`while it was broken: ${said(error)}; ${await desks(installation)}`]);
  }
  const over = await Promise.all(cells.map(async (proved) => ({ ...proved, ended: await kept(letGo, proved.one) })));
  const leftOver = await kept(nothingLeftOver, installation);
  return Promise.all(
    over.map(async ({ one, broken, silenceMs, provedMs, ended }) => {
      const unwritten = await kept(writtenOnce, one, failure, installation);
      const whys = [...broken, ...ended, ...leftOver, ...unwritten];
      return { failure: failure.id, state: one.state, round, silenceMs, provedMs, broken: whys };
    }),
  );
}

type Proved = Pick<Cell, 'broken' | 'silenceMs' | 'provedMs'> & { readonly one: Case };

async function prove(one: Case, failure: Failure, struck: Struck): Promise<Proved> {
  const broken = await kept(failure.proves?.[one.state] ?? proofs[one.state], one, failure, struck);
  const provedMs = Date.now() - struck.mendedAt;
  return { one, broken, provedMs, silenceMs: await heard(one, failure, struck, broken) };
}

/** An offer lasts eight seconds. */
const shortLivedFirst = (cases: readonly Case[]): Case[] =>
  cases.toSorted((a, b) => Number(b.state === 'offered') - Number(a.state === 'offered'));

async function heard(one: Case, failure: Failure, struck: Struck, broken: string[]): Promise<number | null> {
  if (failure.silenceMs === null) return null;
  try {
    const silence = await silenceOf(one, struck);
    if ((silence ?? 0) > failure.silenceMs) broken.push(`${silence} ms of silence`);
    return silence;
  } catch (error) {
    broken.push(said(error));
    return null;
  }
}

/** Empty when it held, else what was wrong. */
async function kept<A extends readonly unknown[]>(promise: (...args: A) => Promise<void>, ...args: A): Promise<string[]> {
  try {
    await promise(...args);
    return [];
  } catch (error) {
    return [said(error)];
  }
}

const desks = async ({ operators }: Installation): Promise<string> =>
  (await Promise.all(operators.map((operator) => operator.says()))).join('; ');

const said = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
