import type { Choice, Said } from '../accounts/reception.ts';
import type { Instant } from '../time.ts';
import { abandoned, stay } from './call-ending.ts';
import { forward } from './call-forwarding.ts';
import type { PathStep } from './call-path.ts';
import { enterQueue } from './call-queueing.ts';
import { type Call, type CallEffect, type CallEvent, type CallState, callTimes, type Step } from './call-state.ts';
import { toVoicemail } from './call-voicemail.ts';
import type { ReceptionPlan } from './reception-plan.ts';

type Reception = Extract<CallState, { name: 'reception' }>;

/** How often a caller is asked who presses no key or a wrong one. */
const mostAsked = 2;

/** A caller is answered by what the account says before an operator does [I03], and chooses by keys [R09]. */
export function toReception(call: Call, plan: ReceptionPlan): Step {
  const first = { name: 'reception', plan, part: 'welcome', asked: 0 } as const;
  const begun = plan.welcome === null ? ask(call, first) : { call: { ...call, state: first }, effects: [say(plan.welcome)] };
  return { call: begun.call, effects: [{ do: 'answer' }, ...begun.effects] };
}

/** Keys are taken as soon as something is said; whoever presses nothing that leads on comes to the queue, or out of hours to voicemail. */
export function stepReception(call: Call, state: Reception, event: CallEvent): Step {
  switch (event.t) {
    case 'played':
      return event.prompt === 'reception' ? played(call, state, event.at) : stay(call);
    case 'key-due':
      return event.asked === state.asked && state.part === 'question' ? noKey(call, state, event.at) : stay(call);
    case 'digit':
      return pressed(call, state, event);
    case 'effect-failed':
      return leave(call, state, event.at);
    case 'caller-gone':
      return abandoned(call, event.at);
    default:
      return stay(call);
  }
}

function played(call: Call, state: Reception, at: Instant): Step {
  if (state.part === 'question') {
    const { asked } = state;
    return { call, effects: [{ do: 'after', ms: callTimes.key, event: { t: 'key-due', asked } }] };
  }
  return state.plan.question === null ? leave(call, state, at) : ask(call, state);
}

/** Once more after an announcement is the last time. */
function ask(call: Call, state: Reception): Step {
  const { plan } = state;
  const asked = state.part === 'told' ? mostAsked : state.asked + 1;
  return {
    call: { ...call, state: { name: 'reception', plan, part: 'question', asked } },
    effects: plan.question === null ? [] : [say(plan.question)],
  };
}

function noKey(call: Call, state: Reception, at: Instant): Step {
  if (state.asked < mostAsked) return ask(call, state);
  const isTold = call.path.some((step) => step.what === 'pressed');
  return leave(isTold ? call : met(call, { at, what: 'no-key', key: null, label: '' }), state, at);
}

function pressed(call: Call, state: Reception, { digit, at }: { readonly digit: string; readonly at: Instant }): Step {
  const choice = state.plan.choices.find(({ key }) => key === digit);
  if (choice !== undefined) return choose(call, state, choice, at);
  if (state.part !== 'question') return stay(call);
  const wrong = met(call, { at, what: 'wrong-key', key: digit, label: '' });
  return state.asked < mostAsked ? ask(wrong, state) : leave(wrong, state, at);
}

function choose(before: Call, state: Reception, { key, label, leads }: Choice, at: Instant): Step {
  const call = met(before, { at, what: 'pressed', key, label });
  switch (leads.to) {
    case 'queue':
      return leave(call, state, at);
    case 'voicemail':
      return withFacts(toVoicemail(call, 'caller-chose'));
    case 'announcement':
      return { call: { ...call, state: { ...state, part: 'told' } }, effects: [say(leads.said)] };
    case 'number':
      return forward(call, { to: { kind: 'number', number: leads.number }, otherwise: state.plan.after, at });
    case 'person':
      return forward(call, { to: { kind: 'person', personId: leads.personId }, otherwise: state.plan.after, at });
  }
}

/** The way of every call at this hour. */
const leave = (call: Call, { plan }: Reception, at: Instant): Step =>
  plan.after === 'closed' ? withFacts(toVoicemail(call, 'closed')) : enterQueue(call, at);

const withFacts = ({ call, effects }: Step): Step => ({ call, effects: [...effects, { do: 'facts' }] });

const met = (call: Call, step: PathStep): Call => ({ ...call, path: [...call.path, step] });

const say = (said: Said): CallEffect => ({ do: 'say', said });
