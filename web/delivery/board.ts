import { isPastItsTime, isUrgent } from '#shared/delivery/past-time.ts';
import { isDelivered } from '#shared/notes/disposition.ts';
import type { Instant } from '#shared/time.ts';
import type { BoardRow } from './floor.svelte.ts';

/** Whether a provider has confirmed that it arrived, the client has seen it, or it goes to nobody by its kind. */
export function isThere({ note, deliveries }: BoardRow): boolean {
  if (note.read || note.acknowledged || note.done || !isDelivered(note.content.disposition)) return true;
  return deliveries.some(
    ({ state }) => state === 'sent' || state === 'delivered' || state === 'read' || state === 'acknowledged',
  );
}

/**
 * The board check: urgent ones without acknowledgement, those past their time before the others and the oldest before
 * the newer ones; then what is not there yet, then the rest, each newest first.
 */
export function boardOrder(board: readonly BoardRow[], now: Instant): BoardRow[] {
  const rank = (row: BoardRow) => {
    if (isUrgentOpen(row)) return isPastItsTime(row.note, now) ? 0 : 1;
    return isThere(row) ? 3 : 2;
  };
  const age = (a: BoardRow, b: BoardRow) => a.note.lockedAt.localeCompare(b.note.lockedAt);
  return board.toSorted((a, b) => rank(a) - rank(b) || (isUrgentOpen(a) ? age(a, b) : age(b, a)));
}

/** Whether it can leave once more: it has reached nobody, and nothing is on its way. */
export const mayLeaveAgain = (row: BoardRow): boolean =>
  !isThere(row) &&
  row.note.erased === undefined &&
  row.deliveries.every(({ state }) => state === 'failed' || state === 'expired');

/** The id under which it leaves once more: of what failed last, so that it leaves once however often and by whom it is asked for. */
export function repetitionOf({ note, deliveries }: BoardRow): string {
  const [last] = deliveries.toSorted((a, b) => b.queuedAt.localeCompare(a.queuedAt) || b.id.localeCompare(a.id));
  return last?.id ?? note.id;
}

/** Urgent, and no person of the client has taken it on. */
export const isUrgentOpen = ({ note }: BoardRow): boolean => isUrgent(note) && note.acknowledged === null && note.done === null;

/** How many notes have come how far at least. */
export const countsOf = (board: readonly BoardRow[]) => ({
  delivered: board.filter(isThere).length,
  read: board.filter(({ note }) => note.read !== null).length,
  acknowledged: board.filter(({ note }) => note.acknowledged !== null).length,
});

/** An age in its largest whole unit. */
export function ageOf(ms: number): { readonly unit: 'min' | 'h' | 'd'; readonly count: number } {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 120) return { unit: 'min', count: minutes };
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? { unit: 'h', count: hours } : { unit: 'd', count: Math.floor(hours / 24) };
}
