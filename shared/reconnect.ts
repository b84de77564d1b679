/** Attempts at a line that is up all day that come soon after each other: about half a minute of them. */
const soonMost = 40;

/**
 * How long to wait before a page opens its line to the server again, milliseconds: a quarter of a second at first, a second at most
 * for half a minute, then up to 8 s, without end. A server that is back shows the true state within two seconds [F2], however long
 * it took to start. `random` (0–1) spreads the pages of a whole bureau when its server comes back.
 */
export function reconnectDelay(attempt: number, random: number): number {
  return spread(attempt < soonMost ? Math.min(1000, doubled(attempt)) : 8000, random);
}

/** How long to wait before asking again for what costs the server more, milliseconds: a quarter of a second at first, doubled up to 8 s. */
export function retryDelay(attempt: number, random: number): number {
  return spread(Math.min(8000, doubled(attempt)), random);
}

const doubled = (attempt: number): number => 250 * 2 ** Math.min(Math.max(attempt, 0), 5);

const spread = (longest: number, random: number): number => Math.round(longest * (0.5 + random / 2));
