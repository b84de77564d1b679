import { describe, expect, test } from 'vitest';
import type { Account } from '#shared/accounts/account.ts';
import type { Instruction } from '#shared/accounts/instructions.ts';
import { isOpen } from '#shared/accounts/is-open.ts';
import { accountAt, transferMeanwhile } from '#shared/accounts/meanwhile.ts';
import { anAccount, aPerson } from '../../fixtures/delivery.ts';
import { uuid } from '../../fixtures/telephony.ts';

const noon = '2026-11-22T12:00:00.000Z';
const temporary = (over: Partial<Instruction> = {}): Instruction => ({
  id: uuid(70),
  accountId: anAccount().id,
  layer: 'temporary',
  position: 1,
  text: 'En congé.',
  say: '',
  from: '2026-11-22T10:00:00.000Z',
  to: '2026-11-22T14:00:00.000Z',
  changedAt: '2026-11-22T09:00:00.000Z',
  ...over,
});
const always = anAccount();
const never = anAccount({ openingHours: { kind: 'weekly', periods: [], closedOn: [] } });
const isAnswered = (account: Account, instructions: readonly Instruction[]) => {
  const { openingHours, timeZone } = accountAt(account, instructions, noon);
  return isOpen(openingHours, timeZone, noon);
};

describe('[S17] a temporary instruction overrides when calls are answered', () => {
  test.each([
    ['closed', always, [temporary({ opening: 'closed' })], false],
    ['open', never, [temporary({ opening: 'open' })], true],
    ['as always', always, [temporary({ opening: null })], true],
    ['written by a device that knows nothing of it', never, [temporary()], false],
    [
      'of two that contradict each other the first holds',
      always,
      [temporary({ id: uuid(71), position: 2, opening: 'open' }), temporary({ opening: 'closed' })],
      false,
    ],
    [
      'a standing one has no say in it',
      always,
      [temporary({ layer: 'standing', opening: 'closed', from: null, to: null })],
      true,
    ],
  ])('%s', (_, account, instructions, answered) => {
    expect(isAnswered(account, instructions)).toBe(answered);
  });

  test('it reverts by itself', () => {
    const instructions = [temporary({ opening: 'closed' })];
    expect(accountAt(anAccount(), instructions, '2026-11-22T13:59:59.999Z')).not.toEqual(anAccount());
    expect(accountAt(anAccount(), instructions, '2026-11-22T14:00:00.000Z')).toEqual(anAccount());
    expect(accountAt(anAccount(), instructions, '2026-11-22T09:59:59.999Z')).toEqual(anAccount());
  });
});

test('[S17] whom callers are put through to meanwhile: the first who is still on the roster', () => {
  const [claire, luc] = [aPerson({ id: uuid(5) }), aPerson({ id: uuid(6) })];
  const all = [temporary({ transferTo: uuid(9) }), temporary({ transferTo: luc.id }), temporary({ transferTo: claire.id })];
  expect(transferMeanwhile(all, [claire, luc])).toBe(luc);
  expect(transferMeanwhile([temporary()], [claire, luc])).toBeNull();
});
