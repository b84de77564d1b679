import type { PromptName } from '#shared/calls/call-state.ts';
import { isTelephoneWanted } from '#shared/calls/call-telephone.ts';
import { never } from '#shared/errors.ts';
import { change } from '../operators/change-operator.ts';
import type { TelephoneOffer, TelephonyEvent } from '../ports/telephony.ts';
import { advance } from './advance-call.ts';
import { followPerson, hangUp } from './call-person.ts';
import { endIfStray } from './end-stray-third.ts';
import { callOfChannel, callOfOperator, type Floor, toPage, type Unstamped } from './floor-state.ts';
import { receiveCall } from './receive-call.ts';

type Happening = Exclude<TelephonyEvent, { t: 'connected' | 'lost' | 'replaced' }>;

/** What the exchange tells about callers and legs. */
export function followExchange(floor: Floor, event: Happening): void {
  switch (event.t) {
    case 'caller-arrived':
      receiveCall(floor, event);
      break;
    case 'caller-gone':
      forChannel(floor, event.channelId, { t: 'caller-gone' });
      break;
    case 'talk':
      followPerson(floor, event.channelId, { t: 'talk', state: event.state });
      break;
    case 'digit':
      if (followPerson(floor, event.channelId, { t: 'digit', digit: event.digit })) break;
      forChannel(floor, event.channelId, { t: 'digit', digit: event.digit });
      break;
    case 'played':
      if (followPerson(floor, event.channelId, { t: 'played' })) break;
      played(floor, event);
      break;
    case 'recorded':
      advance(floor, event.name.slice(event.name.lastIndexOf('/') + 1), { t: 'recorded', seconds: event.seconds });
      break;
    case 'dialled-rings':
      forChannel(floor, event.channelId, { t: event.t });
      break;
    case 'dialled-answered':
      if (followPerson(floor, event.channelId, { t: 'answered' })) break;
      dialledAnswered(floor, event.channelId);
      break;
    case 'dialled-gone':
      if (followPerson(floor, event.channelId, { t: 'gone', outcome: event.outcome })) break;
      dialledGone(floor, event);
      break;
    case 'third-answered':
      advance(floor, event.callId, { t: 'third-answered', attempt: event.attempt });
      endIfStray(floor, event);
      break;
    case 'third-gone':
      thirdGone(floor, event);
      break;
    case 'telephone-answered':
      telephoneAnswered(floor, event);
      break;
    case 'telephone-digit':
      advance(floor, event.callId, { t: 'telephone-digit', offer: event.offer, digit: event.digit });
      break;
    case 'telephone-gone':
      advance(floor, event.callId, { t: 'telephone-gone', offer: event.offer });
      break;
    case 'leg':
      legChanged(floor, event);
      break;
    case 'echo-gone':
      floor.echoing.delete(event.operatorId); // brought again as long as the check runs
      break;
    case 'listening-ended':
      floor.listening.delete(event.supervisorId); // brought again as long as he listens
      break;
    case 'phone-unknown':
      change(floor, event.operatorId, { t: 'leg', state: 'none' });
      change(floor, event.operatorId, { t: 'phone', state: 'gone' });
      toPage(floor, event.operatorId, { t: 'leg', wanted: false });
      toPage(floor, event.operatorId, { t: 'leg', wanted: true });
      break;
    default:
      never(event);
  }
}

const prompts: readonly PromptName[] = ['pin', 'welcome', 'greeting', 'announcement', 'reception'];

function played(floor: Floor, event: Extract<TelephonyEvent, { t: 'played' }>): void {
  const prompt = prompts.find((name) => name === event.prompt);
  if (prompt !== undefined) forChannel(floor, event.channelId, { t: 'played', prompt });
}

function forChannel(floor: Floor, channelId: string, event: Unstamped): void {
  const call = callOfChannel(floor, channelId);
  if (call !== undefined) advance(floor, call.id, event);
}

/** At a slow exchange he may go before the caller has come to him. */
function thirdGone(floor: Floor, { callId, attempt, outcome }: Extract<TelephonyEvent, { t: 'third-gone' }>): void {
  const call = floor.calls.get(callId);
  const joining = call?.state.name === 'transferred' && floor.chains.has(call.channelId);
  advance(floor, callId, { t: 'third-gone', attempt, outcome, joining });
}

/** One whom nobody waits for any more is let go: an earlier server called him, or he was called while events were missing. */
function dialledAnswered(floor: Floor, channelId: string): void {
  if (callOfChannel(floor, channelId) === undefined) hangUp(floor, channelId);
  else forChannel(floor, channelId, { t: 'dialled-answered' });
}

/** Before the answer nobody was reached; after it he has hung up. */
function dialledGone(floor: Floor, event: Extract<TelephonyEvent, { t: 'dialled-gone' }>): void {
  const isDialling = callOfChannel(floor, event.channelId)?.state.name === 'dialling';
  const gone: Unstamped = isDialling ? { t: 'dialled-gone', result: event.outcome } : { t: 'caller-gone' };
  forChannel(floor, event.channelId, gone);
}

/** One whom nobody waits for any more is let go; who is told of twice is not. */
function telephoneAnswered(floor: Floor, { callId, offer }: TelephoneOffer): void {
  advance(floor, callId, { t: 'telephone-answered', offer });
  const call = floor.calls.get(callId);
  if (call !== undefined && isTelephoneWanted(call, offer)) return;
  floor.deps.telephony
    .perform({ do: 'end-telephone', telephone: { callId, offer } })
    .catch((cause: unknown) => floor.deps.log('call.effect_failed', { callId, effect: 'end-telephone', cause: String(cause) }));
}

/**
 * On hold the caller hears music anyway: only a leg that is really gone loses the call. Who puts his own telephone down in the
 * conversation has ended it.
 */
function legChanged(floor: Floor, event: Extract<TelephonyEvent, { t: 'leg' }>): void {
  const { operatorId, state } = event;
  const isPutDown = state === 'gone' && floor.operators.get(operatorId)?.line === 'telephone';
  change(floor, operatorId, { t: 'leg', state: state === 'gone' ? 'none' : state });
  const call = callOfOperator(floor, operatorId);
  if (call === undefined) return;
  if (isPutDown && call.state.name === 'talking') advance(floor, call.id, { t: 'hang-up', operatorId });
  else if (state === 'alive') advance(floor, call.id, { t: 'leg-alive', operatorId });
  else if (state === 'gone' || call.state.name === 'talking') advance(floor, call.id, { t: 'leg-lost', operatorId });
}
