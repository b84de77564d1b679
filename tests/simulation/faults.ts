import type { Books } from './books.ts';
import type { Course } from './course.ts';
import type { Exchange } from './exchange.ts';
import type { OperatorSide } from './operators.ts';
import type { Server } from './server.ts';
import type { Troubles } from './troubles.ts';

export type FaultDeps = {
  readonly server: Server;
  readonly exchange: Exchange;
  readonly books: Books;
  readonly troubles: Troubles;
  readonly operators: readonly OperatorSide[];
  readonly gateway: { isUp: boolean };
  readonly serverForgot: () => void;
};

type Fault = { readonly name: string; readonly weight: number; readonly strike: (course: Course, deps: FaultDeps) => void };

const someone = ({ chance }: Course, { operators }: FaultDeps): OperatorSide => chance.pick(operators);

const restart = (course: Course, { server, serverForgot }: FaultDeps, backMs: number): void => {
  if (!server.isUp()) return;
  server.kill();
  serverForgot();
  course.time.after(backMs, server.start);
};

const faults: readonly Fault[] = [
  { name: 'server killed', weight: 3, strike: (c, d) => restart(c, d, c.chance.between(100, 900)) },
  { name: 'server away for long', weight: 1, strike: (c, d) => restart(c, d, c.chance.between(5_000, 90_000)) },
  {
    name: 'server hangs',
    weight: 2,
    strike({ time, chance }, { server }) {
      if (!server.isUp()) return;
      server.stop();
      time.after(chance.between(300, chance.chance(0.3) ? 80_000 : 6_000), server.goOn);
    },
  },
  { name: 'event socket cut', weight: 4, strike: (_, { server }) => server.cutSocket() },
  {
    name: 'exchange killed',
    weight: 0.7,
    strike({ time, chance }, { exchange, server }) {
      if (!exchange.isUp()) return;
      server.cutSocket();
      exchange.die();
      time.after(chance.between(1_000, 6_000), exchange.comeBack);
    },
  },
  {
    name: 'exchange slow',
    weight: 1,
    strike: ({ time, chance }, { troubles }) =>
      troubles.slowUntil(time.nowMs() + chance.between(1_000, 15_000), chance.between(50, 1_500)),
  },
  {
    name: 'exchange refuses',
    weight: 1,
    strike: ({ time, chance }, { troubles }) => troubles.refuseUntil(time.nowMs() + chance.between(500, 8_000)),
  },
  {
    name: 'events doubled',
    weight: 1,
    strike({ time, chance }, { exchange }) {
      exchange.double(true);
      time.after(chance.between(5_000, 60_000), () => exchange.double(false));
    },
  },
  {
    name: 'database away',
    weight: 2,
    strike({ time, chance }, { books }) {
      if (books.isAway()) return;
      books.away(true);
      time.after(chance.between(500, 60_000), () => books.away(false));
    },
  },
  {
    name: 'gateway killed',
    weight: 1,
    strike({ time, chance }, { gateway, operators }) {
      gateway.isUp = false;
      time.after(chance.between(500, 3_000), () => {
        gateway.isUp = true;
      });
      for (const operator of operators) operator.gatewayDied();
    },
  },
  { name: 'leg lost', weight: 3, strike: (c, d) => d.exchange.legs.end(someone(c, d).id) },
  { name: 'sound lost', weight: 4, strike: (c, d) => someone(c, d).fallSilent(c.chance.between(500, 30_000)) },
  { name: 'page reloaded', weight: 4, strike: (c, d) => someone(c, d).reload() },
  { name: 'second tab', weight: 1, strike: (c, d) => someone(c, d).openSecondTab() },
  { name: 'page frozen', weight: 3, strike: (c, d) => someone(c, d).freeze(c.chance.between(1_000, 20_000)) },
  { name: 'microphone lost', weight: 2, strike: (c, d) => someone(c, d).loseMicrophone(c.chance.between(1_000, 30_000)) },
  {
    name: 'page cut off',
    weight: 3,
    strike: (c, d) => someone(c, d).cutSocket(c.chance.chance(0.5) ? 'noticed' : 'unnoticed'),
  },
  {
    name: 'browser killed',
    weight: 3,
    strike(c, d) {
      const operator = someone(c, d);
      operator.leave(c.chance.chance(0.5) ? 'noticed' : 'unnoticed');
      c.time.after(c.chance.between(2_000, 300_000), () => (operator.isAtDesk() ? undefined : operator.come()));
    },
  },
];

/** Something breaks at so many moments of the day. */
export function plantFaults(course: Course, deps: FaultDeps, day: { readonly count: number; readonly lastsMs: number }): void {
  const { time, chance, trace } = course;
  const total = faults.reduce((sum, f) => sum + f.weight, 0);
  for (let i = 0; i < day.count; i += 1) {
    const fault = drawn(chance.unit() * total);
    time.after(chance.between(5_000, day.lastsMs), () => {
      trace.add(`fault: ${fault.name}`);
      fault.strike(course, deps);
    });
  }
}

function drawn(at: number): Fault {
  let left = at;
  for (const fault of faults) {
    left -= fault.weight;
    if (left < 0) return fault;
  }
  throw new Error('weights do not add up');
}
