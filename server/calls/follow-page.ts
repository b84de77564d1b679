import { endedCallOf, liveCallOf } from '#shared/calls/call-facts.ts';
import type { Call } from '#shared/calls/call-state.ts';
import { isTurn } from '#shared/calls/kept-place.ts';
import type { ToServer } from '#shared/live.ts';
import { legWish, signIn } from '#shared/operators/presence.ts';
import { change } from '../operators/change-operator.ts';
import { renewLeg } from '../operators/keep-legs.ts';
import { advance, resumeNote } from './advance-call.ts';
import { callBack } from './call-back.ts';
import { inTurn } from './execute.ts';
import { callOfOperator, type Floor, toPage, type Unstamped } from './floor-state.ts';
import { handOver } from './hand-over.ts';
import { giveTelephone } from './know-telephones.ts';
import { putThrough } from './put-through.ts';
import { takeNote, tellOfTakenNote } from './take-note.ts';

/** An operator's page is open, for the first time or again: it is told how things stand. */
export async function pageOpened(floor: Floor, operatorId: string): Promise<void> {
  const { clock, directory } = floor.deps;
  const at = clock();
  if (floor.operators.has(operatorId)) change(floor, operatorId, { t: 'page-open', at });
  else {
    if (directory.operator(operatorId) === undefined) await directory.load();
    const operator = directory.operator(operatorId);
    if (operator === undefined) return;
    floor.operators.set(operatorId, signIn(operator, at));
    giveTelephone(floor, operatorId);
  }
  tellHowThingsStand(floor, operatorId);
}

/** A page that has just opened hears its state, whether a leg is wanted, and of the call that is his. */
export function tellHowThingsStand(floor: Floor, operatorId: string): void {
  floor.presences.delete(operatorId);
  askForLeg(floor, operatorId);
  tellOfTakenNote(floor, operatorId);
  const call = callOfOperator(floor, operatorId);
  const before = floor.wrapUps.get(operatorId) ?? null;
  const live = call === undefined || ringsNext(call, operatorId) ? before : liveCallOf(call);
  resumeNote(floor, operatorId);
  // An offer goes to the next: a page that has only just opened has not yet shown that it is alive.
  if (live === null || live.state === 'offered') return;
  toPage(floor, operatorId, { t: 'call', call: live, draft: floor.drafts.get(live.callId) ?? null });
}

/** His telephone rings for another caller; the note of the one before is still to be written. */
const ringsNext = ({ state, operatorId: before }: Call, operatorId: string): boolean =>
  state.name === 'telephoning' && before !== operatorId;

/** A page that was reloaded in mid-shift has no telephone yet: it registers without waiting for a click. */
function askForLeg(floor: Floor, operatorId: string): void {
  const o = floor.operators.get(operatorId);
  if (o !== undefined && legWish(o, floor.deps.clock()) !== 'drop') toPage(floor, operatorId, { t: 'leg', wanted: true });
}

/** What an operator's page says. */
export function followPage(floor: Floor, operatorId: string, message: ToServer): void {
  const at = floor.deps.clock();
  switch (message.t) {
    case 'hello':
      break;
    case 'beat':
      change(floor, operatorId, { t: 'beat', mic: message.mic, deaf: message.deaf === true, at });
      break;
    case 'frozen':
      change(floor, operatorId, { t: 'frozen', at });
      break;
    case 'phone':
      change(floor, operatorId, { t: 'phone', state: message.state });
      agreeOnLeg(floor, operatorId, message);
      break;
    case 'ready':
      change(floor, operatorId, { t: 'ready', at });
      toPage(floor, operatorId, { t: 'leg', wanted: true });
      break;
    case 'pause':
      change(floor, operatorId, message);
      break;
    case 'echo':
      change(floor, operatorId, message);
      if (message.on) toPage(floor, operatorId, { t: 'leg', wanted: true });
      break;
    case 'wrapped-up':
      change(floor, operatorId, { t: 'wrapped-up', callId: message.callId, at });
      forgetWrapUp(floor, operatorId, message.callId);
      if (isTaken(floor, operatorId, message.callId)) floor.takenNotes.delete(operatorId);
      break;
    case 'wrapping-up':
      wrapUpAgain(floor, operatorId, message.callId);
      break;
    case 'draft':
      if (callOf(floor, operatorId) === message.callId) floor.drafts.set(message.callId, message.draft);
      break;
    case 'voice':
      floor.facts.measured(message.callId, { ...message.voice, operatorId });
      break;
    case 'hand-over':
      handOver(floor, operatorId, message);
      break;
    case 'take-note':
      takeNote(floor, operatorId, message.callId);
      break;
    case 'listen':
    case 'take-over':
      break; // a supervisor's alone
    case 'dial':
      void callBack(floor, operatorId, message.taskId);
      break;
    case 'transfer':
      void putThrough(floor, operatorId, message);
      break;
    case 'dtmf':
      press(floor, operatorId, message);
      break;
    default:
      command(floor, operatorId, message);
  }
}

/**
 * The page has no leg although the exchange holds one: the gateway between them died, and the packets would tell it later. Or it
 * registers anew while one is coming, which rings where nobody is. Or it believes in one that ended while it was cut off.
 */
function agreeOnLeg(floor: Floor, operatorId: string, page: Extract<ToServer, { t: 'phone' }>): void {
  const { leg, line } = floor.operators.get(operatorId) ?? {};
  if (line === 'telephone') return;
  const isDead = (leg === 'alive' || leg === 'silent') && page.leg === false;
  if (isDead || (leg === 'coming' && page.state === 'gone')) renewLeg(floor, operatorId);
  if (leg === 'none' && page.leg && floor.inCharge) toPage(floor, operatorId, { t: 'leg', wanted: false });
}

/** The call that the operator is at work on, or still writes the note of. */
function callOf(floor: Floor, operatorId: string): string | undefined {
  const work = floor.operators.get(operatorId)?.work;
  return callOfOperator(floor, operatorId)?.id ?? (work?.kind === 'wrap-up' ? work.callId : undefined);
}

/** This server did not see the call's end: the page tells of the wrap-up, and the row what the call was. */
function wrapUpAgain(floor: Floor, operatorId: string, callId: string): void {
  const { store, clock, log } = floor.deps;
  const call = floor.calls.get(callId);
  if (floor.operators.get(operatorId)?.work.kind !== 'free' || isTaken(floor, operatorId, callId)) return;
  if (call !== undefined && (call.state.name !== 'transferred' || call.operatorId !== operatorId)) return;
  change(floor, operatorId, { t: 'wrap-up', callId, at: clock() });
  const live = call === undefined ? null : liveCallOf(call);
  if (live !== null) return void floor.wrapUps.set(operatorId, live);
  store.get('call', callId).then(
    (row) => {
      const isHis = row?.operatorId === operatorId && row.endedAt !== null;
      if (isHis && callOf(floor, operatorId) === callId) floor.wrapUps.set(operatorId, endedCallOf(row));
    },
    (cause: unknown) => log('recover.row_unreadable', { callId, cause: String(cause) }),
  );
}

/** A colleague goes on with the note that this page still shows. */
const isTaken = (floor: Floor, operatorId: string, callId: string): boolean =>
  floor.takenNotes.get(operatorId)?.callId === callId;

function forgetWrapUp(floor: Floor, operatorId: string, callId: string): void {
  if (floor.wrapUps.get(operatorId)?.callId !== callId) return;
  floor.wrapUps.delete(operatorId);
  floor.drafts.delete(callId);
}

const commands = ['shown', 'answer', 'hold', 'unhold', 'hangup', 'join', 'conference', 'return'] as const;
type Command = Extract<ToServer, { t: (typeof commands)[number] }>;

/** Something about a call, which cannot be followed while the exchange is not in hand. */
export const isCommand = (message: ToServer): message is Command => commands.some((t) => t === message.t);

/** A command that came too late, or for a call that is not his, is refused so that the page shows the truth. */
function command(floor: Floor, operatorId: string, message: Command): void {
  const { callId } = message;
  const taskId = message.t === 'answer' ? turnFor(floor, operatorId, callId) : null;
  if (taskId !== null) return void callBack(floor, operatorId, taskId, callId);
  const done = advance(floor, callId, commanded(operatorId, message));
  if (done || message.t === 'shown') return;
  toPage(floor, operatorId, { t: 'refused', code: 'call.not_possible', callId });
  const call = floor.calls.get(callId);
  const live = call === undefined || callOfOperator(floor, operatorId) !== call ? null : liveCallOf(call);
  if (live !== null) toPage(floor, operatorId, { t: 'call', call: live, draft: null });
}

/** The task whose caller kept his place and whom this operator is asked to call; null when he is asked for a caller. */
function turnFor(floor: Floor, operatorId: string, callId: string): string | null {
  const call = floor.calls.get(callId);
  if (call === undefined || !isTurn(call) || callOfOperator(floor, operatorId) !== call) return null;
  return call.outbound?.taskId ?? null;
}

function commanded(operatorId: string, message: Command): Unstamped {
  if (message.t === 'return') return { t: 'return', operatorId, reason: message.reason };
  return { t: message.t === 'hangup' ? 'hang-up' : message.t, operatorId };
}

function press(floor: Floor, operatorId: string, message: Extract<ToServer, { t: 'dtmf' }>): void {
  const call = callOfOperator(floor, operatorId);
  if (call?.id !== message.callId || call.state.name !== 'talking') return;
  const { telephony, log } = floor.deps;
  inTurn(floor, call.channelId, () =>
    telephony
      .perform({ do: 'digits', channelId: call.channelId, digits: message.digits })
      .catch((cause: unknown) => log('call.effect_failed', { callId: call.id, effect: 'digits', cause: String(cause) })),
  );
}
