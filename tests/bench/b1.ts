import { Desk } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import { dial } from '../e2e/telephone.ts';
import { type Figure, latencies } from './figures.ts';
import { withInstallation } from './installation.ts';
import { answered, notePaints, noteSound, painted, requireOneClock } from './page-clock.ts';
import { pairInTurn } from './pair-in-turn.ts';
import type { Scenario } from './scenario.ts';
import { call } from './sipp.ts';

const line = '+33199000101';
const offers = 50;
/** In turn somebody of the directory and a stranger. */
const callers = Array.from({ length: offers }, (_, i) => (i % 2 === 0 ? '+33639980001' : `+3363998${5000 + i}`));
const answers = 30;

/** A call on its way to the operator, and his answer. */
export const b1: Scenario = {
  name: 'b1',
  isTimed: true,
  measure: (progress) =>
    withInstallation({}, async (instance) => {
      const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000);
      await lea.ready();
      progress(`b1: ${offers} calls of SIPp, each offered and given up`);
      const offered = await measureOffers(instance, lea, callers);
      progress(`b1: ${answers} calls answered with F2`);
      const answered = await measureAnswers(instance, lea);
      await lea.close();
      return [...latencies('B1 INVITE → offer painted', offered, { p50: 100, p99: 250 }), ...answered];
    }),
};

/** INVITE → offer painted of calls from these numbers, one after the other, in milliseconds. */
export async function measureOffers(instance: Instance, desk: Desk, callers: readonly string[]): Promise<number[]> {
  await notePaints(desk.page);
  const invites = await call({ sipPort: instance.sipPort, did: line, scenario: 'caller-gives-up.xml', callers, atOnce: 1 }).done;
  await requireOneClock(desk.page);
  return pairInTurn(
    invites,
    (await painted(desk.page)).map(({ at }) => at),
  );
}

/** F2 → first sound at the operator's ear and in the first packet at the caller's. */
async function measureAnswers(instance: Instance, desk: Desk): Promise<Figure[]> {
  await noteSound(desk.page);
  const [atOperator, atCaller]: [number[], number[]] = [[], []];
  for (let i = 0; i < answers; i++) {
    const caller = await dial({ sipPort: instance.sipPort, did: line, from: '+33639980001', toneHz: 600 });
    await desk.state('offered');
    await desk.press('F2');
    const { pressed, heard } = await answered(desk.page);
    atOperator.push(heard - pressed);
    atCaller.push((await caller.firstSound(pressed)) - pressed);
    caller.hangUp();
    await desk.dismiss();
    caller.close();
  }
  await requireOneClock(desk.page);
  return [
    ...latencies('B1 F2 → caller heard at the desk', atOperator, { p50: 150, p99: null }),
    ...latencies('B1 F2 → operator heard by the caller', atCaller, { p50: 150, p99: null }),
  ];
}
