import { expect, test } from 'vitest';
import { mergedContact, proposedChoices } from '#shared/calls/contact-merge.ts';
import { proposedDoubles } from '#shared/calls/doubles.ts';
import { aContact } from '../../fixtures/rows.ts';

const pair = (a: Parameters<typeof aContact>[0], b: Parameters<typeof aContact>[0]) => [aContact(a), aContact(b)] as const;
const reasonOf = (contacts: readonly ReturnType<typeof aContact>[]) => proposedDoubles(contacts).map(({ reason }) => reason);

test.each([
  ['the same number', { name: 'Paul Durand' }, { name: 'Garage Durand' }, ['number']],
  [
    'a name written otherwise, a digit otherwise',
    { name: 'Paul Durand' },
    { name: 'Durant Paul', numbers: ['+33639980009'] },
    ['name'],
  ],
  ['two digits exchanged', { numbers: ['+33639980012'] }, { numbers: ['+33639980021'] }, ['name']],
  ['the same name, one without a number', { name: 'Dr Martin' }, { name: 'Docteur Martin', numbers: [] }, ['name']],
  ['the same name with quite another number', { name: 'Paul Durand' }, { name: 'Paul Durand', numbers: ['+33155667788'] }, []],
  ['another name with nearly the same number', { name: 'Paul Durand' }, { name: 'Anna Petit', numbers: ['+33639980009'] }, []],
] as const)('[R17] doubles are proposed: %s', (_, a, b, reasons) => {
  expect(reasonOf(pair(a as never, b as never))).toEqual(reasons);
});

test('[R17] who was told apart is not proposed again', () => {
  const [a, b] = pair({}, { name: 'Madame Durand' });
  expect(proposedDoubles([{ ...a, apart: [b.id] }, b])).toEqual([]);
});

test('[R17] a switchboard’s number makes no doubles', () => {
  expect(proposedDoubles(['Ann', 'Bob', 'Cleo', 'Dan', 'Eve'].map((name) => aContact({ name })))).toEqual([]);
});

test('[R17] nothing of two contacts is lost when they become one, unless it was chosen so', () => {
  const [a, b] = pair(
    { name: 'P. Durand', company: '', handling: 'Urgent' },
    { name: 'Paul Durand', company: 'Durand SA', numbers: ['+33155667788'], vip: true, handling: 'Le matin' },
  );
  const choices = proposedChoices(a, b);
  expect(mergedContact(a, b, choices)).toMatchObject({
    id: a.id,
    name: 'P. Durand',
    company: 'Durand SA',
    numbers: [...a.numbers, '+33155667788'],
    vip: true,
    handling: 'Urgent\nLe matin',
  });
  expect(mergedContact(a, b, { ...choices, name: 'second', numbers: 'first' })).toMatchObject({
    name: 'Paul Durand',
    numbers: a.numbers,
  });
});
