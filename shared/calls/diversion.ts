import { addressesIn, parameter, unescaped, userOf } from './sip-address.ts';

/**
 * Which line of the client was forwarded to us, and why, in the words of RFC 5806; `unknown` when the network does not say or
 * says something else. The number is as the trunk gave it, empty when it is anonymous.
 */
export type TrunkDiversion = { readonly number: string; readonly reason: DiversionReason };

const reasons = [
  'unknown',
  'user-busy',
  'no-answer',
  'unavailable',
  'unconditional',
  'time-of-day',
  'do-not-disturb',
  'deflection',
  'follow-me',
  'out-of-service',
  'away',
] as const;
type DiversionReason = (typeof reasons)[number];

/** SIP status by which a line was left (RFC 4458, 2.2; RFC 7044, 5.2). */
const sipCauses: Readonly<Record<string, DiversionReason>> = {
  302: 'unconditional',
  404: 'unknown',
  408: 'no-answer',
  480: 'deflection',
  486: 'user-busy',
  487: 'deflection',
  503: 'unavailable',
  600: 'user-busy',
};
/** ITU-T Q.850. */
const q850Causes: Readonly<Record<string, DiversionReason>> = { 17: 'user-busy', 18: 'no-answer', 19: 'no-answer' };

/**
 * The forwarding that a call has behind it [P03, S08, S09], null when there was none. Of several the first one counts: that line
 * the caller has dialled. `Diversion` goes before `History-Info`, which proxies also write for other purposes.
 */
export function diversionIn(headers: { readonly diversion: string; readonly historyInfo: string }): TrunkDiversion | null {
  return firstDiversion(headers.diversion) ?? firstForwarding(headers.historyInfo);
}

/** RFC 5806, 5: the newest stands first. */
function firstDiversion(header: string): TrunkDiversion | null {
  const oldest = addressesIn(header).at(-1);
  if (oldest === undefined) return null;
  const given = parameter(oldest.parameters, 'reason').toLowerCase();
  return { number: userOf(oldest.uri), reason: reasons.find((reason) => reason === given) ?? 'unknown' };
}

/** RFC 7044: targets in the order of their trial; why one was left stands in its own `Reason`, or in the `cause` of the next. */
function firstForwarding(header: string): TrunkDiversion | null {
  const targets = addressesIn(header);
  for (const [index, { uri }] of targets.entries()) {
    const next = targets[index + 1];
    const reason = reasonIn(uri) ?? (next === undefined ? undefined : sipCauses[parameter(next.uri, 'cause')]);
    if (next !== undefined && reason !== undefined) return { number: userOf(uri), reason };
  }
  return null;
}

/** `<sip:…?Reason=SIP%3Bcause%3D486>` (RFC 3326). */
function reasonIn(uri: string): DiversionReason | undefined {
  const [, written = ''] = /[?&]reason=([^&]*)/i.exec(uri) ?? [];
  const [protocol = '', ...rest] = unescaped(written).split(';');
  const causes = /^q\.850$/i.test(protocol.trim()) ? q850Causes : sipCauses;
  return causes[parameter(`;${rest.join(';')}`, 'cause')];
}
