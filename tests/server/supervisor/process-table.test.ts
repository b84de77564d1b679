import { expect, test } from 'vitest';
import { identify, lives, parseStat } from '../../../server/supervisor/process-table.ts';

test('state and start time are read behind a name that holds spaces and brackets', () => {
  const fields = ['S', ...Array.from({ length: 18 }, (_, index) => String(index)), '4711', '0'];
  expect(parseStat(`12 (a ) (b) ${fields.join(' ')}`)).toEqual({ state: 'S', startTime: '4711' });
});

test('this process lives; the same number with another start time or command is another process', () => {
  const self = identify(process.pid);
  if (self === null) throw new Error('this process is not in the table');
  expect(lives(self)).toBe(true);
  expect(lives({ ...self, startTime: '1' })).toBe(false);
  expect(lives({ ...self, command: ['other'] })).toBe(false);
});

test('a number nobody has is nobody', () => {
  expect(identify(2 ** 30)).toBeNull();
});
