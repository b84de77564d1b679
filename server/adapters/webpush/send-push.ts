import webpush from 'web-push';
import { type OutsideAnswer, type PostOutside, type PushTarget, SendFailed, type SendPush } from '../../ports/delivery.ts';
import { createEncryption } from './encryption.ts';
import { renewed } from './renewed.ts';
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
type Parts = { readonly encrypt: ReturnType<typeof createEncryption>; readonly signed: (audience: string) => string };

const hour = 3600_000;
/** How long a signature is used again, and how long it is good for: at most 24 hours (RFC 8292, 2). */
const signature = { usedMs: 6 * hour, goodMs: 12 * hour };

/** Web push (RFC 8030, 8188, 8291) with VAPID. */
export function createPushSender(options: PushSenderOptions): SendPush {
  const parts = { encrypt: createEncryption(options), signed: signer(options) };
  return async (target, message) => judge(await options.post(target.endpoint, prepare(parts, target, message)));
}

/** The header that says who we are; one signature serves all requests to a push service for some hours (RFC 8292, 4.2). */
function signer({ keys, subject, nowMs }: PushSenderOptions): Parts['signed'] {
  const made = renewed({ ms: signature.usedMs, nowMs }, (until) => ({
    expires: Math.floor((until - signature.usedMs + signature.goodMs) / 1000),
    byAudience: new Map<string, string>(),
  }));
  return (audience) => {
    const { expires, byAudience } = made();
    const known = byAudience.get(audience);
    if (known !== undefined) return known;
    const { publicKey, privateKey } = keys;
    const { Authorization } = webpush.getVapidHeaders(audience, subject, publicKey, privateKey, 'aes128gcm', expires);
    byAudience.set(audience, Authorization);
    return Authorization;
  };
}

/** Keys that no browser made cannot be used, ever. */
function prepare({ encrypt, signed }: Parts, target: PushTarget, message: PushMessage): Parameters<PostOutside>[1] {
  try {
    const body = encrypt(target, message.payload);
    const headers = {
      Authorization: signed(new URL(target.endpoint).origin),
      TTL: String(message.ttlSeconds),
      Topic: message.topic,
      Urgency: message.urgent ? 'high' : 'normal',
      'Content-Encoding': 'aes128gcm',
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(body.length),
    };
    return { headers, body };
  } catch (cause) {
    throw new SendFailed('refused', { permanent: true, cause });
  }
}

/** 404 and 410: the subscription is dead (RFC 8030 7.3); other 3xx and 4xx are final; 429, 5xx and broken wires are tried again. */
function judge({ status, waitMs }: OutsideAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 404 || status === 410) throw new SendFailed('gone', { permanent: true });
  if (status === 401 || status === 403) throw new SendFailed('unconfigured', { permanent: false });
  const again = status === 408 || status === 429 || status >= 500;
  throw new SendFailed(again ? 'unreachable' : 'refused', { permanent: !again, waitMs });
}
