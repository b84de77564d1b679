import type { Delivery } from '#shared/delivery/delivery.ts';
import { isDelivered } from '#shared/notes/disposition.ts';
import type { Note } from '#shared/notes/note.ts';

/** How far a locked note has come, the same words as in its life on `note.ts`; `failed` when no channel reached anybody. */
export type NoteState = 'locked' | 'synced' | 'delivering' | 'delivered' | 'read' | 'acknowledged' | 'done' | 'failed';

/** The state of a note from its own marks and its deliveries; `onServer`: the server is known to have it. */
export function noteState(note: Note, deliveries: readonly Delivery[], onServer: boolean): NoteState {
  if (note.done) return 'done';
  if (note.acknowledged) return 'acknowledged';
  if (note.read) return 'read';
  if (deliveries.length === 0) return onServer ? 'synced' : 'locked';
  if (deliveries.some((d) => reached(d))) return 'delivered';
  return deliveries.every((d) => d.state === 'failed' || d.state === 'expired') ? 'failed' : 'delivering';
}

/** Whether the note has a way to the client at all [J12]. */
export const goesOut = (note: Note): boolean => isDelivered(note.content.disposition);

const reached = ({ state }: Delivery): boolean => state === 'delivered' || state === 'read' || state === 'acknowledged';
