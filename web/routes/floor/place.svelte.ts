import { createContext } from 'svelte';
import type { Session } from '#shared/api.ts';
import { lastUserOf } from '../../accounts/last-user.ts';
import type { SignIn } from '../../accounts/sign-in.svelte.ts';
import { Floor } from '../../delivery/floor.svelte.ts';
import type { Device, LiveSocket } from '../../ports.ts';
import type { App } from '../../start.ts';
import { Ticker } from '../../ui/ticker.svelte.ts';

/** How often the signed cookie is renewed, milliseconds. */
const renewMs = 4 * 60_000;

export const floorUser = () => lastUserOf('floor', localStorage);

/** What one supervisor works with: opened once for all pages of the floor. */
export class FloorPlace {
  readonly session: Session;
  readonly floor: Floor;
  readonly ticker: Ticker;
  readonly device: Device;
  readonly #live: LiveSocket;
  readonly #renewal: ReturnType<typeof setInterval>;

  constructor(parts: { session: Session; device: Device; live: LiveSocket; signIn: SignIn; app: App }) {
    const { session, device, live, signIn, app } = parts;
    this.session = session;
    this.device = device;
    this.floor = new Floor({ device, live, now: signIn.now });
    this.ticker = new Ticker(signIn.now);
    this.#live = live;
    this.#renewal = setInterval(() => void app.identity.renew(), renewMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    this.floor.close();
    this.ticker.stop();
    this.#live.close();
    await this.device.close();
  }
}

/** Opens the device's data of this user, then the line to the server. */
export async function openFloor(app: App, signIn: SignIn, session: Session): Promise<FloorPlace> {
  const device = await app.openDevice(session, signIn.now);
  const live = await app.openLive(device.deviceId, null);
  return new FloorPlace({ session, device, live, signIn, app });
}

export const [usePlace, setPlace] = createContext<FloorPlace>();
