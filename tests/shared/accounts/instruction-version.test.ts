import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instructionSteps } from '#shared/accounts/instruction-version.ts';
import { wordDifference } from '#shared/accounts/word-difference.ts';
import { anId, anInstruction } from '../../fixtures/rows.ts';

test('[S05] each version stands beside the one whose place it took, newest first', () => {
  const [first, second] = [anInstruction({ text: 'Ring once' }), anInstruction({ text: 'Ring twice' })];
  const of = { accountId: first.accountId, instructionId: first.id, by: 'Claire', through: 'portal' as const };
  const [one, two] = ['2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'];
  const steps = instructionSteps([
    { ...of, at: two ?? '', instruction: null },
    { ...of, at: one ?? '', instruction: first },
    { ...of, instructionId: anId(), at: one ?? '', instruction: second },
  ]);
  expect(steps.map(({ version, before }) => [version.instruction?.text, before?.text])).toEqual([
    [undefined, 'Ring once'],
    ['Ring twice', undefined],
    ['Ring once', undefined],
  ]);
});

test('[S05] the difference is told in words, in Japanese by signs', () => {
  expect(wordDifference('Ne pas déranger avant 10 h', 'Ne pas déranger après 11 h')).toEqual([
    { kind: 'same', text: 'Ne pas déranger ' },
    { kind: 'removed', text: 'avant 10 ' },
    { kind: 'added', text: 'après 11 ' },
    { kind: 'same', text: 'h' },
  ]);
  expect(wordDifference('午前中', '午後中').map(({ text }) => text)).toEqual(['午', '前', '後', '中']);
});

test('[S05] both texts can be read out of the difference', () => {
  const text = fc.array(fc.constantFrom('a', 'bb', ' ', '山', '\n', 'c '), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDifference(before, after);
      const without = (kind: string) => parts.filter((part) => part.kind !== kind).map((part) => part.text);
      expect(without('added').join('')).toBe(before);
      expect(without('removed').join('')).toBe(after);
    }),
  );
});
