import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname } from 'node:path';
import { readText } from '../../server/supervisor/json-file.ts';
import { type Failure, failures } from './failures.ts';
import { type Installation, openInstallation } from './installation.ts';
import { states } from './states.ts';
import { type Cell, strike, Unprepared } from './strike.ts';

type Run = {
  readonly rounds: number;
  /** Failures with commas between, or a failure and a state with `/` between; null: all. */
  readonly only: string | null;
  readonly anew: boolean;
  /** Cells as JSON lines; a run goes on where one before it stopped. */
  readonly file: string;
};

/** Strikes whatever has not been struck yet and prints the matrix; whether every promise was kept. */
export async function runMatrix({ rounds, only, anew, file }: Run): Promise<boolean> {
  mkdirSync(dirname(file), { recursive: true });
  if (anew) rmSync(file, { force: true });
  const [wanted, wantedState] = only?.split('/') ?? [];
  const chosen = failures.filter(({ id }) => wanted === undefined || wanted.split(',').includes(id));
  if (chosen.length === 0) throw new Error(`no failure ${wanted}: ${failures.map(({ id }) => id).join(', ')}`);
  const done = read(file);
  const open = places();
  const end = () => void open.close().finally(() => process.exit(1));
  process.once('SIGTERM', end).once('SIGINT', end);
  try {
    for (const failure of chosen) {
      for (let round = 1; round <= rounds; round += 1) {
        if (done.some((cell) => cell.failure === failure.id && cell.round === round)) continue;
        const cells = await strikeIn(open, failure, round);
        for (const cell of cells) appendFileSync(file, `${JSON.stringify(cell)}\n`);
        done.push(...cells);
      }
    }
  } finally {
    process.off('SIGTERM', end).off('SIGINT', end);
    await open.close();
  }
  const counted = done.filter(
    ({ failure, state }) => chosen.some(({ id }) => id === failure) && (wantedState === undefined || state === wantedState),
  );
  console.log(`\n${matrixOf(counted)}\n\nload average ${loadavg()[0]?.toFixed(1)}; every cell: ${file}`);
  return counted.every(({ broken }) => broken.length === 0);
}

/** One installation at a time, and another after a broken promise. */
function places() {
  let place: Failure['place'] | null = null;
  let installation: Installation | null = null;
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
      installation ??= await openInstallation(wanted);
      return installation;
    },
  };
}

/** How often an installation in which not everybody came to his state is given up for another. */
const preparedMost = 3;

async function strikePrepared(open: ReturnType<typeof places>, failure: Failure, round: number): Promise<Cell[]> {
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
async function strikeIn(open: ReturnType<typeof places>, failure: Failure, round: number): Promise<Cell[]> {
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
    return silences.length === 0 ? 'kept' : String(Math.max(...silences));
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
