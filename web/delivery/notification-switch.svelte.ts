import type { NotificationState, Notifications } from '../ports/notifications.ts';

/** Notifications on this device, as the button shows them. */
export class NotificationSwitch {
  #state = $state<NotificationState | 'unknown' | 'asking' | 'failed'>('unknown');
  readonly #notifications: Notifications;
  #wasOn = false;

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

  /**
   * What the server says of the person's notifications. When they go off while this page thinks that they are on, the
   * push service has given this device up: it is offered to turn them on again.
   */
  follow(isOn: boolean): void {
    if (this.#wasOn && !isOn && this.#state === 'on') this.#state = 'off';
    this.#wasOn = isOn;
  }

  async #try(ask: () => Promise<NotificationState>, otherwise: 'unknown' | 'failed'): Promise<void> {
    this.#state = await ask().catch(() => otherwise);
  }
}
