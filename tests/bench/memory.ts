import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import { Desk } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import type { Figure } from './figures.ts';
import { withInstallation } from './installation.ts';
import { memoryOf, ofEach, type Part, parts, partsOf } from './processes.ts';
import type { Scenario } from './scenario.ts';
import { call } from './sipp.ts';

const callers = 20;
/** How long the processes are left alone before they are measured. */
const settleMs = 10_000;
/** 15 s of ringing, then the welcome. */
const ringingAndWelcomeMs = 25_000;
const answeredForMs = 40_000;
const healthSchema = z.object({ calls: z.number() });

/** Memory of each part, idle and with callers who wait with music for an operator who is on pause. */
export const memory: Scenario = {
  name: 'memory',
  isTimed: false,
  measure: (progress) =>
    withInstallation({}, async (instance) => {
      const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000);
      await lea.ready();
      await lea.page.click('[data-act=pause]');
      await lea.state('pause');
      progress('memory: idle');
      await pause(settleMs);
      const idle = memoryNow(instance);
      progress(`memory: ${callers} callers wait`);
      const waiting = await withWaitingCallers(instance, () => memoryNow(instance));
      await lea.close();
      return parts.flatMap((part) => [
        figure(`Memory of ${part}, idle (PSS)`, idle[part]),
        figure(`Memory of ${part}, ${callers} waiting calls (PSS)`, waiting[part]),
      ]);
    }),
};

function memoryNow(instance: Instance): Record<Part, number> {
  const processes = partsOf(instance);
  return ofEach((part) => memoryOf(processes[part]));
}

const figure = (what: string, measured: number): Figure => ({ what, measured, unit: 'MB', count: 1, bar: null });

/** Measures when every caller has been answered with the welcome and hears music. */
async function withWaitingCallers<T>(instance: Instance, measure: () => T): Promise<T> {
  const numbers = Array.from({ length: callers }, (_, i) => `+336399860${String(i).padStart(2, '0')}`);
  const calls = call({
    sipPort: instance.sipPort,
    did: '+33199000101',
    scenario: 'caller-stays.xml',
    callers: numbers,
    atOnce: callers,
    answeredForMs,
  });
  await pause(ringingAndWelcomeMs + settleMs);
  const { calls: up } = healthSchema.parse(await (await fetch(`${instance.url}/healthz`)).json());
  const measured = measure();
  await calls.done; // every one was answered, and none was ended by us before its caller
  if (up !== callers) throw new Error(`${up} of ${callers} callers waited`);
  return measured;
}
