import { createECDH, randomBytes } from 'node:crypto';
import webpush from 'web-push';
import { createPushSender } from '../../server/adapters/webpush/send-push.ts';
import { type Figure, percentile } from './figures.ts';
import type { Scenario } from './scenario.ts';

const rounds = 7;
const devicesOfRound = 2_000;
const subject = 'mailto:notes@permanence.test';
const message = { payload: JSON.stringify({ web_push: 8030, notification: { title: 'x'.repeat(200) } }), topic: 'note' };

/**
 * Push requests, encrypted and signed, until they are handed to the wire, by us and by web-push as it comes: processor time of one
 * core. What we have agreed on with a device serves for an hour, so its first message costs more; in a wave each gets two.
 */
export const b7Push: Scenario = {
  name: 'b7-push',
  isTimed: true,
  async measure(progress) {
    const keys = webpush.generateVAPIDKeys();
    const [ours, theirs] = [sendOurs(keys), sendTheirs(keys)];
    const [first, second, their]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? 'b7-push: both run warm' : `b7-push: round ${round} of ${rounds}, ${devicesOfRound} devices`);
      const targets = Array.from({ length: devicesOfRound }, newTarget);
      const taken = [await timed(ours, targets), await timed(theirs, targets), await timed(ours, targets)] as const;
      if (round === 0) continue;
      first.push(taken[0]);
      their.push(taken[1]);
      second.push(taken[2]);
    }
    return figures({ first: percentile(first, 0.5), second: percentile(second, 0.5), their: percentile(their, 0.5) });
  },
};

function figures({ first, second, their }: Readonly<Record<'first' | 'second' | 'their', number>>): Figure[] {
  const count = rounds * devicesOfRound;
  const times = { unit: '×', count: rounds } as const;
  return [
    { what: 'B7 a push request by web-push as it comes', measured: their, unit: 'µs', count, bar: null },
    { what: 'B7 ours ÷ it, first one of the hour to a device', measured: first / their, ...times, bar: null },
    { what: 'B7 … further ones', measured: second / their, ...times, bar: null },
    { what: 'B7 … two to each device', measured: (first + second) / 2 / their, ...times, bar: 0.285 },
  ];
}

type Target = { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
type Send = (target: Target) => Promise<unknown>;

/** A browser of one of the three push services that there are. */
function newTarget(_: unknown, i: number): Target {
  const hosts = ['fcm.googleapis.com', 'updates.push.services.mozilla.com', 'web.push.apple.com'];
  const p256dh = createECDH('prime256v1').generateKeys('base64url');
  return { endpoint: `https://${hosts[i % hosts.length]}/push/${i}`, p256dh, auth: randomBytes(16).toString('base64url') };
}

function sendOurs(keys: webpush.VapidKeys): Send {
  const send = createPushSender({ keys, subject, post: async () => ({ status: 201, waitMs: null }), nowMs: () => Date.now() });
  return (target) => send(target, { ...message, urgent: true, ttlSeconds: 60 });
}

const sendTheirs =
  (keys: webpush.VapidKeys): Send =>
  async ({ endpoint, p256dh, auth }) =>
    webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, message.payload, {
      vapidDetails: { subject, ...keys },
      TTL: 60,
      topic: message.topic,
      urgency: 'high',
    });

/** Microseconds of a processor for one request. */
async function timed(send: Send, targets: readonly Target[]): Promise<number> {
  const before = process.cpuUsage();
  for (const target of targets) await send(target);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / targets.length;
}
