import { expect, test } from 'vitest';
import { ContactChoice } from '../../../web/notes/contact-choice.svelte.ts';
import type { FoundContacts } from '../../../web/ports/contacts.ts';
import { fakeContactSearch } from '../../fakes/contact-search.ts';
import { ACCOUNT, aContact } from '../../fixtures/rows.ts';

const directory = fakeContactSearch([
  aContact({ name: 'Paul Durand' }),
  aContact({ name: 'Paula Durance' }),
  aContact({ name: 'Hélène Lefèvre' }),
]);
const choice = () => new ContactChoice((...asked) => directory.find(ACCOUNT, ...asked));
const names = (of: ContactChoice) => of.offered.map(({ contact }) => contact.name);

test('[P05] three letters and Enter take the known caller', async () => {
  const field = choice();
  await field.type('hel');
  expect(field.take()?.name).toBe('Hélène Lefèvre');
  expect(names(field)).toEqual([]);
});

test('[P05] Enter keeps a new name that only resembles a known one', async () => {
  const field = choice();
  await field.type('durond');
  expect(names(field)).toContain('Paul Durand');
  expect(field.take()).toBeNull();
});

test('the arrows go through all contacts and through none', async () => {
  const field = choice();
  await field.type('paul');
  expect([names(field), field.marked]).toEqual([['Paul Durand', 'Paula Durance'], 0]);
  field.move(1);
  expect(field.marked).toBe(1);
  field.move(1);
  expect(field.marked).toBe(-1);
  field.move(-1);
  expect(field.marked).toBe(1);
});

test('an answer that comes after the next key is not shown', async () => {
  const answers: ((found: FoundContacts) => void)[] = [];
  const field = new ContactChoice(async (_, __, onFound) => void answers.push(onFound));
  const first = field.type('pa');
  const second = field.type('pau');
  answers[1]?.({ found: [{ contact: aContact({ name: 'Paul' }), isNear: false }], total: 2, reach: 'all' });
  answers[0]?.({ found: [{ contact: aContact({ name: 'Late' }), isNear: false }], total: 2, reach: 'all' });
  await Promise.all([first, second]);
  expect(names(field)).toEqual(['Paul']);
});

test('a directory that fails is said, and what was typed stays', async () => {
  const field = new ContactChoice(() => Promise.reject(new Error('no worker')));
  await field.type('paul');
  expect([field.failed, field.take()]).toEqual([true, null]);
});
