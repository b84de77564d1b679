import { expect, test } from 'vitest';
import type { CallRecord } from '#shared/calls/call-record.ts';
import { clientCallOf } from '#shared/calls/client-call.ts';
import { writeCallsCsv } from '../../../web/calls/calls-csv.ts';
import type { CallFilter } from '../../../web/calls/client-calls.svelte.ts';
import { ClientCalls } from '../../../web/calls/client-calls.svelte.ts';
import type { Device, Reader } from '../../../web/ports/device.ts';
import { aNote, anAccount, aRoster } from '../../fixtures/delivery.ts';
import { aCall } from '../../fixtures/rows.ts';

const call = (n: number, given: Partial<CallRecord> = {}) =>
  clientCallOf(
    aCall({
      id: `01900000-0000-7000-8000-00000000003${n}`,
      accountId: anAccount().id,
      arrivedAt: `2026-11-1${n}T09:00:00.000Z`,
      answeredAt: `2026-11-1${n}T09:00:12.000Z`,
      endedAt: `2026-11-1${n}T09:01:40.000Z`,
      outcome: 'handled',
      waitedSeconds: 12,
      ...given,
    }),
  );
const [sanne] = aRoster();
const rowsOf = {
  clientCall: [
    call(1),
    call(2, { caller: null, answeredAt: null, outcome: 'abandoned', waitedSeconds: 40 }),
    call(3, { caller: '+33639980002', arrivedAt: '2026-11-13T23:30:00.000Z' }),
  ],
  note: [
    aNote(
      { fromWhom: '=HYPERLINK("Vos;")', company: '', forWhom: { kind: 'person', personId: sanne?.id ?? '' } },
      { callId: '01900000-0000-7000-8000-000000000031' },
    ),
  ],
  person: aRoster(),
};

async function listed() {
  const rows = { list: async (kind: keyof typeof rowsOf) => rowsOf[kind], get: async () => anAccount() } as unknown as Reader;
  let read: Promise<void> = Promise.resolve();
  const watch: Device['watch'] = (query, onValue) => {
    read = query(rows).then(onValue);
    return () => undefined;
  };
  const calls = new ClientCalls({ device: { watch }, accountId: anAccount().id });
  await read;
  return calls;
}

test('[S18] the newest call stands first, with the rings that its caller heard', async () => {
  const calls = await listed();
  expect(calls.shown.map(({ call: { id }, rings }) => [id.at(-1), rings])).toEqual([
    ['3', 3],
    ['2', null],
    ['1', 3],
  ]);
});

test.each<[string, Partial<CallFilter>, string]>([
  ['a day of the account’s calendar', { from: '2026-11-14', to: '2026-11-14' }, '3'],
  ['an outcome', { outcome: 'abandoned' }, '2'],
  ['the end of a number', { caller: '98 00 02' }, '3'],
  ['a number with its 0', { caller: '06 39 98 00 01' }, '1'],
  ['a name that stands on the note', { caller: 'vos' }, '1'],
  ['whom the caller wanted', { personId: sanne?.id ?? '' }, '1'],
  ['how long he waited', { waited: 30 }, '2'],
  ['nothing of that', { caller: 'nobody' }, ''],
])('[S18] calls are narrowed by %s', async (_, filter, ids) => {
  const calls = await listed();
  calls.narrow(filter);
  expect(calls.matching.map(({ call: { id } }) => id.at(-1)).join('')).toBe(ids);
});

const words = {
  fields: ['date', 'time', 'number', 'name', 'for', 'kind', 'outcome', 'waited', 'rings', 'talked', 'counted'],
  kind: () => 'in',
  outcome: () => 'x',
  counted: () => 'y',
  withheld: 'masqué',
} as const;

test.each([
  ['fr', ';'],
  ['nl', ';'],
  ['ja', ','],
  ['en', ','],
])(
  '[S18] the table opens in the spreadsheets of %s: its separator, UTF-8 with its mark, and no formula',
  async (locale, separator) => {
    const at = { timeZone: 'Europe/Amsterdam', locale, show: (number: string) => number };
    const csv = writeCallsCsv((await listed()).matching, words, at);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    const lines = csv.slice(1).split('\r\n');
    expect(lines[0]).toBe(words.fields.join(separator));
    expect(lines[1]).toBe(['2026-11-14', '00:30:00', '+33639980002', '', '', 'in', 'x', 12, 3, 88, 'y'].join(separator));
    expect(lines[2]).toContain(`masqué`);
    expect(lines[3]).toContain(`"'=HYPERLINK(""Vos;"")"`);
    expect(lines).toHaveLength(5);
  },
);
