import { never } from '#shared/errors.ts';
import { lookEveryMs, newWay, stepWay, type WayEvent } from './media-way.ts';

export type WayWatchDeps = {
  /** Bytes of media received on the leg that is up; null: unknown just now. */
  readonly received: () => Promise<number | null>;
  /** Nothing comes any more, and nobody has said why. */
  readonly silent: () => void;
  /** Reaches the gateway on a new socket, until it is there. */
  readonly reach: () => void;
  /** Looks for another way of the media; rejects when that cannot be asked for. */
  readonly restart: () => Promise<void>;
  /** Gives the leg up for a new one. */
  readonly renew: () => void;
};

/** Looks at the packets of a leg as long as it is up, and keeps its way through the network. */
export type WayWatch = {
  begin(): void;
  end(): void;
  /** The network is back. */
  online(): void;
  /** The gateway is there on a new socket. */
  reached(): void;
};

export function watchWay(deps: WayWatchDeps): WayWatch {
  let way = newWay;
  let looking: ReturnType<typeof setInterval> | null = null;

  function follow(event: WayEvent): void {
    const next = stepWay(way, event);
    way = next.way;
    switch (next.wish) {
      case 'nothing':
        return;
      case 'reach':
        if (event.t === 'looked') deps.silent();
        deps.reach();
        return;
      case 'restart':
        deps.restart().catch(deps.renew);
        return;
      case 'renew':
        deps.renew();
        return;
      default:
        never(next.wish);
    }
  }

  async function look(): Promise<void> {
    const watched = looking;
    const bytes = await deps.received();
    if (bytes !== null && watched === looking) follow({ t: 'looked', bytes });
  }

  function end(): void {
    if (looking !== null) clearInterval(looking);
    looking = null;
    way = newWay;
  }

  return {
    begin() {
      end();
      looking = setInterval(() => void look(), lookEveryMs);
    },
    end,
    online() {
      if (looking !== null) follow({ t: 'online' });
    },
    reached() {
      if (looking !== null) follow({ t: 'reached' });
    },
  };
}
