import { createContext } from 'svelte';
import type { Session } from '#shared/api/sync.ts';
import { uuidv7 } from '#shared/uuid.ts';
import { httpAccess } from './adapters/http/access.ts';
import { httpAccounts } from './adapters/http/accounts.ts';
import { type Client, createClient, createSyncWire, fetchAs } from './adapters/http/client.ts';
import { httpGreetings } from './adapters/http/greetings.ts';
import { httpIdentity } from './adapters/http/identity.ts';
import { httpOutbox } from './adapters/http/read-outbox.ts';
import { browserNotifications } from './adapters/push/browser-notifications.ts';
import type { AccountServer, GreetingServer, ReadOutbox } from './ports/account-server.ts';
import type { Device, StorageUse } from './ports/device.ts';
import type { Headset } from './ports/headset.ts';
import type { Access, Identity } from './ports/identity.ts';
import type { LiveSocket } from './ports/live.ts';
import type { Notifications } from './ports/notifications.ts';
import type { BoothPhone, Phone, PhoneBeside } from './ports/phone.ts';
import type { SoundDevices, VoiceRecorder } from './ports/sound.ts';
import type { Clock } from './ports/time.ts';
import { Language } from './ui/language.svelte.ts';
import { later } from './ui/later.ts';
import { MissingPart } from './ui/missing-part.svelte.ts';
import { Theme } from './ui/theme.svelte.ts';
import { Update } from './ui/update.svelte.ts';

/** What every page of the app has. Heavy adapters are loaded when a page opens them. */
export type App = {
  readonly language: Language;
  readonly theme: Theme;
  readonly update: Update;
  readonly missing: MissingPart;
  readonly identity: Identity;
  readonly access: Access;
  readonly notifications: Notifications;
  readonly readOutbox: ReadOutbox;
  readonly greetings: GreetingServer;
  readonly accounts: AccountServer;
  readonly client: Client;
  /** The database of this user on this device, with its sync loop. */
  openDevice(session: Session, clock: Clock): Promise<Device>;
  openPhone(): Promise<Phone>;
  openSoundDevices(): Promise<SoundDevices>;
  /** Null where the browser has no way to a headset's buttons. */
  openHeadset(): Promise<Headset | null>;
  /** Pages without a telephone say null. */
  openLive(page: LivePage, phone: PhoneBeside | null): Promise<LiveSocket>;
  boothPhone(): Promise<BoothPhone>;
  voiceRecorder(): Promise<VoiceRecorder>;
  storageUse(): Promise<StorageUse | null>;
};

/** Whose page opens the line, and on which device. */
type LivePage = { readonly userId: string; readonly deviceId: string };

export const [useApp, provideApp] = createContext<App>();

/** An id made on the device, in the order of time. */
export const newId = (): string => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

/** Builds the adapters of the browser; called once, by the layout. */
export function createApp(): App {
  const client = createClient(askServer);
  return {
    language: new Language(),
    theme: new Theme(),
    update: new Update(),
    missing: missingPart(),
    identity: httpIdentity(askServer),
    access: httpAccess(askServer),
    notifications: browserNotifications(askServer),
    readOutbox: httpOutbox(askServer),
    greetings: httpGreetings(client),
    accounts: httpAccounts(client),
    client,
    openDevice,
    openPhone: () => openPhone(client),
    openSoundDevices,
    openHeadset,
    openLive,
    boothPhone,
    voiceRecorder,
    storageUse,
  };
}

/** When the page last restarted by itself; `app.html` keeps to it too. */
const RESTARTED = 'permanence.restarted';
const onCall =
  'html:is([data-state=offered], [data-state=talking], [data-state=held], [data-state=consulting]), [data-taken]:not([data-taken=wrap-up])';

function missingPart(): MissingPart {
  return new MissingPart({
    answers: () =>
      askServer('/healthz', { cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    isOnCall: () => document.querySelector(onCall) !== null,
    restart: () => location.reload(),
    lastRestart: {
      read: () => Number(sessionStorage.getItem(RESTARTED)),
      write: (ms) => sessionStorage.setItem(RESTARTED, String(ms)),
    },
    nowMs: Date.now,
    later,
    random: Math.random,
  });
}

async function openDevice(session: Session, clock: Clock): Promise<Device> {
  const [
    { openLocalStore },
    { createContactSearch },
    { createDevice },
    { wholeDirectory },
    { oneTab, wakeOn },
    { deviceMarker },
    { keptInFiles },
  ] = await Promise.all([
    import('./adapters/dexie/local-store.ts'),
    import('./adapters/dexie/contact-search.ts'),
    import('./sync/device.ts'),
    import('./sync/whole-directory.ts'),
    import('./sync/wake.ts'),
    import('./sync/device-marker.ts'),
    import('./adapters/opfs/kept-apart.ts'),
  ]);
  const client = createClient(fetchAs(askServer, session.userId));
  const local = await openLocalStore({
    userId: session.userId,
    newId,
    clock,
    apart: keptInFiles(session.userId, report),
    onError: report,
  });
  const device = createDevice({
    local,
    contacts: wholeDirectory(createContactSearch(session.userId), {
      isLarge: async (accountId) => (await local.read((rows) => rows.get('account', accountId)))?.largeDirectory === true,
      atServer: (accountId, typed, limit) => client('findContacts', { accountId, typed, limit }),
    }),
    wire: createSyncWire(client),
    marker: deviceMarker(session.userId, localStorage),
    userName: session.name,
    clock,
    after: later,
    random: Math.random,
    exclusive: oneTab(navigator.locks),
    onError: report,
  });
  void keepStored();
  const sleep = wakeOn({ window, document }, () => device.sync());
  return {
    ...device,
    async close() {
      sleep();
      await device.close();
    },
  };
}

/** Asks the browser not to delete this device's data for want of room; what it answers is its own affair. */
const keepStored = async (): Promise<void> => void (await navigator.storage?.persist?.());

/** What the browser says about the room that this device's data take; null where it says nothing. */
async function storageUse(): Promise<StorageUse | null> {
  const { storage } = navigator;
  if (!storage?.estimate) return null;
  const [{ usage = 0, quota = 0 }, isKept] = await Promise.all([storage.estimate(), storage.persisted()]);
  return { usedBytes: usage, quotaBytes: quota, isKept };
}

async function openPhone(client: Client): Promise<Phone> {
  const { createPhone } = await import('./adapters/janus/phone.ts');
  const phone = createPhone(socketUrl('/janus'), () => client('relay', {}));
  // With the sound processing off a measuring program listens along: it may ask the telephone what it hears.
  if (localStorage.getItem('permanence.rawAudio') === '1') Object.assign(globalThis, { permanencePhone: phone });
  return phone;
}

async function openSoundDevices(): Promise<SoundDevices> {
  return (await import('./adapters/sound/devices.ts')).browserSoundDevices(navigator.mediaDevices);
}

async function openHeadset(): Promise<Headset | null> {
  return (await import('./adapters/headset/headset.ts')).browserHeadset();
}

async function openLive(page: LivePage, phone: PhoneBeside | null): Promise<LiveSocket> {
  const { createLiveSocket } = await import('./adapters/live/live-socket.ts');
  return createLiveSocket({
    url: socketUrl('/live'),
    ...page,
    tabId: crypto.randomUUID(),
    microphone: () => phone?.microphone() ?? 'none',
    isDeaf: () => phone?.isDeaf() ?? false,
    onSilence: (listener) => phone?.onSilence(listener) ?? (() => undefined),
  });
}

async function boothPhone(): Promise<BoothPhone> {
  const { createBoothPhone } = await import('./adapters/janus/booth-phone.ts');
  return createBoothPhone((token) => `${socketUrl('/janus')}?booth=${token}`);
}

async function voiceRecorder(): Promise<VoiceRecorder> {
  return (await import('./adapters/sound/voice-recorder.ts')).voiceRecorder();
}

/** The page's own `fetch`, looked up at each call. */
const askServer: typeof fetch = (input, init) => fetch(input, init);

const socketUrl = (path: string): string => `${location.origin.replace(/^http/, 'ws')}${path}`;

/** To the browser's console: the developer's place, never sent anywhere. */
const report = (error: unknown): void => console.error(error);
