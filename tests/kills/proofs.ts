import { expect } from '@playwright/test';
import * as z from 'zod/mini';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import { embeddedDatabaseUrl } from '../../server/supervisor/postgres.ts';
import type { Desk } from '../e2e/desk.ts';
import type { Plan } from './moments.ts';
import { type Fields, fieldsOf, type Listed, type Shown } from './shown.ts';

/** The list shows eight locked notes; an older one may have made room for the next. */
const surelyListed = 6;
const withinMs = 20_000;

/** What was shown as saved when the browser died, and what was not saved by then. */
export type Died = { readonly plan: Plan; readonly shown: Shown; readonly before: ReadonlySet<string> };

/** The note after the restart, and how many characters that stood in the form are gone. */
export type Found = { readonly noteId: string; readonly lostKeys: number };

/** What was shown as saved is there: a finished note by itself, an unfinished one to be taken up, which is done here. */
export async function proveKept(desk: Desk, died: Died): Promise<Found> {
  const { plan, shown, before } = died;
  for (const { id } of shown.notes.filter(isSent).slice(0, surelyListed)) await isListed(desk, id, died);
  const mine = await untilListed(desk, before);
  const wasSent = shown.notes.some((note) => note.id === mine.id && isSent(note));
  if (mine.state !== 'draft') {
    expect(plan.moment, 'a note that nobody has finished was sent').not.toBe('typing');
    return { noteId: mine.id, lostKeys: 0 };
  }
  expect(wasSent && plan.moment !== 'undone', 'a note that was shown as finished is a draft').toBe(false);
  await desk.page.click(`li[data-note="${mine.id}"] [data-act=take-up]`);
  const lostKeys = await proveFields(desk, died);
  await desk.writeNote({ matter: plan.matter });
  await desk.press('Control+Enter');
  await expect(desk.page.locator(`li[data-note="${mine.id}"]:not([data-note-state=draft])`)).toBeVisible({ timeout: withinMs });
  return { noteId: mine.id, lostKeys };
}

const isSent = ({ state }: Listed): boolean => state !== 'draft';

async function isListed({ page }: Desk, id: string, { plan }: Died): Promise<void> {
  const sent = plan.moment === 'undone' ? '' : ':not([data-note-state=draft])';
  await expect(page.locator(`li[data-note="${id}"]${sent}`), `note ${id} is there`).toBeVisible({ timeout: withinMs });
}

/** The one note that was not listed before it was written. */
async function untilListed({ page }: Desk, before: ReadonlySet<string>): Promise<Listed> {
  const listed = () =>
    page
      .locator('li[data-note]')
      .evaluateAll((found) =>
        found.map((each) => ({ id: each.getAttribute('data-note') ?? '', state: each.getAttribute('data-note-state') ?? '' })),
      );
  let mine: Listed | undefined;
  await expect(async () => {
    const fresh = (await listed()).filter(({ id }) => !before.has(id));
    expect(fresh).toHaveLength(1);
    [mine] = fresh;
  }).toPass({ timeout: withinMs }); // on the way from the finished to the locked ones it is in neither list
  if (mine === undefined) throw new Error('no note');
  return mine;
}

/** The form has at least what it said to have kept, and nothing that was not typed. */
async function proveFields({ page }: Desk, { plan, shown }: Died): Promise<number> {
  const matter = page.locator('[name=matter]');
  await expect(matter).toBeVisible({ timeout: withinMs });
  const after = await fieldsOf(page);
  const saved: Partial<Fields> = shown.saved ?? {};
  for (const [name, value] of Object.entries(saved)) expect(after[name as keyof Fields].slice(0, value.length), name).toBe(value);
  expect(after.matter).toBe(plan.matter.slice(0, after.matter.length));
  return Math.max(0, (shown.typed?.matter.length ?? 0) - after.matter.length);
}

const locksSchema = z.array(z.object({ id: z.string(), times: z.number() }));

type Arrived = {
  /** The matter of each note by its id. */
  readonly sent: ReadonlyMap<string, string>;
  /** Notes whose database was lost over the kill: locked just then, one may be locked again from the copy, which changes nothing [NO1]. */
  readonly fromCopy: ReadonlySet<string>;
};

/** Each note is in PostgreSQL with its whole text, was locked once, and nobody is told twice. What is wrong, in words. */
export async function proveArrivedOnce(dataDir: string, { sent, fromCopy }: Arrived): Promise<string[]> {
  const fail = (error: Error): never => {
    throw error;
  };
  const pool = createPool({ connectionString: embeddedDatabaseUrl(placesIn(dataDir)), max: 1, onError: fail });
  const store = createStore({ pool, clock: () => new Date().toISOString() });
  const [notes, deliveries] = [await store.all('note'), await store.all('delivery')];
  const { rows } = await pool.query(
    `select args->>'id' as id, count(*)::int as times from history where name = 'lockNote' and refused is null group by 1`,
  );
  await pool.end();
  const locks = new Map(locksSchema.parse(rows).map(({ id, times }) => [id, times]));
  const broken: string[] = [];
  for (const [id, matter] of sent) {
    const same = notes.filter((note) => note.content.matter === matter);
    if (same.length !== 1 || same[0]?.id !== id) broken.push(`${same.length} notes in PostgreSQL: ${matter}`);
    const times = locks.get(id) ?? 0;
    if (times < 1 || times > (fromCopy.has(id) ? 2 : 1)) broken.push(`locked ${times} times: ${matter}`);
    const keys = deliveries.filter(({ noteId }) => noteId === id).map(({ key }) => key);
    if (keys.length === 0 || new Set(keys).size < keys.length) broken.push(`delivered ${keys.join(', ')}: ${matter}`);
  }
  for (const id of locks.keys()) if (!sent.has(id)) broken.push(`a note that nobody wrote: ${id}`);
  return broken;
}
