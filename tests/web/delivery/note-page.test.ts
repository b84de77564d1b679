import { expect, test } from 'vitest';
import type { Note } from '#shared/notes/note.ts';
import { NotePage, type NotePageDeps } from '../../../web/delivery/note-page.svelte.ts';
import type { Reader } from '../../../web/ports/device.ts';
import { aNote } from '../../fixtures/delivery.ts';

let due: () => void = () => undefined;
const soon: Pick<NotePageDeps, 'newId' | 'later'> = {
  newId: () => 'id-1',
  later: (_, run) => {
    due = run;
    return () => {
      due = () => undefined;
    };
  },
};

/** A device with at most one note; `put` makes it arrive. */
function device(first: Note | undefined) {
  const mutations: string[] = [];
  const passedTo: unknown[] = [];
  let note = first;
  let syncs = 0;
  let refresh: () => Promise<void> = async () => undefined;
  const rows = { get: async () => note, all: async () => [] } as unknown as Reader;
  const watch: NotePageDeps['device']['watch'] = (query, onValue) => {
    refresh = async () => onValue(await query(rows));
    return () => undefined;
  };
  return {
    mutations,
    passedTo,
    syncs: () => syncs,
    watch,
    mutate: async (name: string, args: object) => {
      mutations.push(name);
      if ('to' in args) passedTo.push(args.to);
    },
    sync: () => {
      syncs++;
    },
    show: () => refresh(),
    put: (next: Note) => {
      note = next;
      return refresh();
    },
  };
}

test('opening a note tells once that it was read', async () => {
  const phone = device(aNote());
  new NotePage({ device: phone, noteId: aNote().id, ...soon });
  await phone.show();
  await phone.show();
  expect(phone.mutations).toEqual(['markNoteRead']);
});

test('a note that somebody has read already is not read again', async () => {
  const phone = device(aNote({}, { read: { at: '2026-11-19T09:43:00.000Z', by: 'Jan' } }));
  new NotePage({ device: phone, noteId: aNote().id, ...soon });
  await phone.show();
  expect(phone.mutations).toEqual([]);
});

test('a note that a notification opened before it came is asked for and shown when it is there', async () => {
  const phone = device(undefined);
  const page = new NotePage({ device: phone, noteId: aNote().id, ...soon });
  await phone.show();
  expect([page.isMissing, phone.syncs()]).toEqual([true, 1]);
  await phone.put(aNote());
  expect([page.isMissing, page.note?.id, phone.mutations]).toEqual([false, aNote().id, ['markNoteRead']]);
});

test('each button is one change', async () => {
  const phone = device(aNote());
  const page = new NotePage({ device: phone, noteId: aNote().id, ...soon });
  await phone.show();
  await page.acknowledge();
  await page.callBack();
  await page.done();
  expect(phone.mutations).toEqual(['markNoteRead', 'acknowledgeNote', 'callBackNote', 'markNoteDone']);
});

test('a note is passed to a colleague after a moment in which it can be called off, or when the page is left', async () => {
  const phone = device(aNote({}, { read: { at: '2026-11-19T09:43:00.000Z', by: 'Jan' } }));
  const page = new NotePage({ device: phone, noteId: aNote().id, ...soon });
  await phone.show();
  page.assign('sanne');
  expect(page.assigning).toEqual({ to: 'sanne' });
  page.keepHolder();
  due();
  expect([phone.passedTo, page.assigning]).toEqual([[], null]);
  page.assign('sanne');
  due();
  expect(phone.passedTo).toEqual(['sanne']);
  page.assign(null);
  page.close();
  expect(phone.passedTo).toEqual(['sanne', null]);
});
