import { callerSeen } from '#shared/calls/caller-standing.ts';
import { diversionIn } from '#shared/calls/diversion.ts';
import type { TelephoneOffer, TelephonySurvey, ThirdParty } from '../../ports/telephony.ts';
import { AriRefused, type AriRequest, type Query } from './ari.ts';
import { type AriChannel, variableSchema } from './ari-messages.ts';

/** Names of the channel variables by which a later server and the guardian know a channel. */
export const marks = {
  role: 'PERMANENCE_ROLE',
  call: 'PERMANENCE_CALL',
  operator: 'PERMANENCE_OPERATOR',
  busy: 'PERMANENCE_BUSY',
  held: 'PERMANENCE_HELD',
  recording: 'PERMANENCE_RECORDING',
} as const;

/** What a caller on no bridge listens or speaks to, as the mark says it: whoever looks can ask whether it is over. */
export const busyWith = (what: 'playback' | 'recording', id: string): string => `${what}:${id}`;

/** Path of what the mark names; null when it names nothing. */
export function busyPath(mark: string): string | null {
  if (mark.startsWith('playback:')) return `playbacks/${enc(mark.slice('playback:'.length))}`;
  return mark.startsWith('recording:') ? `recordings/live/${enc(mark.slice('recording:'.length))}` : null;
}

/** Channel not found (404, and 400 when a bridge is to take it), in a wrong state (412), or already outside our application (409, 422). */
const goneStatuses: readonly number[] = [400, 404, 409, 412, 422];

/** Runs a command; a channel, bridge or playback that is already gone is no error. Tells whether it was there. */
export async function unlessGone(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (cause) {
    if (cause instanceof AriRefused && goneStatuses.includes(cause.status)) return false;
    throw cause;
  }
}

/** Sets channel variables; an empty value clears. */
export async function setMarks(request: AriRequest, channelId: string, values: Query): Promise<void> {
  await Promise.all(
    Object.entries(values).map(([variable, value]) =>
      unlessGone(request('POST', `/channels/${enc(channelId)}/variable`, { variable, value })),
    ),
  );
}

/** A channel variable, empty when unset or when the channel is gone. */
export async function getMark(request: AriRequest, channelId: string, variable: string): Promise<string> {
  try {
    return variableSchema.parse(await request('GET', `/channels/${enc(channelId)}/variable`, { variable })).value;
  } catch (cause) {
    if (cause instanceof AriRefused) return '';
    throw cause;
  }
}

/** Who calls, and which line was forwarded, as the request said it. */
export function originOf(channel: AriChannel): Pick<TelephonySurvey['callers'][number], 'caller' | 'diversion'> {
  const told = (name: string): string => channel.channelvars?.[`PERMANENCE_${name}`] ?? '';
  const { number } = channel.caller;
  return {
    caller: callerSeen({
      number,
      presentation: told('SHOWN'),
      asserted: told('ASSERTED'),
      from: told('FROM'),
      privacy: told('PRIVACY'),
    }),
    diversion: diversionIn({ diversion: told('DIVERSION'), historyInfo: told('HISTORY') }),
  };
}

/** Makes a bridge; Asterisk answers 409 when it is there already. */
export async function ensureBridge(request: AriRequest, bridge: string, type: 'mixing' | 'holding' = 'mixing'): Promise<void> {
  await unlessGone(request('POST', `/bridges/${enc(bridge)}`, { type, name: bridge }));
}

export const legBridge = (operatorId: string): string => `leg-${operatorId}`;
export const waitBridge = (channelId: string): string => `wait-${channelId}`;

/**
 * Who comes to a `holding` bridge in this role hears music at once, made on his own channel; without it he hears nothing. A
 * player of music on a mixing bridge would be a second channel for each caller.
 */
export const waitingRole = 'holding_participant';

/** Where a caller speaks with whom he was put through to. */
export const joinBridge = (channelId: string): string => `join-${channelId}`;

/** Name of the channel through which a supervisor listens. */
export const snoopChannel = (supervisorId: string, nowMs: number): string => `snoop-${supervisorId}-${nowMs}`;

/** Whether a channel is a supervisor who listens. */
export const isSnoopChannel = (channelId: string): boolean => channelId.startsWith('snoop-');

/** Name of a third party's channel. */
export const thirdChannel = ({ callId, attempt }: ThirdParty): string => `third-${callId}-${attempt}`;

/** The third party that a channel is; null for every other channel. */
export function thirdOfChannel(channelId: string): ThirdParty | null {
  const [, callId, attempt] = /^third-([0-9a-f-]{36})-(\d+)$/.exec(channelId) ?? [];
  return callId === undefined ? null : { callId, attempt: Number(attempt) };
}

/** Name of the channel to an operator's own telephone. */
export const telephoneChannel = ({ callId, offer }: TelephoneOffer): string => `tel-${callId}-${offer}`;

/** The operator's own telephone that a channel is; null for every other channel. */
export function telephoneOfChannel(channelId: string): TelephoneOffer | null {
  const [, callId, offer] = /^tel-([0-9a-f-]{36})-(\d+)$/.exec(channelId) ?? [];
  return callId === undefined ? null : { callId, offer: Number(offer) };
}

/** Whether a channel is a call that the bureau makes; the server names it so. */
export const isDialledChannel = (channelId: string): boolean => channelId.startsWith('out-');

/** Whether a channel is a person whom the exchange calls by itself; the server names it so. */
export const isPersonChannel = (channelId: string): boolean => channelId.startsWith('alarm-');

/** A part of a path. */
export const enc = encodeURIComponent;
