import { expect, test } from 'vitest';
import { type CallerCard, cardsForCall } from '#shared/calls/caller-card.ts';
import { cardOf, cardProblems, newCard } from '#shared/calls/card-draft.ts';
import { ACCOUNT, anId } from '../../fixtures/rows.ts';

const at = '2026-11-22T10:00:00.000Z';
const aCard = (given: Partial<CallerCard>): CallerCard => ({
  id: anId(),
  accountId: ACCOUNT,
  kind: 'message',
  name: 'Paul Durand',
  numbers: [],
  text: '',
  say: 'The order is ready.',
  personId: null,
  until: null,
  done: null,
  ...given,
});
const meant = (card: CallerCard, number: string | null, ...names: string[]) =>
  cardsForCall([card], { number, names }, at).meant.length === 1;

test.each([
  ['its number', aCard({ name: '', numbers: ['+33639980009'] }), '+33639980009', [], true],
  ['another number', aCard({ name: '', numbers: ['+33639980009'] }), '+33639980001', [], false],
  ['the name of a known caller', aCard({}), '+33639980001', ['M. Paul DURAND'], true],
  ['the name as typed, turned round', aCard({}), null, ['durand paul'], true],
  ['the family name alone on the card', aCard({ name: 'Me Durand' }), null, ['Paul Durand'], true],
  ['half of the name on the card', aCard({}), null, ['Paul'], false],
  ['another name that begins alike', aCard({ name: 'Durand' }), null, ['Paul Durandeau'], false],
  ['a family name in kanji', aCard({ name: '山田様' }), null, ['山田太郎'], true],
  ['nothing known of the caller', aCard({}), null, [''], false],
  ['a wrong number by its name', aCard({ kind: 'wrong-number' }), null, ['Paul Durand'], false],
  ['a wrong number by its number', aCard({ kind: 'wrong-number', numbers: ['+33639980009'] }), '+33639980009', [], true],
] as const)('[P08] a card is meant for the caller by %s', (_, card, number, names, expected) => {
  expect(meant(card, number, ...names)).toBe(expected);
});

test.each([
  ['until it ends', aCard({ until: '2026-11-22T10:00:01.000Z' }), true],
  ['not at its end', aCard({ until: at }), false],
  ['not when it was said', aCard({ done: { at, by: 'Léa' } }), false],
])('[P08] a card waits %s', (_, card, expected) => {
  expect(meant(card, null, 'Paul Durand')).toBe(expected);
});

test('[P08] an expected call stands above a message; other expected calls and confusions are listed apart', () => {
  const message = aCard({});
  const expected = aCard({ kind: 'expected', until: '2026-11-22T12:00:00.000Z' });
  const others = aCard({ kind: 'expected', name: 'Anna Smit', until: '2026-11-22T12:00:00.000Z' });
  const confused = aCard({ kind: 'wrong-number', name: 'Garage De Bor' });
  const found = cardsForCall([message, confused, others, expected], { number: null, names: ['Paul Durand'] }, at);
  expect(found).toEqual({ meant: [expected, message], expected: [others], confused: [confused] });
});

const reading = { timeZone: 'Europe/Paris', now: at, read: (typed: string) => (typed.startsWith('+') ? typed : null) };

test.each([
  [{ ...newCard('message'), say: 'x' }, ['who-empty']],
  [{ ...newCard('message'), name: 'Paul' }, ['say-empty']],
  [{ ...newCard('message'), number: '+33639980001, 12', say: 'x' }, ['number-wrong']],
  [{ ...newCard('expected'), name: 'Paul' }, ['until-missing']],
  [{ ...newCard('expected', '2026-11-22T11:00'), name: 'Paul' }, ['until-past']],
  [{ ...newCard('expected', '2026-11-22T11:01'), name: 'Paul' }, []],
  [{ ...newCard('wrong-number'), name: 'Garage De Bor' }, []],
])('[P08] what stands in the way of a card is named (%#)', (draft, problems) => {
  expect(cardProblems(draft, reading)).toEqual(problems);
});

test('[P08] the end of an expected call is meant by the account’s clock', () => {
  const draft = { ...newCard('expected', '2026-11-22T14:00'), name: ' Paul ', number: '+33639980001、+33639980002' };
  const card = cardOf(draft, { ...reading, accountId: ACCOUNT, newId: anId() });
  expect(card).toMatchObject({
    name: 'Paul',
    numbers: ['+33639980001', '+33639980002'],
    until: '2026-11-22T13:00:00.000Z',
  });
});
