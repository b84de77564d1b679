import type { Note } from '#shared/notes/note.ts';

/** How far the client is with a note; on this device it has been delivered. */
export type PortalState = 'delivered' | 'read' | 'acknowledged' | 'done';

/** The state of a note as the client sees it, by its own marks. */
export function portalState(note: Note): PortalState {
  if (note.done) return 'done';
  if (note.acknowledged) return 'acknowledged';
  return note.read ? 'read' : 'delivered';
}
