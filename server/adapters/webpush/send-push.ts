import { Agent, request } from 'node:https';
import webpush from 'web-push';
import { type PushTarget, SendFailed, type SendPush } from '../../ports.ts';
import { isPushEndpoint, NotPublic, publicLookup, type Reach } from './public-address.ts';
import type { VapidKeys } from './vapid-keys.ts';

const limitMs = 20_000;
/** Only the status matters; a service that goes on talking is cut, octets. */
const longestAnswer = 16 * 1024;

export type PushSenderOptions = {
  readonly keys: VapidKeys;
  /** `VAPID_SUBJECT`: a mailto: or https: address. */
  readonly subject: string;
  readonly reach: Reach;
  /** Certificate of a push service behind an own authority, PEM. */
  readonly ca?: Buffer;
};
type PushMessage = Parameters<SendPush>[1];
type Prepared = ReturnType<typeof webpush.generateRequestDetails>;

/** Web push (RFC 8030, 8188, 8291) with VAPID. Endpoints come from browsers: no redirect is followed, nothing outside of `reach` is asked. */
export function createPushSender(options: PushSenderOptions): SendPush {
  const { reach, ca } = options;
  const agent = new Agent({
    keepAlive: true,
    ...(reach === 'public' ? { lookup: publicLookup() } : {}),
    ...(ca === undefined ? {} : { ca }),
  });
  return async (target, message) => {
    if (!isPushEndpoint(target.endpoint, reach)) throw new SendFailed('refused', { permanent: true });
    judge(await post(prepare(options, target, message), agent));
  };
}

/** Keys that no browser made cannot be used, ever. */
function prepare({ keys, subject }: PushSenderOptions, { endpoint, p256dh, auth }: PushTarget, message: PushMessage): Prepared {
  const options: webpush.RequestOptions = {
    vapidDetails: { subject, ...keys },
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

/** Resolves with the status of the answer. */
function post({ endpoint, method, headers, body }: Prepared, agent: Agent): Promise<number> {
  const limit = AbortSignal.timeout(limitMs);
  return new Promise((resolve, reject) => {
    const sending = request(new URL(endpoint), { method, headers: { ...headers }, agent, signal: limit }, (answer) => {
      let octets = 0;
      answer.on('data', (chunk: Buffer) => {
        octets += chunk.length;
        if (octets > longestAnswer) answer.destroy();
      });
      answer.on('error', () => sending.destroy()); // the status is known; what came after it does not matter
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', (cause) => reject(brokenWire(cause, limit.aborted)));
    sending.end(body);
  });
}

/** 404 and 410: the subscription is dead (RFC 8030 7.3); other 3xx and 4xx are final; 429, 5xx and broken wires are tried again. */
function judge(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status === 404 || status === 410) throw new SendFailed('gone', { permanent: true });
  if (status === 401 || status === 403) throw new SendFailed('unconfigured', { permanent: false });
  const again = status === 408 || status === 429 || status >= 500;
  throw new SendFailed(again ? 'unreachable' : 'refused', { permanent: !again });
}

function brokenWire(cause: Error, isLate: boolean): SendFailed {
  if (cause instanceof NotPublic) return new SendFailed('refused', { permanent: true, cause });
  return new SendFailed(isLate ? 'timeout' : 'unreachable', { permanent: false, cause });
}
