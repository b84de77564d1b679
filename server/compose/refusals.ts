type Refused = { readonly door: string; readonly reason: string };

/** Messages and sockets refused since the start, counted before there are metrics to show them. */
export type Refusals = {
  /** Counts at one door. */
  at(door: string): (reason: string) => void;
  all(): readonly (Refused & { readonly times: number })[];
};

export function createRefusals(): Refusals {
  const counts = new Map<string, Refused & { readonly times: number }>();
  return {
    at: (door) => (reason) => {
      const key = `${door} ${reason}`;
      counts.set(key, { door, reason, times: (counts.get(key)?.times ?? 0) + 1 });
    },
    all: () => [...counts.values()],
  };
}
