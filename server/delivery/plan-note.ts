import { planDelivery } from '#shared/delivery/plan.ts';
import type { Note } from '#shared/notes/note.ts';
import type { ServerTransaction } from '../ports/store.ts';
import { beginClimb } from './climb.ts';
import { type FactsDeps, factsOf, queue } from './queue-delivery.ts';
import { tellWebhooks } from './tell-webhooks.ts';

/**
 * Puts the deliveries of a locked note and their jobs into the note's own transaction, those to the client's systems too; an
 * urgent one begins to climb.
 * A second time for the same note changes nothing. Also for voicemails taken in by the server.
 */
export const planNote =
  (deps: FactsDeps) =>
  async (tx: ServerTransaction, note: Note): Promise<void> => {
    const facts = await factsOf(deps, tx, note);
    for (const planned of planDelivery(facts)) await queue(tx, note, planned);
    await beginClimb(tx, facts);
    await tellWebhooks(deps, tx, note, { type: 'note.created', at: note.lockedAt });
  };
