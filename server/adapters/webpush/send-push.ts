import type { Agent } from 'node:https';
import webpush, { WebPushError } from 'web-push';
import { type PushTarget, SendFailed, type SendPush } from '../../ports.ts';
import type { VapidKeys } from './vapid-keys.ts';

const limitMs = 20_000;

export type PushSenderOptions = {
  readonly keys: VapidKeys;
  /** `VAPID_SUBJECT`: a mailto: or https: address. */
  readonly subject: string;
  /** Only for push services behind an own certificate authority. */
  readonly agent?: Agent;
};
type PushMessage = Parameters<SendPush>[1];

/** Web push (RFC 8030, 8188, 8291) with VAPID. */
export function createPushSender(options: PushSenderOptions): SendPush {
  return async (target, message) => {
    try {
      await webpush.sendNotification(subscriptionOf(target), message.payload, requestOptions(options, message));
    } catch (cause) {
      throw pushFailure(cause);
    }
  };
}

const subscriptionOf = ({ endpoint, p256dh, auth }: PushTarget) => ({ endpoint, keys: { p256dh, auth } });

const requestOptions = ({ keys, subject, agent }: PushSenderOptions, message: PushMessage): webpush.RequestOptions => ({
  vapidDetails: { subject, ...keys },
  TTL: message.ttlSeconds,
  topic: message.topic,
  urgency: message.urgent ? 'high' : 'normal',
  contentEncoding: 'aes128gcm',
  timeout: limitMs,
  ...(agent === undefined ? {} : { agent }),
});

/** 404 and 410: the subscription is dead (RFC 8030 7.3); other 4xx are final; 429, 5xx and broken wires are tried again. */
function pushFailure(cause: unknown): SendFailed {
  if (!(cause instanceof WebPushError)) return brokenWire(cause);
  const { statusCode } = cause;
  if (statusCode === 404 || statusCode === 410) return new SendFailed('gone', { permanent: true, cause });
  if (statusCode === 401 || statusCode === 403) return new SendFailed('unconfigured', { permanent: false, cause });
  const again = statusCode === 408 || statusCode === 429 || statusCode >= 500;
  return new SendFailed(again ? 'unreachable' : 'refused', { permanent: !again, cause });
}

/** Without a system code it is no broken wire: the subscription's keys cannot be used. */
function brokenWire(cause: unknown): SendFailed {
  if (cause instanceof Error && cause.message === 'Socket timeout') return new SendFailed('timeout', { permanent: false, cause });
  const isWire = cause instanceof Error && 'code' in cause;
  return new SendFailed(isWire ? 'unreachable' : 'refused', { permanent: !isWire, cause });
}
