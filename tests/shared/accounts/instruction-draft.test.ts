import { describe, expect, test } from 'vitest';
import {
  draftOf,
  emptyInstruction,
  type InstructionDraft,
  instructionOf,
  instructionProblems,
} from '#shared/accounts/instruction-draft.ts';
import { type Instruction, instructionsInForce } from '#shared/accounts/instructions.ts';
import { instructionsByTime } from '#shared/accounts/instructions-by-time.ts';
import { uuid } from '../../fixtures/telephony.ts';

const paris = { at: '2026-11-22T11:00:00.000Z', timeZone: 'Europe/Paris' };
const draft = (over: Partial<InstructionDraft> = {}): InstructionDraft => ({
  ...emptyInstruction('temporary'),
  text: 'En visite.',
  to: '2026-11-22T14:00',
  ...over,
});
const place = { accountId: uuid(1), timeZone: paris.timeZone, fresh: { id: uuid(7), position: 3 } };
const written = (over: Partial<InstructionDraft> = {}): Instruction => ({
  ...instructionOf(draft(over), place),
  changedAt: paris.at,
});

describe('[S17] a temporary instruction is written by the wall clock of the account', () => {
  test.each([
    ['nothing is written', { text: '  ' }, ['text-empty']],
    ['too much is written', { text: 'x'.repeat(2001), say: 'x'.repeat(401) }, ['text-long', 'say-long']],
    ['it has no end', { to: '' }, ['to-empty']],
    ['it ends before it begins', { from: '2026-11-23T10:00', to: '2026-11-23T09:00' }, ['to-not-after']],
    ['its end is over', { to: '2026-11-22T11:59' }, ['to-past']],
    ['there is no such day', { from: '2026-02-30T10:00' }, ['from-no-time']],
    ['all is well', {}, []],
    ['a standing one needs no times', { layer: 'standing', to: '' } as const, []],
  ])('%s', (_, over, problems) => {
    expect(instructionProblems(draft(over), paris)).toEqual(problems);
  });

  test('noon in Paris is ten in the morning in summer and eleven in winter, UTC', () => {
    expect(instructionOf(draft({ from: '2026-10-24T12:00', to: '2026-10-25T12:00' }), place)).toMatchObject({
      from: '2026-10-24T10:00:00.000Z',
      to: '2026-10-25T11:00:00.000Z',
    });
  });

  test('what is changed keeps its id and place, and comes back as it was written', () => {
    const before = written({ from: '2026-11-22T13:00' });
    expect(instructionOf(draftOf(before, paris.timeZone), { ...place, fresh: { id: uuid(8), position: 9 } })).toEqual({
      ...before,
      changedAt: undefined,
    });
  });
});

describe('[S05] which instructions hold at an instant', () => {
  test.each([
    ['autumn', '2026-10-24T20:00', '2026-10-25T02:30', '2026-10-25T00:29:59.000Z', '2026-10-25T00:30:00.000Z'],
    ['spring', '2026-03-28T20:00', '2026-03-29T02:30', '2026-03-29T01:29:59.000Z', '2026-03-29T01:30:00.000Z'],
  ])('over the night of %s it holds until its hour strikes, and not a second longer', (_, from, to, last, over) => {
    const all = [written({ from, to })];
    expect(instructionsInForce(all, last).temporary).toHaveLength(1);
    expect(instructionsInForce(all, over).temporary).toEqual([]);
    expect(instructionsByTime(all, over).past).toHaveLength(1);
  });

  test('the author sees what holds, what will, what did and what always does', () => {
    const [standing, now, coming, past] = [
      written({ layer: 'standing', text: 'toujours' }),
      written({ text: 'maintenant' }),
      written({ text: 'demain', from: '2026-11-23T08:00', to: '2026-11-23T12:00' }),
      written({ text: 'hier', from: '2026-11-21T08:00', to: '2026-11-21T12:00' }),
    ];
    const lists = instructionsByTime([past, coming, now, standing], paris.at);
    expect(Object.values(lists).map((list) => list.map((i) => i.text))).toEqual([
      ['toujours'],
      ['maintenant'],
      ['demain'],
      ['hier'],
    ]);
  });
});
