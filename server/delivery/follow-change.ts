import type { Identity } from '#shared/accounts/access.ts';
import { passOn } from '#shared/delivery/escalation.ts';
import { planAdded, planAgain, planAssigned } from '#shared/delivery/plan.ts';
import { present } from '#shared/errors.ts';
import type { Change } from '#shared/sync/mutations.ts';
import { showCallOf } from '../calls/show-call.ts';
import type { ServerTransaction } from '../ports/store.ts';
import { goOn, settleClimb } from './climb.ts';
import { markRead } from './mark-read.ts';
import { notifyQuestion } from './notify-question.ts';
import { planNote } from './plan-note.ts';
import { type FactsDeps, factsOf, queue } from './queue-delivery.ts';
import { scheduleDigest } from './send-digest.ts';
import { followAccess } from './subscribe.ts';
import { tellWebhooks } from './tell-webhooks.ts';

/**
 * What delivery does in the transaction of an applied change: plans a locked note and what is added to it, notes what the client
 * has seen, ends its ladder, tells the client's systems, asks for the next overview, ends the notifications of who may see nothing
 * any more.
 */
export const followChange =
  (deps: FactsDeps) =>
  async (tx: ServerTransaction, change: Change, who: Identity): Promise<void> => {
    switch (change.name) {
      case 'lockNote':
        await showCallOf(tx, change.args.id);
        return planNote(deps)(tx, present(await tx.get('note', change.args.id), 'note.not_found'));
      case 'addAddendum':
        return who.role === 'person' ? undefined : tellAdded(deps, tx, change.args);
      case 'markNoteRead':
        return read(tx, who, change.args.noteId);
      case 'acknowledgeNote':
      case 'callBackNote':
      case 'answerNote':
        return acknowledged(deps, tx, who, change.args.noteId);
      case 'markNoteDone':
        await acknowledged(deps, tx, who, change.args.noteId);
        return doneOrNot(deps, tx, change.args.noteId);
      case 'reopenNote':
        return doneOrNot(deps, tx, change.args.noteId);
      case 'assignNote':
        return tellAssigned(deps, tx, change.args, who);
      case 'sendNoteAgain':
        return sendAgain(deps, tx, change.args);
      case 'readOutNote':
        await markRead(tx, { noteId: change.args.noteId, personId: change.args.personId, kind: 'acknowledged' });
        return settleClimb(deps, tx, { noteId: change.args.noteId, personId: change.args.personId });
      case 'askQuestion':
        return notifyQuestion(deps, tx, { questionId: change.args.id, what: 'asked' });
      case 'answerQuestion':
        return notifyQuestion(deps, tx, { questionId: change.args.questionId, what: 'answered' });
      case 'finishTask':
      case 'passOnAlert':
        return alertDone(deps, tx, change);
      case 'setAccess':
      case 'removePerson':
        return followAccess(tx, change.args.personId);
      case 'setDigest':
        return scheduleDigest(tx, present(await tx.get('account', change.args.accountId), 'account.not_found'), deps.clock);
      default:
        return undefined;
    }
  };

/** A person whom the desk has telephoned takes the urgent note, or does not: then the next step comes. */
async function alertDone(
  deps: FactsDeps,
  tx: ServerTransaction,
  { name, args }: Extract<Change, { name: 'finishTask' | 'passOnAlert' }>,
): Promise<void> {
  const { alert } = present(await tx.get('task', args.taskId), 'task.not_found');
  const note = alert && (await tx.get('note', alert.noteId));
  if (alert === undefined || note === undefined) return;
  if (name === 'finishTask') {
    await markRead(tx, { ...alert, kind: 'acknowledged' });
    return settleClimb(deps, tx, alert);
  }
  const facts = await factsOf(deps, tx, note);
  const climb = passOn(facts, alert.personId);
  if (climb !== null) await goOn(tx, { ...facts, note: { ...note, climb } });
}

/** What the client's own people write below a note they know already. */
async function tellAdded(
  deps: FactsDeps,
  tx: ServerTransaction,
  { noteId, id }: { readonly noteId: string; readonly id: string },
): Promise<void> {
  const note = present(await tx.get('note', noteId), 'note.not_found');
  const addendum = present(
    note.addenda.find((each) => each.id === id),
    'note.not_found',
  );
  for (const planned of planAdded(await factsOf(deps, tx, note), addendum)) await queue(tx, note, planned);
  const { at, by, text } = addendum;
  await tellWebhooks(deps, tx, note, { type: 'note.addendum', at, by, text });
}

async function doneOrNot(deps: FactsDeps, tx: ServerTransaction, noteId: string): Promise<void> {
  const note = present(await tx.get('note', noteId), 'note.not_found');
  if (note.done === null) return tellWebhooks(deps, tx, note, { type: 'note.reopened', at: deps.clock() });
  return tellWebhooks(deps, tx, note, { type: 'note.done', ...note.done });
}

/** Who takes the note himself needs no message. */
async function tellAssigned(
  deps: FactsDeps,
  tx: ServerTransaction,
  { noteId, id, to }: { readonly noteId: string; readonly id: string; readonly to: string | null },
  who: Identity,
): Promise<void> {
  if (to === null || (who.role === 'person' && who.personId === to)) return;
  const note = present(await tx.get('note', noteId), 'note.not_found');
  const assigned = note.assignments?.find((one) => one.id === id);
  if (assigned === undefined) return;
  for (const planned of planAssigned(await factsOf(deps, tx, note), assigned)) await queue(tx, note, planned);
}

/** As long as nobody of the client knows of it. */
async function sendAgain(
  deps: FactsDeps,
  tx: ServerTransaction,
  { noteId, id }: { readonly noteId: string; readonly id: string },
): Promise<void> {
  const note = present(await tx.get('note', noteId), 'note.not_found');
  if (note.read !== null || note.acknowledged !== null || note.done !== null) return;
  for (const planned of planAgain(await factsOf(deps, tx, note), id)) await queue(tx, note, planned);
}

async function read(tx: ServerTransaction, who: Identity, noteId: string): Promise<void> {
  if (who.role === 'person') await markRead(tx, { noteId, personId: who.personId, kind: 'read' });
}

/** By the client, or on its behalf by a supervisor. */
async function acknowledged(deps: FactsDeps, tx: ServerTransaction, who: Identity, noteId: string): Promise<void> {
  const personId = who.role === 'person' ? who.personId : null;
  if (personId !== null) await markRead(tx, { noteId, personId, kind: 'acknowledged' });
  await settleClimb(deps, tx, { noteId, personId });
}
