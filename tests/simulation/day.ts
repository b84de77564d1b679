import type { CallRecord } from '#shared/calls/call-record.ts';
import { isByTelephone } from '#shared/calls/call-telephone.ts';
import { fromMs } from '#shared/time.ts';
import { createBooks } from './books.ts';
import { type Bureau, drawBureau } from './bureau.ts';
import { createCallers } from './callers.ts';
import type { Course } from './course.ts';
import { createExchange } from './exchange.ts';
import { plantFaults } from './faults.ts';
import { createGuardian } from './guardian.ts';
import { createHub } from './hub.ts';
import { createInvariants, lookEveryMs, type Promised, type Violation } from './invariants.ts';
import { createOperator, type Desk } from './operators.ts';
import { createRandom } from './random.ts';
import { judgeRecords } from './records.ts';
import { createServer, type Plant, type Server } from './server.ts';
import { simulatedTime } from './time.ts';
import { createTrace } from './trace.ts';
import { createTroubles } from './troubles.ts';

export type Day = {
  readonly seed: number;
  /** Of everything that happened; the same for the same seed. */
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly figures: Figures;
  readonly trace: readonly string[];
};

type Figures = {
  readonly calls: number;
  readonly accounts: number;
  readonly operators: number;
  readonly faults: number;
  readonly talked: number;
  readonly messages: number;
  readonly gaveUp: number;
  /** Callers who were put through, by an operator or by the bureau itself. */
  readonly putThrough: number;
  /** Callers who spoke with operator and third party together. */
  readonly conferences: number;
  /** Calls that an operator gave to a colleague. */
  readonly handedOver: number;
  /** Those who were called back and answered; of them, those who had kept their place. */
  readonly calledBack: number;
  readonly placesKept: number;
  /** Calls that an operator took on his own telephone. */
  readonly byTelephone: number;
  /** Clients on the hotline whose PIN was right. */
  readonly verified: number;
};

export type DayOptions = {
  readonly plant?: Plant;
  /** As days were once; left out: as they are now. */
  readonly era?: Era;
  /** The day is over as soon as one of these is broken. */
  readonly until?: readonly Promised[];
  /** Keeps every line of the trace. */
  readonly keepTrace?: boolean;
};

/**
 * `first`: no menus, priorities or kept places, no telephones of operators' own, no client who calls the bureau itself, and
 * operators who answer calls and do nothing else. `no-conferences`: caller, third party and operator never speak together.
 */
type Era = 'first' | 'no-conferences';

/** Thursday, 10:00 in Paris. */
const startMs = Date.UTC(2026, 10, 19, 9, 0, 0);
/** Streams beside the others: a day of an earlier era is the same as ever. */
const [menuStream, conferenceStream] = [0x6d656e75, 0x636f6e66];
/** Milliseconds by which a clock in Paris is ahead. */
const parisMs = 3_600_000;
/** About the milliseconds of an operator's work on one call: days are drawn between idle and overrun. */
const workMs = 60_000;
/** Milliseconds without a caller after which the day is over. */
const quietMs = 30_000;
/** Milliseconds after the last call in which everything must have come to its end. */
const patienceMs = 20 * 60_000;

/** One day of a bureau from one seed, its quiet hours left out: 300–600 calls in half an hour to two hours. */
export async function simulateDay(seed: number, options: DayOptions = {}): Promise<Day> {
  const time = simulatedTime(startMs);
  const trace = createTrace(time.nowMs, options.keepTrace ?? false);
  const chance = createRandom(seed);
  const part = (): Course => ({ time, trace, chance: chance.fork() });
  const counts = { calls: chance.between(300, 600), faults: chance.between(20, 45) };
  const closesAfterMs = chance.between(5, 30) * 60_000;
  const closes = fromMs(startMs + parisMs + closesAfterMs).slice(11, 16);
  const asBefore = options.era === 'first';
  const menus = asBefore ? null : createRandom(seed ^ menuStream);
  const conferences = options.era === undefined ? createRandom(seed ^ conferenceStream) : null;
  const drawn = drawBureau(chance.fork(), { weekday: 4, closes }, menus);
  const bureau = asBefore ? { ...drawn, telephones: new Map(), people: [] } : drawn;
  const clientsChance = createRandom(seed + 1);
  const lastsMs = (counts.calls * workMs) / (bureau.operators.length * (0.4 + chance.unit()));

  const closing = startMs + lastsMs;

  const troubles = createTroubles(time.nowMs);
  const invariants = createInvariants({
    nowMs: time.nowMs,
    bureau,
    troubles,
    exchange: () => exchange,
    server: () => server,
  });
  const handedOver = new Set<string>();
  const hub = createHub(part(), {
    ...invariants.watch,
    said(operatorId, message, reached) {
      if (message.t === 'offer-ended' && message.reason === 'handed-over') handedOver.add(message.callId);
      invariants.watch.said(operatorId, message, reached);
    },
  });
  const gateway = { isUp: true };
  const exchange = createExchange(part(), {
    ring: (id) => operators.find((o) => o.id === id)?.ring(),
    ended: () => undefined,
    answered: (call) => callers.answer(call),
  });
  const books = createBooks(time.nowMs);
  await books.memory.transact(async (tx) => {
    for (const account of bureau.accounts) await tx.put('account', account);
    for (const line of bureau.lines) await tx.put('line', line);
    for (const operator of bureau.operators) await tx.put('operator', operator);
    for (const person of bureau.people) await tx.put('person', person);
    if (bureau.people.length > 0) {
      await tx.put('account', bureau.hotline.account);
      await tx.put('line', bureau.hotline.line);
    }
  });
  const server = createServer(part(), { exchange, hub, books, troubles, bureau, plant: options.plant ?? ((deps) => deps) });
  const desk = asBefore
    ? null
    : deskOf(
        bureau,
        () => server,
        () => (time.nowMs() < closing ? books.openTasks() : []),
      );
  const operators = bureau.operators.map(({ id }) =>
    createOperator(part(), id, {
      hub,
      exchange,
      isGatewayUp: () => gateway.isUp,
      desk,
      conferences: conferences?.fork() ?? null,
    }),
  );
  const callers = createCallers(part(), exchange, { isSeen: invariants.isAttentive, asBefore });
  createGuardian(part(), exchange, server.isUp);

  const { records, disturb } = judgeRecords({ bureau, books, server, exchange, callers, nowMs: time.nowMs });
  server.start();
  beginShifts(part(), operators, lastsMs);
  beginBeats(part(), operators);
  planCalls(part(), callers.dial, { count: counts.calls, lastsMs, lines: bureau.lines.map((l) => l.number) });
  for (const { mobile } of bureau.people) {
    const call = { dialled: bureau.hotline.line.number, number: mobile ?? '' };
    time.after(clientsChance.between(0, lastsMs), () => callers.dial(call));
  }
  plantFaults(
    part(),
    { server, exchange, books, troubles, operators, gateway, serverForgot: invariants.serverForgot },
    {
      count: counts.faults,
      lastsMs,
    },
  );
  const look = (): void => {
    invariants.look();
    disturb(invariants.isAttentive());
    time.afterQuietly(lookEveryMs, look);
  };
  look();

  let busyMs = closing + 60_000;
  const isBroken = (): boolean => invariants.violations.some(({ promise }) => options.until?.includes(promise));
  const isOver = (): boolean => {
    if (isBroken()) return true;
    const isBusy = exchange.channels.size > 0 || !records.isSettled() || (server.floor()?.snapshot().calls ?? 0) > 0;
    if (isBusy) busyMs = Math.max(busyMs, time.nowMs());
    return time.nowMs() > Math.min(busyMs + quietMs, closing + patienceMs);
  };
  await time.pass(isOver, invariants.step);
  if (!isBroken()) for (const [promise, what] of records.judge()) invariants.broken(promise, what);

  const { stories } = callers;
  const rowsOf = (isOne: (row: CallRecord) => boolean): number =>
    new Set(books.written.filter(({ row }) => isOne(row)).map(({ row }) => row.id)).size;
  return {
    seed,
    hash: trace.hash(),
    violations: invariants.violations,
    trace: trace.lines(),
    figures: {
      calls: stories.length + callers.refused(),
      accounts: bureau.accounts.length,
      operators: bureau.operators.length,
      faults: counts.faults,
      talked: stories.filter((s) => s.voiceMs !== null).length,
      messages: server.notes.length,
      byTelephone: rowsOf(isByTelephone),
      verified: rowsOf(({ hotline }) => hotline?.standing === 'verified'),
      putThrough: rowsOf(({ transfers }) => transfers?.some((t) => t.outcome === 'connected') === true),
      conferences: rowsOf(({ transfers }) => transfers?.some((t) => t.conference !== undefined) === true),
      handedOver: handedOver.size,
      calledBack: callers.reached.length,
      placesKept: stories.filter((s) => s.keepsPlace && s.ended?.by === 'hung-up').length,
      gaveUp: stories.filter((s) => s.voiceMs === null && s.ended?.by === 'caller').length,
    },
  };
}

/** What operators see besides their call. Accounts without a roster have calls put through to any number. */
const deskOf = ({ people, mayServe }: Bureau, server: () => Server, openTasks: Desk['openTasks']): Desk => ({
  colleagues(accountId) {
    const there = server().floor()?.snapshot().operators ?? [];
    return there.flatMap((o) => (o.presence.state === 'ready' && mayServe(o.operatorId, accountId) ? [o.operatorId] : []));
  },
  whom(accountId) {
    const person = people.find((p) => p.accountId === accountId);
    return person === undefined ? { kind: 'number', number: '+33639970902' } : { kind: 'person', personId: person.id };
  },
  openTasks,
});

/** They come in the first minutes, some leave early and come again; on some days all go when the last call has come. */
function beginShifts({ time, chance }: Course, operators: ReturnType<typeof createOperator>[], lastsMs: number): void {
  const allLeave = chance.chance(0.5);
  for (const operator of operators) {
    time.after(chance.between(1_000, chance.chance(0.7) ? 60_000 : lastsMs / 2), operator.come);
    if (chance.chance(0.2)) time.after(chance.between(lastsMs / 2, lastsMs), () => operator.leave('noticed'));
    if (allLeave) time.after(lastsMs + chance.between(0, 60_000), () => operator.leave('noticed'));
  }
}

/** The workers of the pages beat once a second each, spread over it. */
function beginBeats({ time, chance }: Course, operators: ReturnType<typeof createOperator>[]): void {
  for (const operator of operators) {
    const beat = (): void => {
      operator.beat();
      time.afterQuietly(1_000, beat);
    };
    time.afterQuietly(chance.between(0, 999), beat);
  }
}

/** Calls come evenly, in bursts, and now and then to a number that is nobody's. */
function planCalls(
  { time, chance }: Course,
  dial: (line: { dialled: string; number: string }) => void,
  day: { readonly count: number; readonly lastsMs: number; readonly lines: readonly string[] },
): void {
  for (let i = 0; i < day.count; i += 1) {
    const dialled = chance.chance(0.02) ? '+33199009999' : chance.pick(day.lines);
    const number = `+3363998${String(i).padStart(4, '0')}`;
    time.after(chance.between(0, day.lastsMs), () => dial({ dialled, number }));
  }
}
