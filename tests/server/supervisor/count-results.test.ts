import { expect, test } from 'vitest';
import { countFaults, countPlaywright, countVitest, sum } from '../../../server/supervisor/count-results.ts';

test.each([
  ['all passed', { numPassedTests: 5, numFailedTests: 0, testResults: [] }, 0, { passed: 5, failed: 0 }],
  [
    'one failed',
    { numPassedTests: 4, numFailedTests: 1, testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }] },
    1,
    { passed: 4, failed: 1 },
  ],
  [
    'a file could not be loaded',
    { numPassedTests: 4, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] },
    1,
    { passed: 4, failed: 1 },
  ],
  ['all passed, but the run broke off', { numPassedTests: 5, numFailedTests: 0, testResults: [] }, 1, { passed: 5, failed: 1 }],
  ['no report', null, 0, { passed: 0, failed: 1 }],
])('Vitest: %s', (_, report, exitCode, count) => {
  expect(countVitest(report, exitCode)).toEqual(count);
});

test.each([
  ['one passed at the second attempt', { stats: { expected: 3, flaky: 1, unexpected: 0 } }, 0, { passed: 4, failed: 0 }],
  ['one failed', { stats: { expected: 3, flaky: 0, unexpected: 1 } }, 1, { passed: 3, failed: 1 }],
  ['the configuration is wrong', { stats: { expected: 0, flaky: 0, unexpected: 0 } }, 1, { passed: 0, failed: 1 }],
  ['no report', null, 1, { passed: 0, failed: 1 }],
])('Playwright: %s', (_, report, exitCode, count) => {
  expect(countPlaywright(report, exitCode)).toEqual(count);
});

const held = '{"failure":"janus-killed","state":"held","round":1,"silenceMs":300,"broken":[]}';
const flaky = '{"failure":"janus-killed","state":"talking","round":1,"silenceMs":300,"broken":[],"flaky":["late"]}';
const broken = '{"failure":"janus-killed","state":"waiting","round":1,"silenceMs":null,"broken":["6000 ms of silence"]}';

test.each([
  ['one was kept at the second strike', [held, flaky], 0, { passed: 2, failed: 0 }],
  ['one was broken', [held, broken], 1, { passed: 1, failed: 1 }],
  ['all were kept, but the run broke off', [held], 1, { passed: 1, failed: 1 }],
  ['nothing was struck', [], 0, { passed: 0, failed: 1 }],
])('failures on real parts: %s', (_, cells, exitCode, count) => {
  expect(countFaults(cells.join('\n'), exitCode)).toEqual(count);
});

test('suites are added up', () => {
  expect(
    sum([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});
