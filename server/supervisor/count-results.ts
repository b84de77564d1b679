import { isRecord } from './json-file.ts';

export type Count = { readonly passed: number; readonly failed: number };

/** One command that either succeeds or not. */
export const countCommand = (exitCode: number): Count => (exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Vitest's JSON report; a file that could not be loaded and a run that broke off count as failed. */
export function countVitest(report: unknown, exitCode: number): Count {
  if (!isRecord(report)) return noReport;
  const files = Array.isArray(report.testResults) ? report.testResults.filter(isRecord) : [];
  const notLoaded = files.filter((file) => {
    const tests = Array.isArray(file.assertionResults) ? file.assertionResults.filter(isRecord) : [];
    return file.status === 'failed' && tests.every((each) => each.status !== 'failed');
  });
  return orBroken(
    { passed: toNumber(report.numPassedTests), failed: toNumber(report.numFailedTests) + notLoaded.length },
    exitCode,
  );
}

/** Playwright's JSON report; a test that passed on its second attempt has passed. */
export function countPlaywright(report: unknown, exitCode: number): Count {
  if (!isRecord(report) || !isRecord(report.stats)) return noReport;
  const { expected, flaky, unexpected } = report.stats;
  return orBroken({ passed: toNumber(expected) + toNumber(flaky), failed: toNumber(unexpected) }, exitCode);
}

/** Cells of the failures on real parts, as JSON lines; a promise that was kept at the second strike was kept. */
export function countFaults(lines: string | null, exitCode: number): Count {
  const cells = (lines ?? '').split('\n').filter((line) => line !== '');
  if (cells.length === 0) return noReport;
  const passed = cells.filter((line) => isKept(JSON.parse(line))).length;
  return orBroken({ passed, failed: cells.length - passed }, exitCode);
}

const isKept = (cell: unknown): boolean => isRecord(cell) && Array.isArray(cell.broken) && cell.broken.length === 0;

/** The sum over all suites. */
export const sum = (counts: readonly Count[]): Count =>
  counts.reduce((all, each) => ({ passed: all.passed + each.passed, failed: all.failed + each.failed }), {
    passed: 0,
    failed: 0,
  });

/** A suite without a report has failed, whatever its exit code says. */
const noReport: Count = { passed: 0, failed: 1 };

/** A suite that ended badly without naming a failed test has failed as a whole. */
const orBroken = (count: Count, exitCode: number): Count =>
  exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;

const toNumber = (value: unknown): number => (typeof value === 'number' ? value : 0);
