import { version } from '$app/env';
import { assets, immutable, prerendered } from '$app/manifest';
import { self } from '$app/service-worker';
import { notificationData, type PushMessage, pushMessage } from './push-message.ts';

const CACHE = `shell-${version}`;
const SHELL = '/';
const files = [...immutable, ...assets, ...prerendered].map((f) => `/${f.path.replace(/^\//, '')}`);
const kept = new Set([...files, SHELL]);

/** A push must show something, or the browser takes the permission away: one that this version cannot read says the least. */
const unreadable: PushMessage = { title: 'Permanence', navigate: '/portal', tag: 'unreadable', badge: null };

/** Never kept: what the server alone may answer. */
const LIVE_PATHS = /^\/(api|janus|live|healthz|readyz|metrics)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...kept])));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || LIVE_PATHS.test(url.pathname)) return;
  if (event.request.mode === 'navigate') event.respondWith(fromCache(SHELL, event.request));
  else if (kept.has(url.pathname)) event.respondWith(fromCache(url.pathname, event.request));
});

self.addEventListener('push', (event) => {
  const { title, body, tag, lang, navigate, badge, actions = [] } = pushMessage(event.data?.text() ?? '') ?? unreadable;
  const options: NotificationOptions = {
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { navigate, actions },
    ...(actions.length > 0 && { actions: actions.map(({ action, title }) => ({ action, title })) }),
    ...(body !== undefined && { body }),
    ...(tag !== undefined && { tag }),
    ...(lang !== undefined && { lang }),
  };
  event.waitUntil(Promise.all([self.registration.showNotification(title, options), countOnIcon(badge)]));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data, event.action));
});

/** Where the app is installed and its icon takes a number; the open portal keeps it from then on. */
async function countOnIcon(count: number | null): Promise<void> {
  if (count !== null && 'setAppBadge' in self.navigator) await self.navigator.setAppBadge(count).catch(() => undefined);
}

async function forgetOldVersions(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('shell-') && name !== CACHE).map((name) => caches.delete(name)));
}

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/** Brings the page of the notification to the front, or opens it; our own pages only. */
async function open(data: unknown, action: string): Promise<void> {
  const target = targetOf(data, action);
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const same = pages.find((page) => new URL(page.url).pathname.split('/')[1] === target.pathname.split('/')[1]);
  if (!same) {
    await self.clients.openWindow(target.href);
    return;
  }
  await same.focus();
  await same.navigate(target.href);
}

function targetOf(data: unknown, action: string): URL {
  const home = new URL('/portal', location.origin);
  const parsed = notificationData.safeParse(data);
  if (!parsed.success) return home;
  const { navigate, actions } = parsed.data;
  const target = new URL(actions.find((one) => one.action === action)?.navigate ?? navigate, location.origin);
  return target.origin === location.origin ? target : home;
}
