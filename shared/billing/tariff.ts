/** Plans by the calls that they hold [P15]: the first, and by how many more each next one does. */
const ladder = { first: 50, step: 100 } as const;

/** The highest plan that can be agreed on; more is an offer of its own. */
export const highestPlan = 99;

/** Calls a month in a plan, 0 being the smallest: 50, 150, 250 … */
export const capacityOf = (plan: number): number => ladder.first + ladder.step * plan;

/** The plan of so many counted calls [I09]: the smallest that holds them, the whole of it, each month by itself. */
export const tier = (calls: number): number => Math.max(0, Math.ceil((calls - ladder.first) / ladder.step));
