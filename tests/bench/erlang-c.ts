/** Calls offered to operators who are all alike; `occupancy` is the share of their time that they talk. */
export type Offered = { readonly operators: number; readonly occupancy: number; readonly calls: number };

/** Mean wait of all callers, in units of `talk`, the mean talk: Erlang's formula for M/M/c, by the recursion of Erlang B. */
export function meanWait({ operators, occupancy }: Pick<Offered, 'operators' | 'occupancy'>, talk: number): number {
  const traffic = operators * occupancy;
  let blocked = 1;
  for (let n = 1; n <= operators; n += 1) blocked = (traffic * blocked) / (n + traffic * blocked);
  const waits = blocked / (1 - occupancy * (1 - blocked));
  return (waits * talk) / (operators * (1 - occupancy));
}
