import { assign, decideRoute, inTurn } from '#shared/calls/routing.ts';
import { always } from '../fixtures/telephony.ts';
import { createRandom } from '../simulation/random.ts';
import { drawFloor } from './drawn-floor.ts';
import { naiveAssign, naiveRoute } from './naive-routing.ts';

/** The number of the first of so many drawn floors on which the rules and the naive reference decide differently; null: none. */
export function firstDifference(floors: number, seed: number): number | null {
  const chance = createRandom(seed);
  for (let i = 0; i < floors; i += 1) {
    const size = {
      accounts: chance.between(1, 8),
      operators: chance.between(1, 14),
      waiting: chance.between(0, 16),
      trainings: 4,
    };
    const { at, operators, waiting } = drawFloor(chance, size);
    const routes = waiting.map(({ call, account }) => decideRoute(call, account, operators, { at, bureau: always }));
    const naive = waiting.map(({ call, account }) => naiveRoute(call, account, operators, at));
    const pairs = assign(inTurn(waiting), operators, at);
    if (JSON.stringify([routes, pairs]) !== JSON.stringify([naive, naiveAssign(waiting, operators, at)])) return i;
  }
  return null;
}
