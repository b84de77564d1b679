import { setTimeout as pause } from 'node:timers/promises';
import { lineSchema } from '../../shared/accounts/account.ts';
import { operatorSchema } from '../../shared/operators/operator.ts';
import { signInByHttp } from '../e2e/api-user.ts';
import { Desk } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';
import { type Figure, percentile } from './figures.ts';
import { withInstallation } from './installation.ts';
import { notePaints, painted, requireOneClock } from './page-clock.ts';
import { pairInTurn } from './pair-in-turn.ts';
import { addQueue, exchangeOf, queueNumber, setMembers, telephoneOf } from './queue-exchange.ts';
import { hookSockets, showIncomingCalls } from './queue-page.ts';
import type { Scenario } from './scenario.ts';
import { call } from './sipp.ts';

const pairs = 100;
/** Janus answers busy until the leg of before is quite gone. */
const oldLegGoneMs = 5_000;
const ourNumber = '+33199000101';
const caller = '+33639980001';

/**
 * INVITE → offer painted, ours beside Asterisk's own `Queue()`: one exchange, one gateway, the same page and the same pop,
 * calls in turn. Our side decides in the server and writes its rows; the peer's rings the operator's telephone through
 * Janus and our `/janus` proxy, and its page paints on `incomingcall` without a word of the server.
 */
export const b2: Scenario = {
  name: 'b2',
  isTimed: true,
  measure: (progress) =>
    withInstallation({}, async (instance) => {
      const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000);
      const sofie = await queueDesk(instance);
      await lea.ready();
      await notePaints(lea.page);
      await notePaints(sofie.page);
      progress(`b2: ${pairs} pairs of calls`);
      const [ours, theirs]: [number[], number[]] = [[], []];
      for (let i = 0; i < pairs; i++) {
        ours.push(...(await oneCall(instance, ourNumber)));
        theirs.push(...(await oneCall(instance, queueNumber)));
        if (i % 20 === 19) progress(`b2: ${i + 1} pairs`);
      }
      const figures = compare(await durations(lea, ours), await durations(sofie, theirs));
      await lea.close();
      await sofie.close();
      return figures;
    }),
};

const oneCall = (instance: Instance, did: string): Promise<readonly number[]> =>
  call({ sipPort: instance.sipPort, did, scenario: 'caller-gives-up.xml', callers: [caller], atOnce: 1 }).done;

async function durations(desk: Desk, invites: readonly number[]): Promise<number[]> {
  await requireOneClock(desk.page);
  return pairInTurn(
    invites,
    (await painted(desk.page)).map(({ at }) => at),
  );
}

/** An operator whose telephone is registered, whom our server asks nothing, and whom the queue rings. */
async function queueDesk(instance: Instance): Promise<Desk> {
  const sofie = await Desk.open(instance.url, 'sofie@permanence.test', 1300, hookSockets);
  await sofie.ready();
  await sofie.page.click('[data-act=pause]');
  await sofie.state('pause');
  await pause(oldLegGoneMs);
  const rows = await signInByHttp(instance.url, 'sofie@permanence.test');
  const line = (await rows.rowsOf('line', lineSchema)).find(({ number }) => number === ourNumber);
  const operator = (await rows.rowsOf('operator', operatorSchema)).find(({ name }) => name === 'Sofie');
  if (line === undefined || operator === undefined) throw new Error('the demonstration has changed');
  const exchange = exchangeOf(instance);
  await setMembers(exchange, [await telephoneOf(exchange, operator.id)], { inUse: 'yes' });
  await addQueue(exchange, ['Queue(bench,r)']);
  await showIncomingCalls(sofie.page, { accountId: line.accountId, lineId: line.id });
  return sofie;
}

function compare(ours: readonly number[], theirs: readonly number[]): Figure[] {
  const [our, their] = [percentile(ours, 0.5), percentile(theirs, 0.5)];
  const milliseconds = (what: string, measured: number): Figure => ({ what, measured, unit: 'ms', count: pairs, bar: null });
  return [
    milliseconds('B2 INVITE → offer painted, ours, p50', our),
    milliseconds('B2 INVITE → same pop on incomingcall by Queue(), p50', their),
    { what: 'B2 ours ÷ Queue(), medians', measured: our / their, unit: '×', count: pairs, bar: 1 },
  ];
}
