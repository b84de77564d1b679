import webpush from 'web-push';
import { type PostOutside, type PushTarget, SendFailed, type SendPush } from '../../ports.ts';
import type { VapidKeys } from './vapid-keys.ts';

export type PushSenderOptions = {
  readonly keys: VapidKeys;
  /** `VAPID_SUBJECT`: a mailto: or https: address. */
  readonly subject: string;
  readonly post: PostOutside;
  /** Real time. */
  readonly nowMs: () => number;
};
type PushMessage = Parameters<SendPush>[1];
type Prepared = ReturnType<typeof webpush.generateRequestDetails>;

const hour = 3600_000;
/** How long a signature is used again, and how long it is good for: at most 24 hours (RFC 8292, 2). */
const signature = { usedMs: 6 * hour, goodMs: 12 * hour };

/** Web push (RFC 8030, 8188, 8291) with VAPID. */
export function createPushSender(options: PushSenderOptions): SendPush {
  const signed = signer(options);
  return async (target, message) => {
    const { endpoint, headers, body } = prepare(signed, target, message);
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    judge(await options.post(endpoint, { headers: named, body }));
  };
}

/** The header that says who we are; one signature serves all requests to a push service for some hours (RFC 8292, 4.2). */
function signer({ keys, subject, nowMs }: PushSenderOptions): (audience: string) => string {
  let made = new Map<string, string>();
  let until = 0;
  return (audience) => {
    if (nowMs() >= until) [made, until] = [new Map(), nowMs() + signature.usedMs];
    const known = made.get(audience);
    if (known !== undefined) return known;
    const expires = Math.floor((until - signature.usedMs + signature.goodMs) / 1000);
    const { Authorization } = webpush.getVapidHeaders(audience, subject, keys.publicKey, keys.privateKey, 'aes128gcm', expires);
    made.set(audience, Authorization);
    return Authorization;
  };
}

/** Keys that no browser made cannot be used, ever. */
function prepare(signed: (audience: string) => string, { endpoint, p256dh, auth }: PushTarget, message: PushMessage): Prepared {
  const options: webpush.RequestOptions = {
    headers: { Authorization: signed(new URL(endpoint).origin) },
    TTL: message.ttlSeconds,
    topic: message.topic,
    urgency: message.urgent ? 'high' : 'normal',
    contentEncoding: 'aes128gcm',
  };
  try {
    return webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message.payload, options);
  } catch (cause) {
    throw new SendFailed('refused', { permanent: true, cause });
  }
}

/** 404 and 410: the subscription is dead (RFC 8030 7.3); other 3xx and 4xx are final; 429, 5xx and broken wires are tried again. */
function judge(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status === 404 || status === 410) throw new SendFailed('gone', { permanent: true });
  if (status === 401 || status === 403) throw new SendFailed('unconfigured', { permanent: false });
  const again = status === 408 || status === 429 || status >= 500;
  throw new SendFailed(again ? 'unreachable' : 'refused', { permanent: !again });
}
