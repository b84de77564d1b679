import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { World } from './world.ts';

/** What `/metrics` shows. */
export function createMetrics({ refusals }: Pick<World, 'refusals'>, calls: () => number): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'permanence_refused_total',
    help: 'Messages and sockets refused, by reason',
    labelNames: ['door', 'reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { door, reason, times } of refusals.all()) this.inc({ door, reason }, times);
    },
  });
  new Gauge({
    name: 'permanence_calls',
    help: 'Calls up now',
    registers: [registry],
    collect() {
      this.set(calls());
    },
  });
  return registry;
}
