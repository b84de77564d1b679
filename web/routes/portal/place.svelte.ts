import type { Session } from '#shared/api/sync.ts';
import type { SignIn } from '../../accounts/sign-in.svelte.ts';
import { ClientQuestions } from '../../calls/client-questions.svelte.ts';
import { NotificationSwitch } from '../../delivery/notification-switch.svelte.ts';
import { Portal } from '../../delivery/portal.svelte.ts';
import type { Device } from '../../ports/device.ts';
import type { LiveSocket } from '../../ports/live.ts';
import type { App } from '../../start.ts';
import type { Attention } from '../../sync/attention.svelte.ts';
import { loadNumbers } from '../../ui/phone-number.ts';
import { Ticker } from '../../ui/ticker.svelte.ts';
import { openAttention } from '../open-attention.ts';
import { openDevice, openLive } from '../open-device.ts';

/** How often the signed cookie is renewed, milliseconds. */
const renewMs = 4 * 60_000;

/** What one client works with: opened once for all pages of the portal. */
export class PortalPlace {
  readonly session: Session;
  readonly device: Device;
  readonly portal: Portal;
  readonly questions: ClientQuestions;
  readonly notifications: NotificationSwitch;
  readonly ticker: Ticker;
  readonly attention: Attention;
  readonly #live: LiveSocket;
  readonly #app: App;
  readonly #unfollow: () => void;
  readonly #renewal: ReturnType<typeof setInterval>;
  #isLive = $state(false);

  constructor(parts: { session: Session; device: Device; live: LiveSocket; attention: Attention; signIn: SignIn; app: App }) {
    const { session, device, live, signIn, app } = parts;
    this.session = session;
    this.device = device;
    this.portal = new Portal({ device, loadNumbers });
    this.questions = new ClientQuestions({ device, personId: session.subjectId ?? '' });
    this.notifications = new NotificationSwitch(app.notifications);
    this.ticker = new Ticker(signIn.now);
    this.attention = parts.attention;
    this.#live = live;
    this.#app = app;
    live.onMessage((message) => {
      if (message.t === 'poke') device.sync();
    });
    live.onState((state) => {
      this.#isLive = state === 'open';
      if (this.#isLive) device.sync();
    });
    this.#renewal = setInterval(() => void app.identity.renew(), renewMs);
    void this.notifications.look();
    this.#unfollow = device.watch(
      (rows) => rows.get('person', session.subjectId ?? ''),
      (person) => this.notifications.follow(person?.channels.push ?? false),
    );
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  /** Wipes the device; not while something is unsent or undecided, nor without the server, which must end the session. */
  async leave(): Promise<'wiped' | 'unsent' | 'refused'> {
    if (this.portal.status.unsent > 0 || this.portal.status.state === 'offline') return 'unsent';
    if (this.portal.status.refused.length > 0) return 'refused';
    await this.#app.notifications.stop();
    return this.device.wipe({ force: false });
  }

  async close(): Promise<void> {
    clearInterval(this.#renewal);
    this.#unfollow();
    this.portal.close();
    this.questions.close();
    this.ticker.stop();
    this.attention.close();
    this.#live.close();
    await this.device.close();
  }
}

/** Opens the device's data of this user, then the line to the server. */
export async function openPortal(app: App, signIn: SignIn, session: Session): Promise<PortalPlace> {
  const device = await openDevice(app, signIn, session);
  const attention = await openAttention(app, device);
  // Last: whatever it says first must be heard.
  const live = await openLive(app, signIn, { device, session, phone: null });
  return new PortalPlace({ session, device, live, attention, signIn, app });
}
