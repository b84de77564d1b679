/** A new version of the app: fetched in the background, offered, never forced. */
export class Update {
  #offered = $state(false);
  #apply: (() => void) | null = null;
  #check: (() => void) | null = null;

  get offered(): boolean {
    return this.#offered;
  }

  /** Registers the service worker; does nothing where there is none. */
  async register(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js', { type: 'module', updateViaCache: 'none' });
    workbox.addEventListener('waiting', () => {
      this.#offered = true;
    });
    this.#apply = () => this.#restart(workbox);
    this.#check = () => void workbox.update();
    await workbox.register();
  }

  /** Restarts the page on the new version; never to be called during a call. */
  apply(): void {
    this.#apply?.();
  }

  /** Asks for a newer version now. */
  check(): void {
    this.#check?.();
  }

  #restart(workbox: { messageSkipWaiting(): void }): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    workbox.messageSkipWaiting();
  }
}
