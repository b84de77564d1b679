import { assign, decideRoute, inTurn, mayServe, type Waiting } from '#shared/calls/routing.ts';
import { type OnDuty, stepOperator } from '#shared/operators/presence.ts';
import { fromMs, toMs } from '#shared/time.ts';
import { always, anAccount, anOperator, onDuty, uuid } from '../fixtures/telephony.ts';
import { createRandom, type Random } from '../simulation/random.ts';
import { firstDifference } from './compare-routing.ts';
import { drawFloor } from './drawn-floor.ts';
import { meanWait, type Offered } from './erlang-c.ts';
import { type Figure, percentile } from './figures.ts';
import type { Scenario } from './scenario.ts';

const seed = 20_261_130;
const floors = 10_000;
const decisions = 50_000;
const rounds = 5;
const size = { accounts: 50, operators: 500, waiting: 1_000, trainings: 10 };
/** Calls enough that the standard error of the mean, with waits that depend on each other, is a third of the bar. */
const loads: readonly Offered[] = [
  { operators: 20, occupancy: 0.7, calls: 6_000_000 },
  { operators: 20, occupancy: 0.8, calls: 6_000_000 },
  { operators: 20, occupancy: 0.9, calls: 10_000_000 },
];

/** The rules of routing alone: how fast, whether right, and whether callers wait as long as queueing theory has it. */
export const b3: Scenario = {
  name: 'b3',
  isTimed: true,
  async measure(progress) {
    progress(`b3: ${rounds} × ${decisions} decisions with ${size.operators} operators and ${size.waiting} callers who wait`);
    const perSecond = Array.from({ length: rounds }, (_, i) => decisionsPerSecond(createRandom(seed + i)));
    progress(`b3: ${floors} drawn floors beside a naive reference`);
    const differs = firstDifference(floors, seed);
    if (differs !== null) throw new Error(`on floor ${differs} of seed ${seed} the rules decide otherwise than the reference`);
    return [
      { what: 'B3 µs a decision, medians', measured: 1e6 / percentile(perSecond, 0.5), unit: 'µs', count: decisions, bar: 20 },
      { what: 'B3 floors decided otherwise than by the reference', measured: 0, unit: '%', count: floors, bar: 0 },
      ...loads.map((load) => {
        progress(`b3: ${load.calls} calls at an occupancy of ${load.occupancy}`);
        return waitBesideErlang(load);
      }),
    ];
  },
};

/** In turn somebody calls and somebody becomes free; each is one decision, and changes what the next one sees. */
function decisionsPerSecond(chance: Random): number {
  const floor = drawFloor(chance, size);
  const { at } = floor;
  const callId = uuid(1);
  const operators = new Map(floor.operators.map((o) => [o.operator.id, stepOperator(o, { t: 'talking', callId, at })]));
  // with a thousand who wait, whoever becomes free has somebody to serve: one who never had would stay free for ever
  const served = floor.accounts.filter(({ queue }) => (queue?.first ?? []).length === 0);
  const ids = floor.operators.filter((o) => served.some((account) => mayServe(o, account))).map((o) => o.operator.id);
  const waiting = inTurn(floor.waiting);
  const arriving = floor.waiting.map(({ call, account }, i) => ({ call: { ...call, id: uuid(2_000_000 + i) }, account }));
  const now = { at, bureau: always };
  const started = process.cpuUsage();
  for (let i = 0; i < decisions / 2; i += 1) {
    const caller = chance.pick(arriving);
    decideRoute(caller.call, caller.account, operators.values(), now);
    waiting.push(caller);
    becomesFree(operators, chance.pick(ids), at);
    const [pair] = assign(waiting, operators.values(), at);
    if (pair === undefined) continue;
    change(operators, pair.operatorId, { t: 'talking', callId: pair.callId, at });
    const place = waiting.findIndex(({ call }) => call.id === pair.callId);
    waiting.splice(place, 1);
  }
  const { user, system } = process.cpuUsage(started);
  return decisions / ((user + system) / 1e6);
}

const change = (operators: Map<string, OnDuty>, id: string, event: Parameters<typeof stepOperator>[1]): void => {
  const o = operators.get(id);
  if (o !== undefined) operators.set(id, stepOperator(o, event));
};

/** His page, microphone and leg are well, and he has said that he is ready. */
function becomesFree(operators: Map<string, OnDuty>, id: string, at: string): void {
  const o = operators.get(id);
  if (o !== undefined) operators.set(id, onDuty(at, o.operator));
}

function waitBesideErlang(load: Offered): Figure {
  const expected = meanWait(load, talkMs);
  const measured = simulatedMeanWait(load, createRandom(seed));
  return {
    what: `B3 mean wait beside Erlang C, occupancy ${load.occupancy}`,
    measured: 100 * Math.abs(measured / expected - 1),
    unit: '%',
    count: load.calls,
    bar: 3,
  };
}

const talkMs = 180_000;

/** Mean wait in milliseconds of callers who never give up, with arrivals and talks as chance has them. */
function simulatedMeanWait({ operators: count, occupancy, calls }: Offered, chance: Random): number {
  const account = anAccount();
  const started = Date.UTC(2026, 10, 19);
  const operators = new Map(
    Array.from({ length: count }, (_, i) => anOperator({ id: uuid(10 + i) })).map((o) => [o.id, wellForEver(o, fromMs(started))]),
  );
  const talks: { readonly endsMs: number; readonly operatorId: string }[] = [];
  const queue: Waiting[] = [];
  const between = talkMs / (count * occupancy);
  let [nowMs, waitedMs] = [started, 0];
  let arrivesMs = started + exponential(chance, between);
  const talk = (operatorId: string): void => {
    change(operators, operatorId, { t: 'talking', callId: uuid(1), at: fromMs(nowMs) });
    const endsMs = nowMs + exponential(chance, talkMs);
    const index = talks.findIndex((other) => other.endsMs > endsMs);
    talks.splice(index === -1 ? talks.length : index, 0, { endsMs, operatorId });
  };
  for (let arrived = 0; arrived < calls; ) {
    const [next] = talks;
    if (next === undefined || arrivesMs < next.endsMs) {
      nowMs = arrivesMs;
      arrived += 1;
      arrivesMs = nowMs + exponential(chance, between);
      const call = { id: uuid(arrived), arrivedAt: fromMs(nowMs), offers: [], path: [] };
      const route = decideRoute(call, account, operators.values(), { at: call.arrivedAt, bureau: always });
      if (route.to === 'offer') talk(route.operatorId);
      else queue.push({ call, account });
    } else {
      talks.shift();
      nowMs = next.endsMs;
      const at = fromMs(nowMs);
      change(operators, next.operatorId, { t: 'ready', at });
      change(operators, next.operatorId, { t: 'released' });
      const [pair] = assign(queue, operators.values(), at);
      if (pair === undefined) continue;
      const [first] = queue.splice(
        queue.findIndex(({ call }) => call.id === pair.callId),
        1,
      );
      waitedMs += first === undefined ? 0 : nowMs - toMs(first.call.arrivedAt);
      talk(pair.operatorId);
    }
  }
  return waitedMs / calls;
}

const exponential = (chance: Random, mean: number): number => -Math.log(1 - chance.unit()) * mean;

/** His page beats once for all time: nothing here is about pages. */
const wellForEver = (operator: Parameters<typeof onDuty>[1], at: string): OnDuty => {
  const o = onDuty(at, operator);
  return { ...o, page: { ...o.page, beatAt: '9999-01-01T00:00:00.000Z' } };
};
