import { expect, test } from 'vitest';
import { longestAskedMs, retryAfter } from '#shared/delivery/retry-after.ts';

const nowMs = Date.UTC(2015, 9, 21, 7, 28, 0);

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Wed, 21 Oct 2015 07:29:30 GMT', 90_000],
  ['Wednesday, 21-Oct-15 07:29:30 GMT', 90_000],
  ['Wed Oct 21 07:29:30 2015', 90_000],
  ['Wed, 21 Oct 2015 07:00:00 GMT', 0],
  ['86400', longestAskedMs],
  ['Thu, 22 Oct 2015 07:28:00 GMT', longestAskedMs],
])('RFC 9110, 10.2.3: %j asks for %i ms', (header, ms) => {
  expect(retryAfter({ retryAfter: header, date: null }, nowMs)).toBe(ms);
});

test.each([undefined, null, '', 'soon', '-5', '1.5', 'Wed, 99 Foo', '2015-10-21T07:29:30Z'])('%j asks for nothing', (header) => {
  expect(retryAfter({ retryAfter: header, date: null }, nowMs)).toBeNull();
});

test('a date is meant by the clock of whoever wrote it', () => {
  const said = { retryAfter: 'Wed, 21 Oct 2015 07:29:00 GMT', date: 'Wed, 21 Oct 2015 07:28:30 GMT' };
  expect(retryAfter(said, 0)).toBe(30_000);
});
