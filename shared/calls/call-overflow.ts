import type { Instant } from '../time.ts';
import { forward } from './call-forwarding.ts';
import { hasOverflowed } from './call-path.ts';
import type { Call, Step } from './call-state.ts';
import { toVoicemail } from './call-voicemail.ts';

/** Nobody came in time, or nobody is there who could: once what the account says for that, then voicemail. */
export function toOverflow(call: Call, reason: 'waited-too-long' | 'nobody-signed-in', at: Instant): Step {
  const overflow = call.line?.overflow ?? 'voicemail';
  if (overflow === 'voicemail' || hasOverflowed(call)) return toVoicemail(call, reason);
  if (overflow === 'operators') return askMore(call, at);
  const path = [...call.path, { at, what: 'forwarded', key: null, label: '' } as const];
  return forward({ ...call, path }, { to: { kind: 'overflow' }, otherwise: reason, at });
}

/** The caller goes on hearing what he heard, and the longest wait begins again. */
function askMore(call: Call, at: Instant): Step {
  const wait = (call.line?.maxWaitSeconds ?? 0) * 1000;
  const path = [...call.path, { at, what: 'more-operators', key: null, label: '' } as const];
  return {
    call: { ...call, path, waitingSince: at },
    effects: [{ do: 'facts' }, { do: 'after', ms: wait, event: { t: 'waited-too-long' } }],
  };
}
