import { expect, test } from 'vitest';
import type { Draft } from '#shared/notes/note.ts';
import { noScript } from '#shared/notes/script.ts';
import { NoteForm } from '../../../web/notes/note-form.svelte.ts';
import { ACCOUNT, aContact, anId } from '../../fixtures/rows.ts';

const draft = (given: Partial<Draft> = {}): Draft => ({
  id: anId(),
  accountId: ACCOUNT,
  callId: null,
  state: 'writing',
  finishedAt: null,
  forWhom: null,
  forWhomText: '',
  fromWhom: '',
  company: '',
  number: '',
  numberVerified: false,
  matter: '',
  callback: 'please-call-back',
  urgent: false,
  disposition: 'message',
  changedAt: '2026-11-22T10:00:00.000Z',
  ...given,
});
const form = (given: Partial<Draft>) =>
  new NoteForm(draft(given), false, { keep: () => undefined, readNumber: (typed) => typed });
const zoe = aContact({ name: 'Zoé Fabre', company: 'Café', numbers: ['+33639987777'] });

test('[P05] a caller found by name fills name and company, and the number only where none stands', () => {
  const withheld = form({});
  withheld.chooseContact(zoe, (number) => `shown ${number}`);
  expect(withheld.draft).toMatchObject({ fromWhom: 'Zoé Fabre', company: 'Café', number: 'shown +33639987777' });
  const known = form({ number: '06 39 98 88 88' });
  known.chooseContact(zoe, (number) => number);
  expect(known.draft.number).toBe('06 39 98 88 88');
  expect(known.contact).toBe(zoe);
});

test('[P05] another name typed over it is somebody else', () => {
  const writing = form({});
  writing.chooseContact(zoe, (number) => number);
  writing.typeFromWhom('Zoé F');
  expect(writing.contact).toBeNull();
});

const plate = { id: 'plate', label: 'Kenteken', required: true, choices: [] };
const filled = {
  forWhom: { kind: 'nobody-named' as const },
  fromWhom: 'Piet Vos',
  number: '+33639980311',
  matter: 'Pech',
};

test('[P01] what the account wants asked is named where it is missing, and goes with the note', () => {
  const writing = form(filled);
  writing.informAccount({ trade: 'craft', script: { ...noScript, fields: [plate, { ...plate, id: 'km', required: false }] } });
  expect(writing.nextField()).toBe('answer/plate');
  expect(writing.check()).toBeNull();
  expect(writing.problems).toEqual({ 'answer/plate': 'answer-missing' });
  writing.chooseDisposition('transferred');
  expect(writing.check()).not.toBeNull(); // the client has spoken to him himself
  writing.chooseDisposition('message');
  writing.answer(plate, 'XX-123-Y');
  expect(writing.check()).toMatchObject({ answers: [{ id: 'plate', label: 'Kenteken', value: 'XX-123-Y' }] });
});

test('the number is read back where the account asks for it, unless none was given', () => {
  const writing = form(filled);
  writing.informAccount({ trade: 'craft', script: { ...noScript, readBack: true } });
  expect(writing.check()).toBeNull();
  expect(writing.problems).toEqual({ number: 'number-not-read-back' });
  writing.tickReadBack(true);
  expect(writing.check()).toMatchObject({ numberVerified: true });
  writing.tickNoneGiven(true);
  expect(writing.check()).toMatchObject({ number: null });
});

test('[S04] a criterion that is met makes the note urgent; each was asked for before one that is not urgent leaves', () => {
  const writing = form(filled);
  const criteria = ['Panne sur autoroute', 'Voiture en feu'] as const;
  writing.informAccount({ trade: 'craft', script: { ...noScript, urgentWhen: [...criteria], askUrgency: true } });
  expect(writing.check()).toBeNull();
  expect(writing.problems).toEqual({ urgency: 'urgency-not-asked' });
  writing.meetNone(true);
  expect(writing.check()).toMatchObject({ urgent: false, criteria: [] });
  writing.meetCriterion(criteria[0], true);
  expect(writing.check()).toMatchObject({ urgent: true, criteria: [criteria[0]] });
  writing.setUrgent(false);
  expect(writing.check()).toMatchObject({ urgent: false, criteria: [] });
  writing.meetNone(false);
  expect(writing.check()).toBeNull();
});

test('for a medical account the criteria decide: nothing takes the urgency off one that is met', () => {
  const writing = form(filled);
  writing.informAccount({ trade: 'medical', script: { ...noScript, urgentWhen: ['Douleur à la poitrine'] } });
  writing.meetCriterion('Douleur à la poitrine', true);
  writing.setUrgent(false);
  expect(writing.draft.urgent).toBe(true);
  writing.meetCriterion('Douleur à la poitrine', false);
  expect(writing.draft.urgent).toBe(false);
  writing.setUrgent(true);
  expect(writing.draft.urgent).toBe(true);
});
