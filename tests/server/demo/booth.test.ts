import { expect, test } from 'vitest';
import { createBooth } from '../../../server/demo/booth.ts';

function world() {
  const time = { ms: 1_000_000 };
  return { time, booth: createBooth({ secret: 'key', nowMs: () => time.ms, newId: () => 'b1' }) };
}

test('a booth keeps its caller in its token, for a quarter of an hour', () => {
  const { booth, time } = world();
  const token = booth.issue('+33639980001');
  expect(booth.read(token)).toEqual({ id: 'b1', caller: '+33639980001' });
  expect(booth.read(booth.issue(null))).toEqual({ id: 'b1', caller: null });
  expect(token).toBe(encodeURIComponent(token));
  time.ms += 15 * 60_000 + 1;
  expect(booth.read(token)).toBeNull();
});

test('a token that is not ours opens nothing', () => {
  const { booth } = world();
  const token = booth.issue('+33639980001');
  for (const other of ['', 'x', `A${token.slice(1)}`, `${token}x`]) expect(booth.read(other)).toBeNull();
});

test('a booth calls from numbers of fiction only, and not without end', () => {
  const { booth } = world();
  expect(() => booth.issue('+33142000000')).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  for (let i = 0; i < 30; i += 1) booth.issue(null);
  expect(() => booth.issue(null)).toThrow(expect.objectContaining({ code: 'booth.too_many' }));
});
