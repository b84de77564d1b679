import { isThirdWanted } from '#shared/calls/call-consulting.ts';
import type { ThirdParty } from '../ports/telephony.ts';
import type { Floor } from './floor-state.ts';

/** A third party of whom no call knows any more is let go: he would hear nothing for ever. */
export function endIfStray(floor: Floor, { callId, attempt }: ThirdParty): void {
  const call = floor.calls.get(callId);
  if (call !== undefined && isThirdWanted(call, attempt)) return;
  floor.deps.telephony
    .perform({ do: 'end-third', third: { callId, attempt } })
    .catch((cause: unknown) => floor.deps.log('call.effect_failed', { callId, effect: 'end-third', cause: String(cause) }));
}
