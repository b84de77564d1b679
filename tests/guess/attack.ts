import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { cookieOf } from '../e2e/api-user.ts';
import { type Instance, startInstance } from '../e2e/instance.ts';
import { dial } from '../e2e/telephone.ts';
import { createRandom, type Random } from '../simulation/random.ts';
import { janusGuess } from './janus-guess.ts';
import { sipGuess } from './sip-guess.ts';

/** What came of so many guesses; nothing else than the ordinary calls should have happened. */
export type Attacked = {
  readonly sip: number;
  /** Answers of the exchange to them: it has dealt with them. */
  readonly sipAnswers: number;
  readonly frames: number;
  readonly seconds: number;
  /** Requests that left over the trunk. */
  readonly outbound: number;
  /** Ordinary calls that were made, that were answered, and all that the server has seen arrive. */
  readonly calls: number;
  readonly answered: number;
  readonly arrived: number;
  /** Of all children together. */
  readonly restarts: number;
};

/** Of all guesses; most come from strangers, some from an address of the carrier's. */
const shares = { frames: 0.1, carrier: 0.05 } as const;
const everyMs = 10;
const callEveryMs = 2_000;
const answeredWithinMs = 20_000;

/** Guesses at an installation of its own, at most `perSecond`, while ordinary callers go on calling. */
export async function attack(options: {
  readonly guesses: number;
  readonly perSecond: number;
  readonly seed: number;
}): Promise<Attacked> {
  const instance = await startInstance({ env: { DEMO: '1', SIP_TRUNK_PEERS: '127.0.0.1/32' } });
  try {
    return await attackOn(instance, options);
  } finally {
    await instance.stop();
  }
}

async function attackOn(instance: Instance, options: Parameters<typeof attack>[0]): Promise<Attacked> {
  const random = createRandom(options.seed);
  const trunk = await listener('127.0.0.1', instance.trunkPort);
  const [stranger, carrier] = [await listener('127.0.0.2'), await listener('127.0.0.1')];
  const page = await openPage(instance);
  const callers = ordinaryCalls(instance);
  const began = performance.now();
  let sip = 0;
  let frames = 0;
  while (sip + frames < options.guesses) {
    const due = Math.min(options.guesses, Math.ceil(((performance.now() - began) / 1000) * options.perSecond));
    while (sip + frames < due) {
      if (random.chance(shares.frames)) frames += page.say(random);
      else sip += guessBySip(random, { stranger, carrier, port: instance.sipPort });
    }
    await pause(everyMs);
  }
  const seconds = (performance.now() - began) / 1000;
  const calls = await callers.end();
  const restarts = Object.values(instance.status().children).reduce((sum, child) => sum + child.restarts, 0);
  const attacked = {
    sip,
    frames,
    seconds,
    ...calls,
    restarts,
    arrived: arrivedAt(instance),
    outbound: trunk.heard(),
    sipAnswers: stranger.heard() + carrier.heard(),
  };
  page.close();
  for (const { socket } of [trunk, stranger, carrier]) socket.close();
  return attacked;
}

const arrivedAt = ({ dataDir }: Instance): number =>
  readFileSync(join(dataDir, 'log/server.log'), 'utf8').split('"msg":"call.arrived"').length - 1;

type Listener = { readonly socket: Socket; readonly own: string; heard(): number };

async function listener(address: string, port = 0): Promise<Listener> {
  const socket = createSocket('udp4');
  let heard = 0;
  socket.on('message', () => {
    heard += 1;
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return { socket, own: `${address}:${socket.address().port}`, heard: () => heard };
}

/** The carrier's calls are calls: from its address comes everything else. */
function guessBySip(random: Random, { stranger, carrier, port }: { stranger: Listener; carrier: Listener; port: number }): 1 {
  const from = random.chance(shares.carrier) ? carrier : stranger;
  from.socket.send(sipGuess(random, { port, own: from.own, invites: from === stranger }), port, '127.0.0.1');
  return 1;
}

/** A page of a signed-in operator that says anything; opened again whenever it is shut out. */
async function openPage(instance: Instance) {
  const cookie = await cookieOf(instance.url, 'lea@permanence.test');
  const open = () => {
    const made = new WebSocket(`${instance.url.replace('http', 'ws')}/janus`, ['janus-protocol'], {
      headers: { cookie, origin: instance.url },
    });
    made.on('error', () => undefined); // being shut out is an answer
    return made;
  };
  let socket = open();
  return {
    /** How many frames were said: none while the socket opens. */
    say(random: Random): 0 | 1 {
      if (socket.readyState === WebSocket.CLOSED) socket = open();
      if (socket.readyState !== WebSocket.OPEN) return 0;
      socket.send(janusGuess(random));
      return 1;
    },
    close: () => socket.terminate(),
  };
}

/** Callers of an open line of which nobody is signed in: its voicemail answers. */
function ordinaryCalls({ sipPort }: Instance) {
  const under: Promise<boolean>[] = [];
  const call = async (): Promise<boolean> => {
    const phone = await dial({ sipPort, did: '+33199000101', from: '+33639980001', toneHz: 600 });
    const late = pause(answeredWithinMs, null, { ref: false });
    const at = await Promise.race([phone.answered.catch(() => null), late]);
    phone.hangUp();
    phone.close();
    return at !== null;
  };
  const next = () => void under.push(call());
  next();
  const timer = setInterval(next, callEveryMs);
  return {
    async end() {
      clearInterval(timer);
      const results = await Promise.all(under);
      return { calls: results.length, answered: results.filter((answered) => answered).length };
    },
  };
}
