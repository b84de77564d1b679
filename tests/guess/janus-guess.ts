import type { Random } from '../simulation/random.ts';

const verbs = [
  'create',
  'attach',
  'claim',
  'keepalive',
  'detach',
  'destroy',
  'trickle',
  'message',
  'hangup',
  'info',
  'list_sessions',
];
const requests = [
  'register',
  'call',
  'docall',
  'message',
  'transfer',
  'subscribe',
  'accept',
  'update',
  'recording',
  'unregister',
  'list',
];
const numbers = ['+33199000101', 'sip:+19005550100@127.0.0.1:5080', '+19005550100', '112', { $ref: 1 }, null];

/** What a page that is not ours might say to Janus: any verb, any body, any session, or no sense at all. */
export function janusGuess(random: Random): string | Buffer {
  if (random.chance(0.1)) return Buffer.from(Array.from({ length: random.between(0, 300) }, () => random.between(0, 255)));
  if (random.chance(0.05)) return '['.repeat(random.between(1, 5000));
  const message = {
    janus: random.pick(verbs),
    transaction: random.chance(0.9) ? random.between(0, 2 ** 31).toString(36) : { toString: 'x' },
    ...(random.chance(0.6) ? { session_id: random.pick([1, -1, 2 ** 52, random.between(1, 2 ** 31), '1']) } : {}),
    ...(random.chance(0.6) ? { handle_id: random.between(1, 2 ** 31) } : {}),
    ...(random.chance(0.3)
      ? { token: 'guessed', admin_secret: 'janusoverlord', plugin: random.pick(['janus.plugin.sip', 'janus.plugin.nosip']) }
      : {}),
    ...(random.chance(0.6) ? { body: bodyOf(random) } : {}),
    ...(random.chance(0.2)
      ? { jsep: { type: random.pick(['offer', 'answer']), sdp: 'v=0\r\n'.repeat(random.between(1, 200)) } }
      : {}),
  };
  const text = JSON.stringify(message);
  return random.chance(0.1) ? text.slice(0, random.between(0, text.length)) : text;
}

const bodyOf = (random: Random) => ({
  request: random.pick(requests),
  ...(random.chance(0.5) ? { number: random.pick(numbers), uri: random.pick(numbers) } : {}),
  ...(random.chance(0.3)
    ? { proxy: 'sip:127.0.0.1:5080', username: 'sip:trunk@127.0.0.1', secret: 'x', outbound_proxy: 'sip:127.0.0.1' }
    : {}),
  ...(random.chance(0.2) ? { headers: { 'P-Asserted-Identity': 'x' }, __proto__: null } : {}),
});
