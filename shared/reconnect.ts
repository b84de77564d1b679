/**
 * How long to wait before connecting again, milliseconds: a quarter of a second at first, doubled up to 8 s, without end.
 * `random` (0–1) spreads the pages of a whole bureau when its server comes back.
 */
export function reconnectDelay(attempt: number, random: number): number {
  const longest = Math.min(8000, 250 * 2 ** Math.min(Math.max(attempt, 0), 5));
  return Math.round(longest * (0.5 + random / 2));
}
