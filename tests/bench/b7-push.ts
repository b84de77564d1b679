import { createECDH, randomBytes } from 'node:crypto';
import webpush from 'web-push';
import { createPushSender } from '../../server/adapters/webpush/send-push.ts';
import { type Figure, percentile } from './figures.ts';
import type { Scenario } from './scenario.ts';

const rounds = 7;
const requestsOfRound = 2_000;
const devices = 200;
const subject = 'mailto:notes@permanence.test';
const message = { payload: JSON.stringify({ web_push: 8030, notification: { title: 'x'.repeat(200) } }), topic: 'note' };

/** Push requests, encrypted and signed, until they are handed to the wire, by us and by web-push as it comes: processor time of one core. */
export const b7Push: Scenario = {
  name: 'b7-push',
  isTimed: true,
  async measure(progress) {
    const keys = webpush.generateVAPIDKeys();
    const targets = Array.from({ length: devices }, newTarget);
    const [ours, theirs] = [sendOurs(keys), sendTheirs(keys)];
    const [our, their]: [number[], number[]] = [[], []];
    await timed(ours, targets); // both are warm then
    await timed(theirs, targets);
    for (let round = 1; round <= rounds; round++) {
      progress(`b7-push: round ${round} of ${rounds}, ${requestsOfRound} requests each`);
      our.push(await timed(ours, targets));
      their.push(await timed(theirs, targets));
    }
    return figures(percentile(our, 0.5), percentile(their, 0.5));
  },
};

function figures(ours: number, theirs: number): Figure[] {
  const count = rounds * requestsOfRound;
  return [
    { what: 'B7 a push request, encrypted and signed', measured: ours, unit: 'µs', count, bar: null },
    { what: 'B7 … ÷ one by web-push as it comes', measured: ours / theirs, unit: '×', count: rounds, bar: 1 / 3.5 },
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
  const send = createPushSender({ keys, subject, post: async () => 201, nowMs: () => Date.now() });
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
  for (let i = 0; i < requestsOfRound; i++) await send(targets[i % targets.length] ?? newTarget(null, i));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requestsOfRound;
}
