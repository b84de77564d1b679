import {
  type Announcement,
  type Call,
  type CallEffect,
  type PromptName,
  type VoicemailReason,
  voicemailSeconds,
} from '#shared/calls/call-state.ts';
import { mayKeepPlace } from '#shared/calls/call-waiting.ts';
import { pinPrompt } from '#shared/calls/hotline.ts';
import { type Prompt, placeKeptPrompt, unknownNumberPrompt, welcomePrompt } from '#shared/calls/prompts.ts';
import { telephonePrompt } from '#shared/calls/telephone-prompt.ts';
import { never } from '#shared/errors.ts';
import type { TelephonyEffect, ThirdParty } from '../ports/telephony.ts';
import { findGreeting, findSaid } from './find-greeting.ts';
import type { Floor } from './floor-state.ts';
import { voicemailName } from './take-voicemail.ts';

export type ExchangeEffect = Extract<
  CallEffect,
  {
    do:
      | 'ring'
      | 'answer'
      | 'welcome'
      | 'ask-pin'
      | 'music'
      | 'record'
      | 'announce'
      | 'say'
      | 'unattended'
      | 'connect'
      | 'hold'
      | 'greet'
      | 'hang-up'
      | 'dial-out'
      | 'ringback'
      | 'dial-third'
      | 'consult'
      | 'join'
      | 'end-third'
      | 'ask-telephone'
      | 'take-telephone'
      | 'end-telephone';
  }
>;

const forUs: ReadonlySet<CallEffect['do']> = new Set([
  'offer',
  'withdraw',
  'tell',
  'operator',
  'after',
  'facts',
  'forward',
  'take-voicemail',
  'drop-voicemail',
  'ring-telephone',
  'check-pin',
]);

export function isForExchange(effect: CallEffect): effect is ExchangeEffect {
  return !forUs.has(effect.do);
}

/** Milliseconds between two attempts of what must come about. */
const againMs = 500;

/** Gives an effect to the exchange after the earlier ones of the same caller; `failed` is called when it refuses. */
export function execute(floor: Floor, call: Call, effect: ExchangeEffect, failed: () => void): void {
  const cleared = effect.do === 'connect' ? floor.leaving.get(effect.operatorId) : undefined;
  inTurn(floor, call.channelId, async () => {
    if (cleared !== undefined) await cleared;
    try {
      // what the exchange records by itself is known by the mark, whoever takes it in
      if (effect.do === 'unattended')
        await floor.deps.telephony.perform({ do: 'mark', channelId: call.channelId, callId: call.id });
      await floor.deps.telephony.perform(await translate(floor, call, effect));
    } catch (cause) {
      floor.deps.log('call.effect_failed', { callId: call.id, effect: effect.do, cause: String(cause) });
      if (mustHappen.includes(effect.do)) tryAgain(floor, call, effect);
      else if (effect.do !== 'ringback') failed();
    }
  });
}

/**
 * A call that has ended for us: nobody else cares for its channel, the caller would sit in silence for ever, or be joined
 * by the next one on the operator's leg. And a caller who is not answered would hear ringing for ever, whoever speaks to him.
 */
const mustHappen: readonly CallEffect['do'][] = ['answer', 'hang-up', 'unattended', 'end-telephone'];

function tryAgain(floor: Floor, call: Call, effect: ExchangeEffect): void {
  floor.deps.after(againMs, () => {
    if (effect.do === 'answer' && !floor.calls.has(call.id)) return;
    if (floor.inCharge) execute(floor, call, effect, () => undefined);
    else tryAgain(floor, call, effect);
  });
}

/** Runs work of one channel after what was asked before. */
export function inTurn(floor: Floor, channelId: string, work: () => Promise<void>): void {
  const turn = (floor.chains.get(channelId) ?? Promise.resolve()).then(work);
  floor.chains.set(channelId, turn);
  void turn.finally(() => {
    if (floor.chains.get(channelId) === turn) floor.chains.delete(channelId);
  });
}

/** Nobody comes to the operator's leg before what was asked of this channel is done: two callers never hear each other. */
export function leaveLeg(floor: Floor, operatorId: string, channelId: string): void {
  const left = floor.chains.get(channelId);
  if (left === undefined) return;
  floor.leaving.set(operatorId, left);
  void left.finally(() => {
    if (floor.leaving.get(operatorId) === left) floor.leaving.delete(operatorId);
  });
}

async function translate(floor: Floor, call: Call, effect: ExchangeEffect): Promise<TelephonyEffect> {
  const { channelId } = call;
  switch (effect.do) {
    case 'ring':
    case 'answer':
    case 'music':
    case 'unattended':
      return { do: effect.do, channelId };
    case 'connect':
    case 'hold':
      return { do: effect.do, channelId, operatorId: effect.operatorId };
    case 'ringback':
      return { do: effect.do, operatorId: effect.operatorId, on: effect.on };
    case 'dial-out':
      return {
        do: effect.do,
        channelId,
        callId: call.id,
        line: call.line?.number ?? '',
        number: effect.number,
        shown: effect.shown,
      };
    case 'dial-third':
      return { do: effect.do, third: thirdOf(call, effect), number: effect.number, shown: call.line?.number ?? '' };
    case 'consult':
      return { do: effect.do, third: thirdOf(call, effect), operatorId: effect.operatorId };
    case 'join':
      return { do: effect.do, third: thirdOf(call, effect), channelId };
    case 'end-third':
      return { do: effect.do, third: thirdOf(call, effect) };
    case 'ask-telephone':
      return { do: effect.do, telephone: { callId: call.id, offer: effect.offer }, file: await askingFile(floor, call, effect) };
    case 'take-telephone':
      return { do: effect.do, telephone: { callId: call.id, offer: effect.offer }, operatorId: effect.operatorId };
    case 'end-telephone':
      return { do: effect.do, telephone: { callId: call.id, offer: effect.offer } };
    case 'hang-up':
      return { do: 'hang-up', channelId, cause: effect.cause };
    case 'record':
      return { do: 'record', channelId, name: voicemailName(call), maxSeconds: voicemailSeconds };
    case 'welcome':
      return play(floor, call, 'welcome', welcomePrompt(languageOf(floor, call), { place: mayKeepPlace(call) }));
    case 'say':
      return { do: 'play', channelId, prompt: 'reception', file: await findSaid(floor, effect.said, languageOf(floor, call)) };
    case 'ask-pin':
      return play(floor, call, 'pin', pinPrompt(languageOf(floor, call), effect.again));
    case 'announce':
      return play(floor, call, 'announcement', announcements[effect.what](languageOf(floor, call)));
    case 'greet':
      return greet(floor, call, effect.reason);
    default:
      return never(effect);
  }
}

const announcements: Readonly<Record<Announcement, (language: Prompt['language']) => Prompt>> = {
  'unknown-number': unknownNumberPrompt,
  'place-kept': placeKeptPrompt,
};

const thirdOf = (call: Call, effect: { readonly attempt: number }): ThirdParty => ({ callId: call.id, attempt: effect.attempt });

async function play(floor: Floor, call: Call, prompt: PromptName, { text, language, beep }: Prompt): Promise<TelephonyEffect> {
  return { do: 'play', channelId: call.channelId, prompt, file: await floor.deps.speak(text, language, { beep }) };
}

const languageOf = (floor: Floor, call: Call) => call.line?.language ?? floor.deps.settings.language;

/** In the operator's first language. */
function askingFile(floor: Floor, { line }: Call, { operatorId }: { readonly operatorId: string }): Promise<string> {
  const { directory, settings, speak } = floor.deps;
  const language = directory.operator(operatorId)?.languages[0] ?? settings.language;
  const prompt = telephonePrompt(language, line === null ? undefined : directory.account(line.accountId));
  return speak(prompt.text, prompt.language, { beep: prompt.beep });
}

async function greet(floor: Floor, call: Call, reason: VoicemailReason): Promise<TelephonyEffect> {
  const account = call.line === null ? undefined : floor.deps.directory.account(call.line.ownerId ?? call.line.accountId);
  if (account === undefined) return play(floor, call, 'greeting', unknownNumberPrompt(languageOf(floor, call)));
  return { do: 'play', channelId: call.channelId, prompt: 'greeting', file: await findGreeting(floor, account, reason) };
}
