import { expect, test } from 'vitest';
import type { Draft } from '#shared/notes/note.ts';
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
