import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readText } from '../../server/supervisor/json-file.ts';
import { buildHome, type Home } from '../e2e/home.ts';
import { inOwnNetwork } from '../e2e/own-network.ts';
import { type Failure, failures } from './failures.ts';
import { type Installation, openInstallation } from './installation.ts';
import { states } from './states.ts';
import { type Cell, strike, Unprepared } from './strike.ts';

type Run = {
  readonly rounds: number;
  /** Failures with commas between, or a failure and a state with `/` between; null: all. */
  readonly only: string | null;
  /** 1, 2 or 3: every third failure, beginning there; null: all. */
  readonly third: number | null;
  /** Whether what broke is struck once more; a promise that then holds was kept. */
  readonly again: boolean;
  readonly anew: boolean;
  /** Cells as JSON lines; a run goes on where one before it stopped. */
  readonly file: string;
  /** Whether this process lives in a network of its own, as what happens to networks needs it. */
  readonly apart: boolean;
};

/** Strikes whatever has not been struck yet and prints the matrix; whether every promise was kept. */
export async function runMatrix(run: Run): Promise<boolean> {
  const { only, anew, file, apart } = run;
  mkdirSync(dirname(file), { recursive: true });
  if (anew) rmSync(file, { force: true });
  const chosen = failuresOf(run);
  const atHome = apart ? [] : chosen.filter(({ place }) => place === 'home');
  await strikeAll(
    run,
    chosen.filter((failure) => !atHome.includes(failure)),
  );
  if (atHome.length > 0) await strikeApart(run, atHome);
  const [, wantedState] = only?.split('/') ?? [];
  const counted = read(file).filter(
    ({ failure, state }) => chosen.some(({ id }) => id === failure) && (wantedState === undefined || state === wantedState),
  );
  if (!apart) console.log(`\n${matrixOf(counted)}\n\nload average ${loadavg()[0]?.toFixed(1)}; every cell: ${file}`);
  return counted.every(({ broken }) => broken.length === 0);
}

function failuresOf({ only, third }: Run): readonly Failure[] {
  const [wanted] = only?.split('/') ?? [];
  const named = failures.filter(({ id }) => wanted === undefined || wanted.split(',').includes(id));
  if (named.length === 0) throw new Error(`no failure ${wanted}: ${failures.map(({ id }) => id).join(', ')}`);
  return third === null ? named : named.filter((_, i) => i % 3 === third - 1);
}

async function strikeAll({ rounds, again, file }: Run, chosen: readonly Failure[]): Promise<void> {
  const done = read(file);
  const open = places();
  const end = () => void open.close().finally(() => process.exit(1));
  process.once('SIGTERM', end).once('SIGINT', end);
  try {
    for (const failure of chosen) {
      for (let round = 1; round <= rounds; round += 1) {
        if (done.some((cell) => cell.failure === failure.id && cell.round === round)) continue;
        const cells = await strikeIn(open, failure, round);
        const judged = again ? await strikeAgain(open, failure, cells) : cells;
        for (const cell of judged) appendFileSync(file, `${JSON.stringify(cell)}\n`);
      }
    }
  } finally {
    process.off('SIGTERM', end).off('SIGINT', end);
    await open.close();
  }
}

/** The same in a process of its own, which adds its cells to the same file. */
async function strikeApart({ rounds, again, file }: Run, chosen: readonly Failure[]): Promise<void> {
  const ids = chosen.map(({ id }) => id).join();
  const what = ['--apart', '--only', ids, '--rounds', String(rounds), '--results', resolve(file), ...(again ? ['--again'] : [])];
  await inOwnNetwork(join(import.meta.dirname, 'faults.ts'), what, (text) => process.stdout.write(text));
}

/**
 * A loaded machine breaks promises in seconds: what broke is struck once more, with everybody at work as before, and is flaky if it
 * then holds.
 */
async function strikeAgain(open: Places, failure: Failure, cells: readonly Cell[]): Promise<readonly Cell[]> {
  const [broken] = cells.filter((cell) => cell.broken.length > 0);
  if (broken === undefined) return cells;
  const once = await strikeIn(open, failure, broken.round);
  return cells.map((cell) => {
    const second = once.find(({ state }) => state === cell.state);
    if (second === undefined || cell.broken.length === 0) return cell;
    return second.broken.length === 0 ? { ...second, flaky: cell.broken } : second;
  });
}

type Places = ReturnType<typeof places>;

/** One installation at a time, and another after a broken promise. */
function places() {
  let place: Failure['place'] | null = null;
  let installation: Installation | null = null;
  let home: Home | null = null; // built once: its networks go with this process
  const close = async (): Promise<void> => {
    const old = installation;
    installation = null;
    await old?.close();
  };
  return {
    close,
    async at(wanted: Failure['place']): Promise<Installation> {
      if (place !== wanted) await close();
      place = wanted;
      if (wanted === 'home') home ??= await buildHome();
      installation ??= await openInstallation(wanted, wanted === 'home' ? home : null);
      return installation;
    },
  };
}

/** How often an installation in which not everybody came to his state is given up for another. */
const preparedMost = 3;

async function strikePrepared(open: Places, failure: Failure, round: number): Promise<Cell[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await strike(await open.at(failure.place), failure, round);
    } catch (error) {
      if (!(error instanceof Unprepared) || attempt === preparedMost) throw error;
      console.log(`${failure.id}, round ${round}: ${error.message}`);
      await open.close();
    }
  }
}

/** Strikes once, says what came of it. */
async function strikeIn(open: Places, failure: Failure, round: number): Promise<Cell[]> {
  const began = performance.now();
  const cells = await strikePrepared(open, failure, round);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${failure.id}, round ${round}, ${seconds} s: ${cells.map(shown).join(', ')}`);
  const whys = new Map(cells.flatMap(({ state, broken }) => broken.map((why) => [why, state] as const)));
  for (const [why, state] of whys) console.log(`  ${state}: ${why}`);
  if (cells.some(({ broken }) => broken.length > 0)) await open.close();
  return cells;
}

const shown = ({ state, silenceMs, broken }: Cell): string =>
  `${state} ${broken.length > 0 ? 'BROKEN' : silenceMs === null ? 'kept' : `${silenceMs} ms`}`;

/** Failures × states with the worst silence at the caller's ear, as a table of Markdown. */
function matrixOf(cells: readonly Cell[]): string {
  const struck = failures.filter(({ id }) => cells.some(({ failure }) => failure === id));
  const row = (words: readonly string[]) => `| ${words.join(' | ')} |`;
  const worst = (id: string, state: string): string => {
    const found = cells.filter((cell) => cell.failure === id && cell.state === state);
    if (found.length === 0) return '–';
    if (found.some(({ broken }) => broken.length > 0)) return 'BROKEN';
    const silences = found.flatMap(({ silenceMs }) => silenceMs ?? []);
    const said = silences.length === 0 ? 'kept' : String(Math.max(...silences));
    return found.some(({ flaky }) => flaky) ? `${said}, flaky` : said;
  };
  return [
    row(['', ...states]),
    row(['---', ...states.map(() => '---')]),
    ...struck.map(({ id }) => row([id, ...states.map((state) => worst(id, state))])),
  ].join('\n');
}

function read(file: string): Cell[] {
  const text = readText(file) ?? '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
