/** One measured value beside its bar; lower is better in every figure. */
export type Figure = {
  readonly what: string;
  readonly measured: number;
  readonly unit: 'ms' | 'µs' | 's/min' | 'MB' | 'kB' | '×' | '%';
  /** How many single measurements stand behind it. */
  readonly count: number;
  /** The value may be at most this; null: told, not judged. */
  readonly bar: number | null;
};

/** The smallest measured value that this share (0–1) of all values does not exceed: nearest rank, nothing interpolated. */
export function percentile(values: readonly number[], share: number): number {
  if (values.some(Number.isNaN)) throw new Error('a measurement is not a number');
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** p50 and p99 of durations in milliseconds, each against its bar. */
export function latencies(
  what: string,
  durations: readonly number[],
  bars: { readonly p50: number | null; readonly p99: number | null },
): Figure[] {
  const figure = (name: 'p50' | 'p99', share: number): Figure => {
    const measured = percentile(durations, share);
    return { what: `${what}, ${name}`, measured, unit: 'ms', count: durations.length, bar: bars[name] };
  };
  return [figure('p50', 0.5), figure('p99', 0.99)];
}

export const isMet = ({ measured, bar }: Figure): boolean => bar === null || measured <= bar;

/** Lines of a table for people: what, measured, how often, bar, met or missed. */
export function table(figures: readonly Figure[]): string[] {
  const rows = [['figure', 'measured', 'n', 'bar', ''], ...figures.map(row)];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)));
  const [first, ...others] = rows.map(([what = '', ...cells]) =>
    [what.padEnd(widths[0] ?? 0), ...cells.map((cell, i) => cell.padStart(widths[i + 1] ?? 0))].join('  ').trimEnd(),
  );
  return [first ?? '', '-'.repeat(widths.reduce((sum, width) => sum + width + 2, 6)), ...others];
}

function row(figure: Figure): string[] {
  const { what, measured, unit, count, bar } = figure;
  const bound = bar === null ? '–' : `≤ ${bar} ${unit}`;
  const value = Number.isFinite(measured) ? `${measured.toFixed(unit === '×' ? 2 : 1)} ${unit}` : 'never';
  return [what, value, String(count), bound, verdict(figure)];
}

const verdict = (figure: Figure): string => (figure.bar === null ? '' : isMet(figure) ? 'met' : 'MISSED');
