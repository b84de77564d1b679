import { expect, test } from 'vitest';
import type { Draft } from '#shared/notes/note.ts';
import { erasedRow } from '#shared/sync/erasure.ts';
import type { PullResponse } from '#shared/sync/protocol.ts';
import { sharedSpace } from '#shared/sync/rows.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { aNote } from '../../fixtures/delivery.ts';
import { ACCOUNT, aCall, aContact, anId } from '../../fixtures/rows.ts';

const space = sharedSpace(ACCOUNT);
const now = '2026-11-19T10:00:00.000Z';

test('[PL6][SH1] own changes stay shown over what a pull brings, until the server has them', async () => {
  const local = await openFakeLocalStore('lea');
  const contact = aContact();
  const pulled = (name: string, version: number) => ({
    rows: [{ space, kind: 'contact' as const, id: contact.id, version, row: { ...contact, name } }],
    cursors: { [space]: version },
    more: false,
  });
  const shown = async () => (await local.read((rows) => rows.get('contact', contact.id)))?.name;
  await local.applyPull({ ...pulled('theirs', 1), lastSeq: 0 }, now);
  await local.mutate({ name: 'saveContact', args: { ...contact, name: 'mine' } }, { name: 'Léa', at: now });
  expect(await shown()).toBe('mine');
  await local.applyPull({ ...pulled('theirs again', 2), lastSeq: 0 }, now);
  expect(await shown()).toBe('mine');
  await local.applyPull({ ...pulled('as the server has it', 3), lastSeq: 1 }, now);
  expect(await shown()).toBe('as the server has it');
});

const aDraft = (given: Pick<Draft, 'matter'> & Partial<Draft>): Draft => ({
  ...aNote().content,
  ...{ id: anId(), accountId: ACCOUNT, callId: null, state: 'writing', finishedAt: null, forWhomText: '', changedAt: now },
  number: '',
  ...given,
});

test('[ER4] a pull of erased rows takes whatever else the device holds about them: drafts, refused changes, forms', async () => {
  const local = await openFakeLocalStore('lea');
  const author = { name: 'Léa', at: now };
  const [note, call] = [aNote({ matter: 'canary' }, { accountId: ACCOUNT }), aCall()];
  const pull = (rows: PullResponse['rows'], version: number, lastSeq: number) =>
    local.applyPull({ rows, cursors: { [space]: version }, lastSeq, more: false }, now);
  const row = { space, kind: 'note' as const, id: note.id };
  await pull([{ ...row, version: 1, row: note }], 1, 0);
  const change = { name: 'addAddendum', args: { id: anId(), accountId: ACCOUNT, noteId: note.id, text: 'canary' } } as const;
  await local.mutate(change, author);
  await local.answered({ lastSeq: 1, refused: [{ seq: 1, code: 'forbidden', theirs: null }] });
  await local.keepForm(`note/${note.id}`, { text: 'canary' });
  await local.keepForm('other', { text: 'stays' });
  await local.saveDraft(aDraft({ callId: call.id, matter: 'canary' }));
  await local.saveDraft(aDraft({ matter: 'stays' }));
  await local.mutate({ ...change, args: { ...change.args, id: anId() } }, author); // written while the erasure was under way
  const gone = { space, kind: 'call' as const, id: call.id, version: 3, row: null, erased: true as const };
  await pull([{ ...row, version: 2, row: erasedRow('note', note, now), erased: true }, gone], 3, 1);
  const held = await local.read(async (rows) => [await rows.get('note', note.id), await rows.drafts()]);
  expect(JSON.stringify(held)).not.toContain('canary');
  expect(JSON.stringify(held)).toContain('stays');
  expect([await local.readForm(`note/${note.id}`), await local.readForm('other')]).toEqual([undefined, { text: 'stays' }]);
  expect(await local.undecided()).toBe('unsent'); // the second addendum: the server erases it as it comes
});
