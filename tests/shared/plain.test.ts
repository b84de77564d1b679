import { expect, test } from 'vitest';
import { plain } from '#shared/plain.ts';

test.each([
  ['Hélène LEFÈVRE ', 'helene lefevre'],
  ['Ｙａｍａｄａ', 'yamada'],
  ['がぎ', 'がぎ'],
  ['ﾔﾏﾀﾞ', 'ヤマダ'],
])('%s is compared as %s', (text, compared) => {
  expect(plain(text)).toBe(compared);
});
