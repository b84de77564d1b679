import { describe, expect, test } from 'vitest';
import type { Person } from '#shared/accounts/roster.ts';
import { transferLine } from '#shared/calls/transfer-line.ts';
import { atPosition, chosen, fitting } from '../../../web/calls/transfer-choice.ts';
import { plainNumbers } from '../../../web/ui/phone-number.ts';
import { uuid } from '../../fixtures/telephony.ts';

const person = (n: number, name: string, mobile: string | null): Person => ({
  id: uuid(n),
  accountId: uuid(1),
  position: n,
  name,
  role: '',
  email: null,
  mobile,
  channels: { email: false, sms: false, push: false },
  availability: { state: 'free', text: '', until: null },
});
const people = [
  person(1, 'Claire Martin', '+33639980101'),
  person(2, 'Hélène Benali', '+33639980102'),
  person(3, 'Luc Petit', null),
];
const read = plainNumbers.read;

describe('[P08] whom to call', () => {
  test('a digit is a position of the roster, if that person has a number', () => {
    expect(atPosition('2', people)).toEqual({ kind: 'person', personId: uuid(2) });
    expect([atPosition('3', people), atPosition('9', people), atPosition('0', people), atPosition('c', people)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  test('part of a name is the first person who fits, without accents and case', () => {
    expect(fitting('helene', people).map((p) => p.name)).toEqual(['Hélène Benali']);
    expect(chosen('BENA', people, read)).toEqual({ kind: 'person', personId: uuid(2) });
    expect(chosen('petit', people, read)).toBeNull();
    expect(chosen(' ', people, read)).toBeNull();
  });

  test('a number is called as it is read; what cannot be read is left to the server, which says why not', () => {
    expect(chosen('+33 6 39 98 01 55', people, read)).toEqual({ kind: 'number', number: '+33639980155' });
    expect(chosen('15', people, read)).toEqual({ kind: 'number', number: '15' });
    expect(chosen('112', people, read)).toEqual({ kind: 'number', number: '112' });
  });

  test('[S17] Enter alone is whom a temporary instruction names, if he has a number', () => {
    expect(chosen('', people, read, people[1] ?? null)).toEqual({ kind: 'person', personId: uuid(2) });
    expect(chosen('claire', people, read, people[1] ?? null)).toEqual({ kind: 'person', personId: uuid(1) });
    expect([chosen('', people, read, people[2] ?? null), chosen('', people, read)]).toEqual([null, null]);
  });

  test('Enter after one digit does not wait for another', () => {
    expect(chosen('2', people, read)).toEqual({ kind: 'person', personId: uuid(2) });
    expect(chosen('3', people, read)).toBeNull();
  });
});

test('[P09] the note says in the account’s language what became of it', () => {
  const said = { name: 'Claire Martin', time: '10:42' };
  expect(transferLine('busy', 'fr', said)).toBe('10:42 : Claire Martin, ligne occupée.');
  expect(transferLine('connected', 'nl', said)).toBe('10:42: doorverbonden met Claire Martin.');
});
