import { expect, test } from 'vitest';
import { type NoteFilter, noteFilters, passes } from '#shared/notes/note-filter.ts';
import { aNote, aRoster } from '../../fixtures/delivery.ts';

const [sanne, jan] = aRoster().map(({ id }) => id);
const mark = { at: '2026-11-19T10:00:00.000Z', by: 'Jan' };
const toSanne = { id: 'a', at: mark.at, by: 'Jan', to: sanne ?? '' };

test.each<[string, ReturnType<typeof aNote>, readonly NoteFilter[], readonly NoteFilter[]]>([
  ['a new note for nobody in particular', aNote(), ['open', 'awaiting', 'mine'], ['open', 'awaiting']],
  [
    'one for Sanne by name, urgent',
    aNote({ urgent: true, forWhom: { kind: 'person', personId: sanne ?? '' } }),
    ['open', 'urgent', 'awaiting'],
    ['open', 'urgent', 'awaiting', 'mine'],
  ],
  [
    'a voicemail that Jan has and is done',
    aNote({}, { voicemail: { recordingId: 'r', seconds: 9 }, acknowledged: mark, done: mark }),
    ['voicemail', 'mine', 'done'],
    ['voicemail', 'done'],
  ],
  [
    'one that was passed to Sanne',
    aNote({ callback: 'for-information' }, { assignments: [toSanne] }),
    ['open', 'mine'],
    ['open', 'assigned'],
  ],
  [
    'one that was passed to Sanne and back to all',
    aNote({ callback: 'for-information' }, { assignments: [toSanne, { ...toSanne, id: 'b', to: null }] }),
    ['open', 'mine'],
    ['open'],
  ],
])('%s is found by its filters', (_, note, forJan, forSanne) => {
  const of = (personId = '') => noteFilters.filter((filter) => passes(note, filter, { personId, roster: aRoster() }));
  expect([of(jan), of(sanne)]).toEqual([forJan, forSanne]);
});
