import type { Relay } from '#shared/api/calls.ts';

/** A telephone is not kept waiting longer: without a relay most networks have a straight way. */
const firstWithinMs = 3000;
const askAgainMs = 30_000;

/** Relays of a telephone's media, with a name and password that are always good for a while. */
export type KeptRelay = {
  /** Always the same array: the next connection takes what stands in it then. */
  readonly servers: RTCIceServer[];
  /** Resolves with the first answer, or after 3 s without one. */
  first(): Promise<void>;
  stop(): void;
};

/** Milliseconds after which name and password are asked for anew, well before they end; null: nobody answered. */
const renewAfterMs = (relay: Relay | null): number => (relay === null ? askAgainMs : Math.max(askAgainMs, relay.seconds * 750));

/** Asks at once, and again before the answer ends; `renewed` for connections that are up. */
export function keepRelay(ask: () => Promise<Relay>, renewed: () => void): KeptRelay {
  const servers: RTCIceServer[] = [];
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function renew(): Promise<void> {
    const relay = await ask().catch(() => null); // no answer: what there is stays, and it asks again soon
    if (stopped) return;
    if (relay !== null) {
      servers.splice(0, servers.length, ...relay.servers);
      renewed();
    }
    timer = setTimeout(() => void renew(), renewAfterMs(relay));
  }

  const begun = renew();
  return {
    servers,
    first: () => Promise.race([begun, new Promise<void>((resolve) => setTimeout(resolve, firstWithinMs))]),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
