import type { Identity } from '#shared/accounts/access.ts';
import { present } from '#shared/errors.ts';
import type { Change } from '#shared/sync/mutations.ts';
import type { ServerTransaction } from '../ports.ts';
import { markRead, type Reading } from './mark-read.ts';
import { type PlanNoteDeps, planNote } from './plan-note.ts';

/** What delivery does in the transaction of an applied change: plans a locked note, notes what the client has seen. */
export const followChange =
  (deps: PlanNoteDeps) =>
  async (tx: ServerTransaction, change: Change, who: Identity): Promise<void> => {
    switch (change.name) {
      case 'lockNote':
        return planNote(deps)(tx, present(await tx.get('note', change.args.id), 'note.not_found'));
      case 'markNoteRead':
        return seen(tx, who, { noteId: change.args.noteId, kind: 'read' });
      case 'acknowledgeNote':
      case 'callBackNote':
      case 'markNoteDone':
        return seen(tx, who, { noteId: change.args.noteId, kind: 'acknowledged' });
      default:
        return undefined;
    }
  };

async function seen(tx: ServerTransaction, who: Identity, what: Omit<Reading, 'personId'>): Promise<void> {
  if (who.role === 'person') await markRead(tx, { ...what, personId: who.personId });
}
