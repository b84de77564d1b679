import type { Retention } from '../accounts/retention.ts';
import type { Contact } from '../calls/contact.ts';
import { fromMs, type Instant, toMs } from '../time.ts';
import { madeAt } from '../uuid.ts';
import { erasedAt } from './erasure.ts';
import type { RowRef } from './mutation.ts';
import type { Kind, Rows } from './rows.ts';

const day = 24 * 3600_000;

/** The rows of one account about its callers. */
export type RowsOfCallers = { readonly [K in 'note' | 'call' | 'contact' | 'card' | 'task' | 'question']: readonly Rows[K][] };

/** What has been kept long enough, and of which notes the sound alone. */
export type DueRows = { readonly erase: readonly RowRef[]; readonly silence: readonly string[] };

/** What of the account is to be erased now. Without a number of days nothing is. */
export function dueRows(rows: RowsOfCallers, retention: Retention, now: Instant): DueRows {
  const { note, call, card, task, question } = rows;
  const before = (days: number | null): Instant => (days === null ? '' : fromMs(toMs(now) - days * day));
  const [notes, sounds, calls] = [before(retention.notes), before(retention.voicemail), before(retention.calls)];
  const ended = (at: Instant | null | undefined) => at !== null && at !== undefined && at < notes;
  return {
    erase: [
      ...refs(
        'note',
        note.filter((each) => each.lockedAt < notes && erasedAt(each) === null),
      ),
      ...refs(
        'call',
        call.filter((each) => (each.endedAt ?? each.arrivedAt) < calls && erasedAt(each) === null),
      ),
      ...refs(
        'task',
        task.filter(({ done, dueAt }) => ended(done?.at ?? dueAt)),
      ),
      ...refs(
        'question',
        question.filter(({ askedAt }) => ended(askedAt)),
      ),
      ...refs(
        'card',
        card.filter(({ done, until }) => ended(done?.at ?? until)),
      ),
      ...refs('contact', unused(rows, before(retention.contacts))),
    ],
    silence: note
      .filter((each) => each.voicemail !== null && each.lockedAt < sounds && each.lockedAt >= notes)
      .map(({ id }) => id),
  };
}

/** Those who are older than that, and from whose numbers no call came since. */
function unused({ contact, call }: RowsOfCallers, before: Instant): Contact[] {
  const callers = new Set(call.filter(({ arrivedAt }) => arrivedAt >= before).map(({ caller }) => caller));
  return contact.filter(({ id, numbers }) => madeAt(id) < before && !numbers.some((number) => callers.has(number)));
}

const refs = (kind: Kind, rows: readonly { readonly id: string }[]): RowRef[] => rows.map(({ id }) => ({ kind, id }));
