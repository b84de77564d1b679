import { never } from '#shared/errors.ts';

/*
 * The way of the voice through the network, as its packets tell: something comes at least every second, also when nobody speaks (RTCP).
 *
 *        begun    a leg has just come up ── six seconds without a packet ──> a new leg
 *          │ packets
 *          ▼
 *        flows <──────────────── packets ────────────────────────┐
 *          │ three looks without a packet, or the network is back│
 *          ▼                                                     │
 *        lost ─── the gateway is reached on a new socket ───> restarted (ICE) ── four looks without a packet ──> a new leg
 *          ▲                                                     │
 *          └──────────────── the network is back ────────────────┘
 */

/** How often to look, milliseconds. */
export const lookEveryMs = 400;
/** Looks in a row without a packet after which the way, or the leg, is given up. */
const stillMost = { begun: 15, flows: 3, restarted: 4 } as const;

export type MediaWay = {
  readonly state: 'begun' | 'flows' | 'lost' | 'restarted';
  /** Received so far on the leg that is up. */
  readonly bytes: number;
  /** Looks in a row that found nothing new. */
  readonly still: number;
};

/** What happens to the way. `online`: there was no network, and now there is; `reached`: the gateway is there on a new socket. */
export type WayEvent = { readonly t: 'looked'; readonly bytes: number } | { readonly t: 'online' | 'reached' };

/** What is to be done: reach the gateway anew, restart ICE, or give the leg up for a new one. */
export type WayWish = 'nothing' | 'reach' | 'restart' | 'renew';
type Step = { readonly way: MediaWay; readonly wish: WayWish };

/** The way of a leg that has just come up. */
export const newWay: MediaWay = { state: 'begun', bytes: 0, still: 0 };

/** What an event makes of the way, and what it asks for. */
export function stepWay(way: MediaWay, event: WayEvent): Step {
  switch (event.t) {
    case 'looked':
      return look(way, event.bytes);
    case 'online':
      return { way: { ...way, state: 'lost' }, wish: 'reach' };
    case 'reached':
      if (way.state === 'begun' || way.state === 'flows') return { way, wish: 'nothing' };
      return { way: { ...way, state: 'restarted', still: 0 }, wish: 'restart' };
    default:
      return never(event);
  }
}

function look({ state, bytes: before, still: stillBefore }: MediaWay, bytes: number): Step {
  if (state === 'lost') return { way: { state, bytes, still: 0 }, wish: 'nothing' };
  if (bytes > before) return { way: { state: 'flows', bytes, still: 0 }, wish: 'nothing' };
  const still = stillBefore + 1; // fewer bytes than before: a way that ICE has left counts no more
  if (still < stillMost[state]) return { way: { state, bytes, still }, wish: 'nothing' };
  return state === 'flows' ? { way: { state: 'lost', bytes, still: 0 }, wish: 'reach' } : { way: newWay, wish: 'renew' };
}
