import { expect, test } from 'vitest';
import type { ErasureState } from '#shared/api/accounts.ts';
import { CodedError } from '#shared/errors.ts';
import type { DataSubject, FoundRow } from '#shared/sync/person-data.ts';
import { OwnPersonData } from '../../../web/accounts/own-person-data.svelte.ts';
import { anId } from '../../fixtures/rows.ts';

const aRow = (): FoundRow => ({ kind: 'note', id: anId(), at: null, line: 'Paul Durand' });

function atTheForm(rows: readonly FoundRow[]) {
  const asked: { subject: DataSubject; rows: readonly string[] }[] = [];
  const waiting: (() => void)[] = [];
  const state = { offline: false, done: 0, failed: false };
  const answer = async <T>(value: T): Promise<T> => {
    if (state.offline) throw new CodedError('http.offline', 'no network');
    return value;
  };
  const erasure = (): ErasureState => ({
    ...{ id: anId(), at: '2026-11-19T10:00:00.000Z', by: 'Claire' },
    ...{ rows: 2, done: state.done, failed: state.failed },
  });
  const page = new OwnPersonData({
    server: {
      find: () => answer(rows),
      export: () => answer({ rows: {}, recordings: [] }),
      async erase(subject, chosen) {
        asked.push({ subject, rows: chosen });
        return answer(erasure());
      },
      erasures: async () => (asked.length === 0 ? [] : [erasure()]),
    },
    readNumber: (typed) => (/^\+\d+$/.test(typed) ? typed : null),
    later: (_, run) => {
      waiting.push(run);
      return () => undefined;
    },
  });
  return { page, asked, waiting, state };
}

test('only what was left chosen is erased, and only after the word was written', async () => {
  const [mine, other] = [aRow(), aRow()];
  const { page, asked, waiting, state } = atTheForm([mine, other]);
  page.type({ name: 'Paul Durand', number: '+33639980001' });
  await page.find();
  page.choose(other.id, false);
  expect(await page.erase('yes', 'erase')).toBe(false);
  expect([page.problem, asked]).toEqual(['confirm', []]);
  expect(await page.erase(' Erase ', 'erase')).toBe(true);
  expect(asked).toEqual([{ subject: { name: 'Paul Durand', number: '+33639980001' }, rows: [mine.id] }]);
  expect([page.name, page.rows]).toEqual(['', null]); // nothing of the person stays in the page
  expect(page.erasures[0]?.done).toBe(0);
  state.done = 2;
  waiting.shift()?.();
  await expect.poll(() => page.erasures[0]?.done).toBe(2);
  expect(waiting).toEqual([]); // looks no further once it is done
});

test('who types another person no longer sees the rows of the one before', async () => {
  const { page } = atTheForm([aRow()]);
  page.type({ name: 'Paul' });
  await page.find();
  expect(page.rows).toHaveLength(1);
  page.type({ name: 'Paula' });
  expect(page.rows).toBeNull();
});

test.each([
  [{}, 'nothing-typed'],
  [{ name: 'P' }, 'nothing-typed'],
  [{ number: '0639' }, 'number'],
] as const)('%o is told as %s, and nobody is asked', async (typed, problem) => {
  const { page } = atTheForm([]);
  page.type(typed);
  await page.find();
  expect([page.problem, page.rows]).toEqual([problem, null]);
});

test('without a network it says so, and what was found stays', async () => {
  const { page, state } = atTheForm([aRow()]);
  page.type({ name: 'Paul' });
  await page.find();
  state.offline = true;
  expect(await page.export()).toBeNull();
  expect(await page.erase('erase', 'erase')).toBe(false);
  expect([page.problem, page.rows?.length]).toEqual(['offline', 1]);
});

test('of an erasure that was given up the rest can be erased, though no row is found any more', async () => {
  const { page, asked, state } = atTheForm([]);
  page.type({ name: 'Paul' });
  await page.find();
  expect(page.isLeftToErase).toBe(false);
  expect(await page.erase('erase', 'erase')).toBe(false);
  asked.push({ subject: { name: 'Paul', number: null }, rows: [anId()] });
  state.failed = true;
  await page.follow();
  expect(page.isLeftToErase).toBe(true);
  expect(await page.erase('erase', 'erase')).toBe(true);
  expect(asked.at(-1)).toEqual({ subject: { name: 'Paul', number: null }, rows: [] });
});
