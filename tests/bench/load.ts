import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { type AriRequest, ariRequests } from '../../server/adapters/asterisk/ari.ts';
import { bridgesSchema, channelsSchema } from '../../server/adapters/asterisk/ari-messages.ts';
import { createPhones } from '../../server/adapters/asterisk/phones.ts';
import { createEspeak } from '../../server/adapters/speech/espeak.ts';
import { isRecord, readJson } from '../../server/supervisor/json-file.ts';
import { freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import { welcomePrompt } from '../../shared/calls/prompts.ts';
import { operatorSchema } from '../../shared/operators/operator.ts';
import { type AsteriskInstance, startAsterisk } from '../adapters/asterisk-instance.ts';
import { operatorPhone } from '../adapters/operator-phone.ts';
import { signInByHttp } from '../e2e/api-user.ts';
import type { Instance } from '../e2e/instance.ts';
import { addOperators, emailOf } from '../faults/more-operators.ts';
import { type Figure, percentile } from './figures.ts';
import { withInstallation } from './installation.ts';
import { memoryOf, type Part, parts, partsOf, processorSecondsOf } from './processes.ts';
import { addQueue, exchangeOf, type QueueExchange, queueNumber, setMembers } from './queue-exchange.ts';
import type { Scenario } from './scenario.ts';
import { call } from './sipp.ts';
import { standIn } from './stand-in.ts';

const [waiting, talking] = [50, 10];
const rounds = 3;
const minuteMs = 60_000;
/** The server reads its lists every five seconds, and knows nobody before. */
const listsReadMs = 6_000;
/** After the last caller has come to his music. */
const settleMs = 5_000;
const answeredForMs = 120_000;
const ourNumber = '+33199000101';
const toneHz = 1000;
const bar = 1.5;
const packetMs = 20;
/** Share of a minute's packets: a busy machine leaves some out, and of callers who hear nothing more would be missing. */
const heardLeast = 0.85;
const sentSchema = z.object({ txcount: z.number() });

/** Seconds of a processor in a minute in which nothing but the load happens, and MB at its end. */
type Cost = { readonly processor: number; readonly memory: number };
type Costs = ReadonlyMap<Part, Cost>;

/**
 * Callers who wait and callers who talk, on a whole installation and on an Asterisk alone with `Queue()`, in turn: what a minute
 * of it costs. On both sides the operators have the same telephones at Asterisk, with G.711: what Janus, the voice in Opus and
 * the browser add for an operator at home is not in it.
 */
export const load: Scenario = {
  name: 'load',
  isTimed: true,
  measure: async (progress) =>
    withInstallation({ RTP_PORTS: await rtpPorts() }, async (instance) => {
      const peer = await startAsterisk({ rtpFirst: await freeUdpBlock(200) });
      try {
        const names = Array.from({ length: talking }, (_, i) => `Operator${i}`);
        await addOperators(instance, names);
        await pause(listsReadMs);
        await teachQueue(instance, peer);
        const [ours, theirs]: [Costs[], Costs[]] = [[], []];
        for (let round = 1; round <= rounds; round++) {
          progress(`load: round ${round} of ${rounds}, ours`);
          ours.push(await ourMinute(instance, names));
          progress(`load: round ${round} of ${rounds}, Queue()`);
          theirs.push(await theirMinute(peer));
        }
        return compare(ours, theirs);
      } finally {
        await peer.stop();
      }
    }),
};

/** Two for each caller and each operator, in Asterisk's third. */
async function rtpPorts(): Promise<string> {
  const count = 3 * 200;
  const first = await freeUdpBlock(count);
  return `${first}-${first + count - 1}`;
}

/** The same words before the music as ours. */
async function teachQueue({ dataDir }: Instance, peer: AsteriskInstance): Promise<void> {
  const spoken = createEspeak({ command: [], folder: join(placesIn(dataDir).spool, 'prompts') }, () => undefined);
  const { text, language, beep } = welcomePrompt('fr', { place: false });
  const exchange = queueAt(peer);
  await setMembers(exchange, [], { inUse: 'no' });
  await addQueue(exchange, ['Answer()', `Playback(${await spoken(text, language, { beep })})`, 'Queue(bench)']);
}

const queueAt = ({ ariUrl, etc }: AsteriskInstance): QueueExchange => ({
  ari: ariRequests({ url: ariUrl, application: 'bench' }),
  etc,
});

async function ourMinute(instance: Instance, names: readonly string[]): Promise<Costs> {
  const { ari } = exchangeOf(instance);
  const port = operatorPortOf(instance);
  const phones = createPhones(ari, 'operators');
  const rows = await signInByHttp(instance.url, emailOf('max'));
  const operators = (await rows.rowsOf('operator', operatorSchema)).filter(({ name }) => names.includes(name));
  const standIns = await Promise.all(
    operators.map(async ({ id, name }) => {
      const telephone = await phones.fresh(id);
      return standIn({ url: instance.url, email: emailOf(name), telephone, port, toneHz });
    }),
  );
  const isUp = async () => {
    const bridges = bridgesSchema.parse(await ari('GET', '/bridges'));
    const talks = bridges.filter(({ id, channels }) => id.startsWith('leg-') && channels.length === 2).length;
    const waits = bridges.filter(({ id, channels }) => id.startsWith('wait-') && channels.length === 1).length;
    return talks === talking && waits === waiting;
  };
  const processes = () => {
    const found = partsOf(instance);
    return new Map(parts.map((part) => [part, found[part]] as const));
  };
  const costs = await costsOfMinute({ ari, sipPort: instance.sipPort, did: ourNumber, isUp, processes });
  await Promise.all(standIns.map((each) => each.close()));
  return costs;
}

async function theirMinute(peer: AsteriskInstance): Promise<Costs> {
  const exchange = queueAt(peer);
  const { ari } = exchange;
  const telephones = createPhones(ari, 'operators');
  const members = await Promise.all(
    Array.from({ length: talking }, async () => {
      const telephone = await telephones.fresh(randomUUID());
      const phone = await operatorPhone({ ...telephone, port: peer.operatorPort, toneHz });
      return { ...phone, user: telephone.user };
    }),
  );
  await setMembers(
    exchange,
    members.map(({ user }) => user),
    { inUse: 'no' },
  );
  const isUp = async () => {
    const bridges = bridgesSchema.parse(await ari('GET', '/bridges'));
    const queued = channelsSchema.parse(await ari('GET', '/channels')).filter(({ dialplan }) => dialplan.app_name === 'Queue');
    return bridges.filter(({ channels }) => channels.length === 2).length === talking && queued.length === talking + waiting;
  };
  const processes = () => new Map([['asterisk', [peer.pid]] as const]);
  const costs = await costsOfMinute({ ari, sipPort: peer.trunkPort, did: queueNumber, isUp, processes });
  for (const member of members) member.close();
  return costs;
}

/** Where the exchange takes operators' telephones. */
function operatorPortOf({ dataDir }: Instance): number {
  const ports = readJson(join(placesIn(dataDir).run, 'ports.json'));
  return Number(isRecord(ports) ? ports.operatorSip : Number.NaN);
}

/** Brings everybody in, and measures from the moment on when each waits or talks; rejects when they do not do so to the end. */
async function costsOfMinute(side: {
  readonly ari: AriRequest;
  readonly sipPort: number;
  readonly did: string;
  /** Whether as many wait with music and talk as there should. */
  readonly isUp: () => Promise<boolean>;
  readonly processes: () => ReadonlyMap<Part, readonly number[]>;
}): Promise<Costs> {
  const { ari, sipPort, did, isUp, processes } = side;
  const count = waiting + talking;
  const callers = Array.from({ length: count }, (_, i) => `+336399860${String(i).padStart(2, '0')}`);
  const calls = call({ sipPort, did, scenario: 'caller-stays.xml', callers, atOnce: count, answeredForMs });
  let over = false;
  const end = (): void => {
    over = true;
  };
  calls.done.then(end, end);
  while (!(await isUp())) {
    if (over) throw new Error(`${waiting} never waited while ${talking} talked`);
    await pause(500); // a process outside has no event to wait for
  }
  await pause(settleMs);
  const sent = await packetsTo(ari);
  const before = mapped(processes(), processorSecondsOf);
  await pause(minuteMs);
  const costs = mapped(processes(), (pids, part) => ({
    processor: processorSecondsOf(pids) - (before.get(part) ?? 0),
    memory: memoryOf(pids),
  }));
  if (!(await isUp())) throw new Error('a caller left before the minute was over');
  const heard = (await packetsTo(ari)) - sent;
  if (heard < (heardLeast * count * minuteMs) / packetMs) throw new Error(`callers got ${heard} packets only`);
  await calls.done;
  return costs;
}

/** How many packets of sound the exchange has sent to the callers who are there. */
async function packetsTo(ari: AriRequest): Promise<number> {
  const callers = channelsSchema.parse(await ari('GET', '/channels')).filter(({ name }) => name.startsWith('PJSIP/trunk-'));
  const sent = await Promise.all(
    callers.map(({ id }) => ari('GET', `/channels/${id}/rtp_statistics`).then((s) => sentSchema.parse(s).txcount)),
  );
  return sent.reduce((sum, each) => sum + each, 0);
}

const mapped = <P, A, B>(of: ReadonlyMap<P, A>, to: (value: A, key: P) => B): Map<P, B> =>
  new Map([...of].map(([key, value]) => [key, to(value, key)]));

function compare(ours: readonly Costs[], theirs: readonly Costs[]): Figure[] {
  const median = (of: readonly Costs[], what: keyof Cost, which: readonly Part[] = parts): number =>
    percentile(
      of.map((costs) => which.reduce((sum, part) => sum + (costs.get(part)?.[what] ?? 0), 0)),
      0.5,
    );
  const load = `${waiting} wait, ${talking} talk`;
  const compared = (what: keyof Cost, unit: Figure['unit'], name: string): Figure[] => {
    const told = (whose: string, measured: number): Figure => ({
      what: `Load (${load}): ${name}, ${whose}`,
      measured,
      unit,
      count: rounds,
      bar: null,
    });
    const [our, their] = [median(ours, what), median(theirs, what)];
    return [
      ...parts.map((part) => told(part, median(ours, what, [part]))),
      told('everything of ours', our),
      told('Asterisk with Queue()', their),
      { what: `Load: ${name}, ours ÷ Queue()`, measured: our / their, unit: '×', count: rounds, bar },
    ];
  };
  return [...compared('processor', 's/min', 'processor'), ...compared('memory', 'MB', 'memory (PSS)')];
}
