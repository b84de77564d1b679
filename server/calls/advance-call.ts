import { step } from '#shared/calls/call.ts';
import { liveCallOf, recordOf } from '#shared/calls/call-facts.ts';
import type { Call, CallEffect, Step } from '#shared/calls/call-state.ts';
import { never } from '#shared/errors.ts';
import { isPageAway } from '#shared/operators/presence.ts';
import { change } from '../operators/change-operator.ts';
import { renewLeg } from '../operators/keep-legs.ts';
import { execute, isForExchange, leaveLeg } from './execute.ts';
import { type Floor, rememberEnded, toPage, type Unstamped } from './floor-state.ts';
import { forwardCaller } from './forward-caller.ts';
import { checkPin } from './receive-hotline.ts';
import { ringTelephone } from './ring-telephone.ts';
import { dropVoicemail, takeVoicemail, voicemailName } from './take-voicemail.ts';

/** Milliseconds between two looks whether we are in charge again. */
const gapMs = 100;

/** Gives an event to a call and does what follows. Tells whether it changed anything; nothing does while we are not in charge. */
export function advance(floor: Floor, callId: string, event: Unstamped): boolean {
  const call = floor.calls.get(callId);
  if (call === undefined || !floor.inCharge) return false;
  const next = step(call, { ...event, at: floor.deps.clock() });
  settle(floor, next);
  return next.call !== call;
}

/** Makes the next state true: first for us, then effect by effect for operators, pages, rows and the exchange. */
export function settle(floor: Floor, next: Step): void {
  const { call, effects } = next;
  const before = floor.calls.get(call.id);
  floor.stirred ||= call !== before;
  if (call.state.name === 'ended') {
    floor.calls.delete(call.id);
    rememberEnded(floor, call);
  } else floor.calls.set(call.id, call);
  const failed = floor.inCharge ? later : failedInSurvey;
  for (const effect of effects) {
    if (isForExchange(effect)) execute(floor, call, effect, () => failed(floor, call, failureOf(effect)));
    else carryOut(floor, call, effect);
  }
  const left = before === undefined ? null : operatorHeard(before);
  if (left !== null && left !== operatorHeard(call)) leaveLeg(floor, left, call.channelId);
  if (before?.state.name === 'telephoning') resumeNote(floor, before.state.operatorId);
  if (call.state.name === 'ended') keepUrgentDraft(floor, call);
  if (call.state.name === 'ended' && !isWritten(floor, call.id)) floor.drafts.delete(call.id);
}

/** On whose leg the caller is, or whoever was called for him. */
function operatorHeard({ state }: Call): string | null {
  const isHeard = state.name === 'talking' || state.name === 'consulting' || state.name === 'conference';
  return isHeard ? state.operatorId : null;
}

/** A telephone that cannot be rung or asked is like one that nobody answers. */
function failureOf(effect: CallEffect): Unstamped {
  if (effect.do === 'ring-telephone' || effect.do === 'ask-telephone') return { t: 'telephone-gone', offer: effect.offer };
  return { t: 'effect-failed', effect: effect.do };
}

/** An event that came by itself: nobody else looks after its consequences. */
function later(floor: Floor, { id }: Pick<Call, 'id'>, event: Unstamped): void {
  if (advance(floor, id, event)) floor.tidy();
}

/** A timer that ends while we are not in charge waits for the end of that: nothing else would bring its event. */
function due(floor: Floor, call: Call, event: Unstamped): void {
  if (floor.inCharge || !floor.calls.has(call.id)) later(floor, call, event);
  else floor.deps.after(gapMs, () => due(floor, call, event));
}

/** What a survey asks for may be refused before it is over; whatever another survey finds takes its place. */
function failedInSurvey(floor: Floor, call: Call, event: Unstamped): void {
  if (floor.inCharge) later(floor, call, event);
  else if (floor.calls.get(call.id) === call) floor.deps.after(gapMs, () => failedInSurvey(floor, call, event));
}

function rememberWrapUp(floor: Floor, operatorId: string, call: Call): void {
  const live = liveCallOf(call);
  if (live !== null) floor.wrapUps.set(operatorId, live);
}

/** Whoever has a note still to write, and the page for it, is asked for nobody; one who takes calls by telephone is, before he writes it. */
export function resumeNote(floor: Floor, operatorId: string): void {
  const o = floor.operators.get(operatorId);
  const callId = floor.wrapUps.get(operatorId)?.callId;
  const at = floor.deps.clock();
  if (callId === undefined || o?.page.open !== true || isPageAway(o, at) || o.work.kind !== 'free') return;
  change(floor, operatorId, { t: 'wrap-up', callId, at });
}

/** Who waited for another operator because the first one's page died has given up: what was written for him stays the first one's. */
function keepUrgentDraft(floor: Floor, call: Call): void {
  const { id, operatorId } = call;
  if (operatorId === null || isWritten(floor, id) || floor.wrapUps.has(operatorId)) return;
  if (floor.drafts.get(id)?.urgent === true) rememberWrapUp(floor, operatorId, call);
}

const isWritten = (floor: Floor, callId: string): boolean => [...floor.wrapUps.values()].some((call) => call.callId === callId);

type OurEffect = Extract<
  CallEffect,
  {
    do:
      | 'offer'
      | 'withdraw'
      | 'tell'
      | 'operator'
      | 'after'
      | 'facts'
      | 'forward'
      | 'take-voicemail'
      | 'drop-voicemail'
      | 'ring-telephone'
      | 'check-pin';
  }
>;

function carryOut(floor: Floor, call: Call, effect: OurEffect): void {
  switch (effect.do) {
    case 'offer': {
      const live = liveCallOf(call);
      if (live !== null) toPage(floor, effect.operatorId, { t: 'offer', call: live, draft: floor.drafts.get(call.id) ?? null });
      break;
    }
    case 'withdraw':
      toPage(floor, effect.operatorId, { t: 'offer-ended', callId: call.id, ...toldOf(effect.reason) });
      break;
    case 'tell': {
      const live = liveCallOf(call);
      if (live !== null) toPage(floor, effect.operatorId, { t: 'call', call: live, draft: null });
      break;
    }
    case 'operator':
      change(floor, effect.operatorId, effect.event);
      if (effect.event.t === 'wrap-up') rememberWrapUp(floor, effect.operatorId, call);
      if (effect.event.t === 'leg-failed') renewLeg(floor, effect.operatorId);
      break;
    case 'after':
      floor.deps.after(effect.ms, () => due(floor, call, effect.event));
      break;
    case 'check-pin':
      void checkPin(floor, call, effect).then((event) => later(floor, call, event));
      break;
    case 'ring-telephone':
      void ringTelephone(floor, call, effect, () => later(floor, call, failureOf(effect)));
      break;
    case 'facts': {
      const record = recordOf(call);
      if (record !== null) floor.facts.write(record);
      break;
    }
    case 'forward':
      void forwardCaller(floor, call, effect.to).then((event) => later(floor, call, event));
      break;
    case 'take-voicemail':
      floor.untaken.add(voicemailName(call));
      void takeVoicemail(floor, voicemailName(call));
      break;
    case 'drop-voicemail':
      floor.untaken.add(voicemailName(call));
      void dropVoicemail(floor, voicemailName(call));
      break;
    default:
      never(effect);
  }
}

/** Pages that do not know a take-over are told of a colleague. */
const toldOf = (reason: Extract<OurEffect, { do: 'withdraw' }>['reason']) =>
  reason === 'taken-over' ? ({ reason: 'handed-over', takenOver: true } as const) : { reason };
