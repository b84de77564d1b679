import { CodedError } from '#shared/errors.ts';
import type { NotificationState, Notifications } from '../../ports/notifications.ts';
import { contract } from '../http/contract.ts';

const json = { 'content-type': 'application/json' };

/** Notifications by the browser's push service, through the page's service worker. */
export function browserNotifications(fetch: typeof globalThis.fetch): Notifications {
  return {
    async state() {
      const missing = whatIsMissing();
      if (missing !== null) return missing;
      const registration = await navigator.serviceWorker.getRegistration();
      const subscription = await registration?.pushManager.getSubscription();
      if (!subscription) return 'off';
      await tellServer(fetch, subscription);
      return 'on';
    },
    async allow() {
      const missing = whatIsMissing();
      if (missing !== null) return missing;
      const permission = await Notification.requestPermission();
      if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off';
      await tellServer(fetch, await subscribe(await publicKey(fetch)));
      return 'on';
    },
    async stop() {
      if (whatIsMissing() !== null) return;
      const registration = await navigator.serviceWorker.getRegistration();
      const subscription = await registration?.pushManager.getSubscription();
      if (!subscription) return;
      const body = JSON.stringify({ endpoint: subscription.endpoint });
      const { api } = await contract();
      await fetch(api.pushUnsubscribe.path, { method: 'DELETE', headers: json, body });
      await subscription.unsubscribe();
    },
  };
}

/** iPhones have push only in the installed app. */
function whatIsMissing(): NotificationState | null {
  if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) {
    return Notification.permission === 'denied' ? 'denied' : null;
  }
  return 'standalone' in navigator && navigator.standalone === false ? 'needs-install' : 'unsupported';
}

async function publicKey(fetch: typeof globalThis.fetch): Promise<Uint8Array<ArrayBuffer>> {
  const { api } = await contract();
  const response = await fetch(api.pushKey.path);
  if (!response.ok) throw new CodedError('push.no_key', `the server answered ${response.status}`);
  const { key } = api.pushKey.output.parse(await response.json());
  const binary = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** An old subscription, made for another key of the server or given up by the push service, goes first. */
async function subscribe(key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  await old?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function tellServer(fetch: typeof globalThis.fetch, subscription: PushSubscription): Promise<void> {
  const { api } = await contract();
  const body = JSON.stringify(api.pushSubscribe.input.parse(subscription.toJSON()));
  const response = await fetch(api.pushSubscribe.path, { method: 'POST', headers: json, body });
  if (!response.ok) throw new CodedError('push.not_taken', `the server answered ${response.status}`);
}
