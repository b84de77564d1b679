import type { Instant } from '../time.ts';
import { type Call, callTimes, type Step } from './call-state.ts';

/** A caller who has been answered comes to the queue: music, and after a while the words of the queue with its keys. */
export function enterQueue(call: Call, at: Instant): Step {
  const wait = (call.line?.maxWaitSeconds ?? 0) * 1000;
  return {
    call: { ...call, waitingSince: at, state: { name: 'waiting', hears: 'music' } },
    effects: [
      { do: 'music' },
      { do: 'facts' },
      { do: 'after', ms: callTimes.ring, event: { t: 'welcome-due' } },
      { do: 'after', ms: wait, event: { t: 'waited-too-long' } },
    ],
  };
}
