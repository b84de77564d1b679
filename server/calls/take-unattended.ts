import { createHash } from 'node:crypto';
import type { CallRecord } from '#shared/calls/call-record.ts';
import { fromTrunk } from '#shared/calls/trunk-number.ts';
import { fromMs, toMs } from '#shared/time.ts';
import type { Floor } from './floor-state.ts';
import { keep, secondsOf } from './take-voicemail.ts';

/** Takes in what the exchange recorded while no server answered: a voicemail note and the facts of the call, once each. */
export async function takeUnattended(floor: Floor): Promise<void> {
  const { unattended, log } = floor.deps;
  if (!floor.deps.directory.isLoaded()) return;
  try {
    for (const recording of await unattended.list()) await takeOne(floor, recording);
  } catch (cause) {
    log('unattended.not_taken', { cause: String(cause) });
  }
}

type Listed = Awaited<ReturnType<Floor['deps']['unattended']['list']>>[number];

async function takeOne(floor: Floor, recording: Listed): Promise<void> {
  const { directory, unattended, settings, log } = floor.deps;
  const dialled = fromTrunk(recording.dialled, settings.country) ?? recording.dialled;
  const called = directory.dialled(dialled);
  const content = await unattended.load(recording.name);
  if (called === undefined || secondsOf(content) < 1) {
    log('unattended.left_out', { reason: called === undefined ? 'unknown number' : 'empty' });
    await unattended.discard(recording.name);
    return;
  }
  const seen = recording.callId ?? floor.endedLately.get(recording.channel);
  const messageId = stableId(recording.name.replace('.part', ''));
  const callId = seen ?? messageId;
  const earlier = seen === undefined ? undefined : await floor.deps.store.get('call', seen);
  const facts = earlier ?? unseenCall(floor, recording, { id: callId, accountId: called.account.id, lineId: called.line.id });
  const began = toMs(floor.deps.clock()) - recording.ageMs;
  floor.facts.write({ ...facts, endedAt: fromMs(began + secondsOf(content) * 1000), endedBy: 'caller', outcome: 'voicemail' });
  const { accountId, caller } = facts;
  await keep(floor, { id: messageId, callId, accountId, caller, at: floor.deps.clock(), content });
  await unattended.discard(recording.name);
}

/** A call that no server saw, as far as the name of its recording tells. */
function unseenCall(floor: Floor, recording: Listed, ids: Pick<CallRecord, 'id' | 'accountId' | 'lineId'>): CallRecord {
  const { country } = floor.deps.settings;
  return {
    ...ids,
    caller: fromTrunk(recording.caller, country),
    diversion: null,
    arrivedAt: fromMs(toMs(floor.deps.clock()) - recording.ageMs),
    offers: [],
    answeredAt: null,
    operatorId: null,
    heldSeconds: 0,
    endedAt: null,
    endedBy: null,
    outcome: null,
    waitedSeconds: 0,
    disposition: null,
    billable: null,
  };
}

/** A UUID (version 8, RFC 9562) that is always the same for the same name. */
function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
