import { expect, test } from 'vitest';
import { mayMutate } from '#shared/accounts/access.ts';
import { isMutationName, mutations, parseChange } from '#shared/sync/mutations.ts';
import { ACCOUNT, anId } from '../../fixtures/rows.ts';

test('a name of JavaScript is no mutation', () => {
  expect(['constructor', '__proto__', 'toString', ''].filter(isMutationName)).toEqual([]);
  expect(Object.keys(mutations).every(isMutationName)).toBe(true);
});

test('[PU4] arguments that do not fit are no change', () => {
  expect(parseChange('setGreeting', { accountId: ACCOUNT, greeting: 'x'.repeat(401) })).toBeNull();
  expect(parseChange('setGreeting', { accountId: 'elsewhere', greeting: '' })).toBeNull();
  expect(parseChange('setGreeting', { accountId: ACCOUNT, greeting: 'Bonjour' })).toEqual({
    name: 'setGreeting',
    args: { accountId: ACCOUNT, greeting: 'Bonjour' },
  });
});

test.each([
  ['lockNote', 'operator', true],
  ['lockNote', 'person', false],
  ['markNoteRead', 'operator', false],
  ['acknowledgeNote', 'person', true],
  ['acknowledgeNote', 'operator', false],
  ['saveContact', 'operator', true],
  ['saveInstruction', 'operator', true],
  ['saveInstruction', 'person', true],
  ['movePerson', 'supervisor', true],
  ['setOpeningHours', 'operator', false],
] as const)('[AC1] %s by role %s in an account that it sees: %s', (name, role, may) => {
  const who = {
    operator: { role: 'operator', userId: 'u', name: 'n', operatorId: anId(), accountIds: [ACCOUNT] },
    person: { role: 'person', userId: 'u', name: 'n', personId: anId(), accountId: ACCOUNT, office: false },
    supervisor: { role: 'supervisor', userId: 'u', name: 'n', accountIds: [ACCOUNT] },
  } as const;
  expect(mayMutate(who[role], name, { accountId: ACCOUNT })).toBe(may);
  expect(mayMutate(who[role], name, { accountId: anId() })).toBe(false);
});
