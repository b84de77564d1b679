import type { Page } from '@playwright/test';

/*
 * The peer's page is the desk's own page. Only its cause to paint is another: Janus' `incomingcall` instead of the
 * server's offer. The event is taken off the page's Janus socket and handed to the page as the offer it would have got.
 */

type Hooked = Window & { liveWorker?: Worker; onJanus?: (message: JanusMessage) => boolean };
type JanusMessage = { readonly plugindata?: { readonly data?: { readonly result?: { event?: string; username?: string } } } };

/** Runs in the page before its own code: keeps hold of the worker of `/live` and looks first at what Janus says. */
export function hookSockets(): void {
  const page: Hooked = window;
  const { Worker: OriginalWorker, WebSocket: OriginalSocket } = window;
  window.Worker = class extends OriginalWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      page.liveWorker = this;
    }
  };
  window.WebSocket = class extends OriginalSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', (event: MessageEvent<string>) => {
        if (page.onJanus?.(JSON.parse(event.data)) === true) event.stopImmediatePropagation();
      });
    }
  };
}

/** From now on the page shows an offer of this line for each `incomingcall`, and takes it away when the caller has gone. */
export async function showIncomingCalls(
  page: Page,
  line: { readonly accountId: string; readonly lineId: string },
): Promise<void> {
  await page.evaluate(({ accountId, lineId }) => {
    const hooked: Hooked = window;
    const say = (message: object) =>
      hooked.liveWorker?.dispatchEvent(new MessageEvent('message', { data: { k: 'messages', messages: [message] } }));
    let callId = '';
    hooked.onJanus = (message) => {
      const { event, username = '' } = message.plugindata?.data?.result ?? {};
      if (event === 'hangup') say({ t: 'offer-ended', callId, reason: 'abandoned' });
      if (event !== 'incomingcall') return false;
      callId = crypto.randomUUID();
      const caller = /^sip:(\+\d+)@/.exec(username)?.[1] ?? null;
      const ended = { answeredAt: null, heldSince: null, endedAt: null, endedBy: null };
      const arrivedAt = new Date().toISOString();
      const call = { callId, accountId, lineId, caller, diversion: null, arrivedAt, state: 'offered', ...ended };
      say({ t: 'offer', call, draft: null });
      return true; // not answered by the page: a colleague would press a key first
    };
  }, line);
}
