import { createHash } from 'node:crypto';
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
  const dialled = fromTrunk(`+${recording.dialled}`, settings.country) ?? recording.dialled;
  const called = directory.dialled(dialled);
  const content = await unattended.load(recording.name);
  if (called === undefined || secondsOf(content) < 1) {
    log('unattended.left_out', { reason: called === undefined ? 'unknown number' : 'empty' });
    await unattended.discard(recording.name);
    return;
  }
  const id = stableId(recording.name.replace('.part', ''));
  // the dialplan keeps digits only: a number that was in E.164 has lost its plus sign
  const caller = fromTrunk(recording.caller, settings.country) ?? fromTrunk(`+${recording.caller}`, settings.country);
  const { account, line } = called;
  const arrivedAt = fromMs(toMs(floor.deps.clock()) - recording.ageMs);
  floor.facts.write({
    id,
    accountId: account.id,
    lineId: line.id,
    caller,
    diversion: null,
    arrivedAt,
    offers: [],
    answeredAt: null,
    operatorId: null,
    heldSeconds: 0,
    endedAt: fromMs(toMs(arrivedAt) + secondsOf(content) * 1000),
    endedBy: 'caller',
    outcome: 'voicemail',
    waitedSeconds: secondsOf(content),
    disposition: null,
    billable: null,
  });
  await keep(floor, { id, callId: id, accountId: account.id, caller, at: floor.deps.clock(), content });
  await unattended.discard(recording.name);
}

/** A UUID (version 8, RFC 9562) that is always the same for the same name. */
function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
