import { createContext } from 'svelte';
import type { Session } from '#shared/api/sync.ts';
import { lastUserOf } from '../../accounts/last-user.ts';
import { NewClients } from '../../accounts/new-clients.svelte.ts';
import type { SignIn } from '../../accounts/sign-in.svelte.ts';
import { Floor } from '../../delivery/floor.svelte.ts';
import { StrayNotes } from '../../notes/stray-notes.svelte.ts';
import type { Device } from '../../ports/device.ts';
import type { LiveSocket } from '../../ports/live.ts';
import type { Phone } from '../../ports/phone.ts';
import type { App } from '../../start.ts';
import type { Attention } from '../../sync/attention.svelte.ts';
import { later } from '../../ui/later.ts';
import { Ticker } from '../../ui/ticker.svelte.ts';
import { openAttention } from '../open-attention.ts';
import { openDevice, openLive } from '../open-device.ts';
import { SupervisorDesk } from './supervisor-desk.svelte.ts';

/** How often the signed cookie is renewed, milliseconds. */
const renewMs = 4 * 60_000;

/** How often it is asked whether a note waits for the supervisor, milliseconds: no row of his changes with it. */
const lookEveryMs = 60_000;

export const floorUser = () => lastUserOf('floor', localStorage);

/** What one supervisor works with: opened once for all pages of the floor. */
export class FloorPlace {
  readonly session: Session;
  readonly floor: Floor;
  readonly ticker: Ticker;
  readonly device: Device;
  readonly attention: Attention;
  readonly stray: StrayNotes;
  readonly own: SupervisorDesk;
  readonly newClients: NewClients;
  readonly #live: LiveSocket;
  readonly #renewal: ReturnType<typeof setInterval>;
  readonly #looking: ReturnType<typeof setInterval>;

  constructor(parts: {
    session: Session;
    device: Device;
    live: LiveSocket;
    phone: Phone;
    attention: Attention;
    signIn: SignIn;
    app: App;
  }) {
    const { session, device, live, phone, signIn, app } = parts;
    this.session = session;
    this.device = device;
    this.floor = new Floor({ device, live, now: signIn.now });
    this.ticker = new Ticker(signIn.now);
    this.own = new SupervisorDesk({ session, device, live, phone, ticker: this.ticker, now: signIn.now });
    this.attention = parts.attention;
    this.stray = new StrayNotes({
      later,
      list: async () => (await app.client('strayNotes', {})).items,
      settle: async (id, decision) => (await app.client('settleStrayNote', { id, decision })).outcome,
    });
    this.newClients = new NewClients({
      clients: async () => (await app.client('newClients', {})).items,
      numbers: async () => (await app.client('numbers', {})).items,
      add: (range) => app.client('addNumbers', range),
      takeBack: (number) => app.client('takeNumberBack', { number }),
    });
    this.#looking = setInterval(() => void this.stray.read(), lookEveryMs);
    void this.stray.read();
    this.#live = live;
    this.#renewal = setInterval(() => void app.identity.renew(), renewMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    clearInterval(this.#looking);
    this.attention.close();
    this.stray.close();
    this.own.close();
    this.newClients.close();
    this.floor.close();
    this.ticker.stop();
    this.#live.close();
    await this.device.close();
  }
}

/** Opens the device's data of this user, then the line to the server. */
export async function openFloor(app: App, signIn: SignIn, session: Session): Promise<FloorPlace> {
  const device = await openDevice(app, signIn, session);
  const phone = await app.openPhone();
  const attention = await openAttention(app, device);
  // Last: whatever it says first must be heard.
  const live = await openLive(app, signIn, { device, session, phone });
  return new FloorPlace({ session, device, live, phone, attention, signIn, app });
}

export const [usePlace, setPlace] = createContext<FloorPlace>();
