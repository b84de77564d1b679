import type { NotificationState, Notifications } from '../ports.ts';

/** Notifications on this device, as the button shows them. */
export class NotificationSwitch {
  #state = $state<NotificationState | 'unknown' | 'asking' | 'failed'>('unknown');
  readonly #notifications: Notifications;

  constructor(notifications: Notifications) {
    this.#notifications = notifications;
  }

  get state() {
    return this.#state;
  }

  /** At the start of the page; without the server it stays unknown. */
  look(): Promise<void> {
    return this.#try(() => this.#notifications.state(), 'unknown');
  }

  allow(): Promise<void> {
    if (this.#state === 'asking') return Promise.resolve();
    this.#state = 'asking';
    return this.#try(() => this.#notifications.allow(), 'failed');
  }

  async #try(ask: () => Promise<NotificationState>, otherwise: 'unknown' | 'failed'): Promise<void> {
    this.#state = await ask().catch(() => otherwise);
  }
}
