import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { serve } from '@hono/node-server';
import type { Identity } from '#shared/accounts/access.ts';
import type { sockets } from '#shared/api.ts';
import { deskIdOf } from '../accounts/desk-id.ts';
import { askAccess, invite, tellTeam } from '../accounts/give-access.ts';
import { identityOf } from '../accounts/identify.ts';
import { keepInstructionVersion, tellVersions } from '../accounts/keep-instruction-version.ts';
import { keepPin } from '../accounts/pins.ts';
import { requireOffice } from '../accounts/require-office.ts';
import { accessRoutes, authRoutes, type SignInDeps, sessionRoutes } from '../accounts/routes.ts';
import { ariRequests } from '../adapters/asterisk/ari.ts';
import { askRegistration, type Registration } from '../adapters/asterisk/registration.ts';
import { janusAnswers } from '../adapters/janus/answers.ts';
import type { JanusUser } from '../adapters/janus/messages.ts';
import { attachJanus } from '../adapters/janus/proxy.ts';
import { createDoor, type Upgrade } from '../adapters/websocket/door.ts';
import { createApp } from '../app.ts';
import { findContacts } from '../calls/find-contacts.ts';
import { beginImport, finishImport, importPart } from '../calls/import-contacts.ts';
import { keepGreeting, keepSound } from '../calls/keep-greeting.ts';
import { lendRelay } from '../calls/lend-relay.ts';
import { greetingRoutes } from '../calls/routes.ts';
import { soundOfAccount, soundOfGreeting, tellGreeting } from '../calls/tell-greeting.ts';
import { followChange } from '../delivery/follow-change.ts';
import { actOnWebhook, addWebhook, listWebhooks, sendWebhookAgain } from '../delivery/keep-webhooks.ts';
import { planNote } from '../delivery/plan-note.ts';
import { recordings as recordingRoutes, smsHook } from '../delivery/routes.ts';
import { subscribe, unsubscribe } from '../delivery/subscribe.ts';
import { takeReceipt } from '../delivery/take-receipt.ts';
import { takeReply } from '../delivery/take-reply.ts';
import { createHandlers } from '../handlers.ts';
import { healthRoutes } from '../health.ts';
import { settleStrayNote } from '../notes/settle-stray-note.ts';
import { keepTelephone, tellTelephone } from '../operators/keep-telephone.ts';
import type { Identify } from '../ports/sign-in.ts';
import { remoteOf } from '../remote.ts';
import { erasePerson } from '../sync/erase-person.ts';
import { exportPerson, findPerson } from '../sync/find-person.ts';
import { pull } from '../sync/pull.ts';
import { type AfterMutation, push } from '../sync/push.ts';
import { openBooth } from './booth.ts';
import type { Delivery } from './delivery.ts';
import type { IdentityParts } from './identity.ts';
import type { JoiningParts } from './joining.ts';
import { createMetrics } from './metrics.ts';
import type { Storage } from './storage.ts';
import type { Telephone } from './telephone.ts';
import type { World } from './world.ts';

export type DoorsParts = {
  readonly world: World;
  readonly storage: Storage;
  readonly telephone: Telephone;
  readonly auth: IdentityParts;
  readonly joining: JoiningParts;
  readonly delivery: Pick<Delivery, 'pushKey' | 'isEndpoint' | 'isOutside' | 'webhookSecret'>;
  readonly demo: boolean;
};

/** The ways in: pages, HTTP, and the sockets `/live` and `/janus`. Listens at once. */
export async function openDoors(parts: DoorsParts) {
  const { config, version, fault } = parts.world;
  const visitor = visitorOf(parts);
  const identify: Identify = async (headers) => (await visitor(headers))?.who ?? null;
  const booth = await openBooth(parts.world, parts.storage, parts.telephone, parts.demo);
  const janus = janusWay(parts, booth);
  const app = createApp({
    identify,
    publicUrl: config.publicUrl,
    version,
    webFolder: './build/web',
    onUnexpected: (error, path) => fault(`http ${path}`, error),
    handlers: handlersOf(parts, booth),
    special: [health(parts), ...signIn(parts, janus), ...hooks(parts, identify)],
  });
  const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port });
  server.on('error', (cause) => {
    fault('http.listen', cause);
    process.exit(1);
  });
  readLargeDirectories(parts);
  const origin = new URL(config.publicUrl).origin;
  const doors = socketDoors(parts, { origin, visitor, booth, janus });
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', origin);
    if (pathname === '/live' || pathname === '/janus') doors[pathname](request, socket, head);
    else socket.destroy();
  });
  return {
    close(): void {
      parts.telephone.live.close();
      janus.close();
      server.close();
    },
  };
}

/** The search reads them before somebody asks: that takes seconds. */
function readLargeDirectories({ world, storage, telephone }: DoorsParts): void {
  for (const { id, largeDirectory } of telephone.directory.accounts()) {
    if (largeDirectory) storage.directorySearch.find(id, '', 1).catch((cause) => world.fault('directory.not_read', cause));
  }
}

/** Who asks, and with which sign-in. */
type Visitor = { readonly who: Identity; readonly session: string };

const visitorOf =
  ({ auth, telephone }: DoorsParts) =>
  async (headers: Headers): Promise<Visitor | null> => {
    const signedIn = await auth.signedIn(headers);
    const who = signedIn === null ? null : identityOf(telephone.directory, signedIn);
    return signedIn === null || who === null ? null : { who, session: signedIn.sessionToken };
  };

type Booth = Awaited<ReturnType<typeof openBooth>>;
type Janus = ReturnType<typeof attachJanus>;

function janusWay({ world, telephone }: DoorsParts, booth: Booth): Janus {
  const { config, note, refusals } = world;
  return attachJanus({
    janusUrl: config.janus.url,
    tokenSecret: config.janus.tokenSecret,
    sipPort: config.operatorSip.port,
    credentials: async (who) =>
      who.kind === 'booth' ? booth.phone(who.caller) : telephone.floor.phoneCredentials(who.operatorId),
    boothNumbers: booth.numbers,
    log: note,
    counters: { refused: refusals.at('janus'), opened: () => undefined },
  });
}

function handlersOf({ world, storage, telephone, joining, delivery, auth, demo }: DoorsParts, booth: Booth) {
  const { store, clock, subscriptions, outbox, smsReplies, greetings } = storage;
  const { directory, poke, bureau } = telephone;
  const { publicUrl } = world.config;
  const devices = { subscriptions, store, poke, isEndpoint: delivery.isEndpoint };
  const follow = followChange({ clock, publicUrl });
  const keepVersion = keepInstructionVersion(clock);
  const afterMutation: AfterMutation = async (tx, change, who) => {
    await keepVersion(tx, change, who);
    await follow(tx, change, who);
  };
  const files = { imports: storage.contactImports, store, clock, newId: world.newId, poke };
  const { isOutside, webhookSecret } = delivery;
  const webhooks = { store, clock, newId: world.newId, secret: webhookSecret, isOutside };
  const ofOperators = { telephones: storage.telephones, directory, onChanged: telephone.floor.telephonesChanged };
  return createHandlers({
    about: { version: world.version, demo },
    hasFax: world.config.mail.faxDomain !== null,
    clock,
    directory,
    push: push({ store, clock, poke: (spaces) => poke(spaces, 'at-once'), afterMutation, digest: storage.digest }),
    pull: pull({ store }),
    pushKey: delivery.pushKey,
    subscribe: subscribe(devices),
    unsubscribe: unsubscribe(devices),
    pushDevices: subscriptions.devicesOf,
    team: tellTeam({ directory, signIns: auth.signIns }),
    invite: invite({ directory, signIns: auth.signIns, store }),
    webhooks: listWebhooks(webhooks),
    addWebhook: addWebhook(webhooks),
    actOnWebhook: actOnWebhook(webhooks),
    sendWebhookAgain: sendWebhookAgain(webhooks),
    outbox: (limit) => outbox.latest(limit),
    smsReplies: (limit) => smsReplies.unmatched(limit),
    putReplyAside: smsReplies.putAside,
    voicemailGreeting: tellGreeting({ directory, bureau }),
    recordGreeting: keepGreeting({ store, greetings, bureau, clock, newId: world.newId, poke }),
    keepSound: keepSound({ greetings, newId: world.newId }),
    accountTroubles: store.accountTroubles,
    strayNotes: store.strayNotes,
    settleStrayNote: settleStrayNote({ store, clock, poke, planNote: planNote({ clock, publicUrl }) }),
    lendRelay: lendRelay({ turn: world.config.turn, nowMs: world.nowMs }),
    pin: async (personId) => ({ isSet: (await storage.pins.hashOf(personId)) !== null, hotlines: hotlinesOf(telephone) }),
    keepPin: async (personId, pin) => {
      const outcome = await keepPin({ pins: storage.pins, failures: storage.signInFailures })(personId, pin);
      await telephone.floor.pinsChanged();
      return outcome;
    },
    telephone: tellTelephone(ofOperators),
    keepTelephone: keepTelephone(ofOperators),
    findContacts: findContacts(storage.directorySearch),
    beginImport: beginImport(files),
    importPart: importPart(files),
    finishImport: finishImport(files),
    instructionVersions: tellVersions(store),
    findPerson: findPerson({ store }),
    exportPerson: exportPerson({ store, readRecording: storage.recordings.read }),
    erasePerson: erasePerson({ store, clock, newId: world.newId, digest: storage.digest }),
    erasures: async (who, accountId) => {
      requireOffice(who, accountId);
      return store.erasures(accountId, 50);
    },
    joining: joining.handlers,
    boothToken: booth.token,
  });
}

const hotlinesOf = ({ directory }: Telephone): string[] =>
  directory.lines().flatMap(({ kind, number }) => (kind === 'hotline' ? [number] : []));

function health({ world, storage, telephone, demo }: DoorsParts) {
  const { statusFile, janus, ari, ami } = world.config;
  const request = ariRequests({ url: ari, application: 'permanence' });
  const calls = () => telephone.floor.snapshot().calls;
  return healthRoutes({
    demo,
    calls,
    parts: {
      database: storage.answers,
      asterisk: async () => telephone.floor.isInCharge(),
      janus: () => janusAnswers(janus.url),
      ...(ami === null ? {} : { trunk: async () => trunkState(await askRegistration(ami, request)) }),
    },
    children: async () => (statusFile === null ? null : JSON.parse(await readFile(statusFile, 'utf8'))),
    metrics: createMetrics(world, calls),
    isOwnMachine: (c) => remoteOf(c).isOwnMachine,
  });
}

const trunkState = (registration: Registration): true | string => registration === 'registered' || registration;

function signIn({ world, storage, telephone, auth }: DoorsParts, janus: Janus) {
  const deps: SignInDeps = {
    handle: auth.handle,
    signedIn: auth.signedIn,
    failures: storage.signInFailures,
    nowMs: world.nowMs,
    signIns: auth.signIns,
    askAccess: askAccess(storage),
    addressOf: (c) => remoteOf(c).address,
    onSignedOut({ sessionToken, role, subjectId }) {
      auth.revoke(sessionToken).catch((cause) => world.fault('sign-out.not_kept', cause));
      const pages = telephone.live.closeSession(sessionToken);
      if (pages > 0 && role === 'operator' && subjectId) {
        telephone.floor.onPage(subjectId, { t: 'pause', reason: 'signed-out' });
      }
      janus.closeSession(sessionToken);
    },
  };
  return [authRoutes(deps), accessRoutes(deps), sessionRoutes(deps)];
}

function hooks({ world, storage, telephone }: DoorsParts, identify: Identify) {
  const { store, clock, smsReceipts, smsReplies, recordings, greetings } = storage;
  const { directory, bureau, speak } = telephone;
  const { country } = world.config.sip;
  const { publicUrl } = world.config;
  return [
    smsHook({
      token: world.config.sms?.token ?? null,
      takeReceipt: takeReceipt({ store, poke: telephone.poke, clock, receipts: smsReceipts }),
      takeReply: takeReply({ store, poke: telephone.poke, clock, replies: smsReplies, country, publicUrl }),
    }),
    recordingRoutes({ identify, read: recordings.read }),
    greetingRoutes({
      identify,
      accountSound: soundOfAccount({ directory, bureau, greetings }),
      sound: soundOfGreeting({ directory, bureau, greetings, speak, readSound: (path) => readFile(`${path}.wav`) }),
    }),
  ];
}

function socketDoors(
  { world, telephone }: DoorsParts,
  { origin, visitor, booth, janus }: { origin: string; visitor: ReturnType<typeof visitorOf>; booth: Booth; janus: Janus },
): Readonly<Record<keyof typeof sockets, Upgrade>> {
  const { refusals } = world;
  async function whoTelephones(headers: Headers, url: URL): Promise<JanusUser | null> {
    const token = url.searchParams.get('booth');
    if (token !== null) {
      const inside = booth.read(token);
      return inside === null ? null : { kind: 'booth', userId: inside.id, session: inside.id, caller: inside.caller };
    }
    const found = await visitor(headers);
    const operatorId = found === null ? null : deskIdOf(found.who);
    if (found === null || operatorId === null) return null;
    return { kind: 'operator', userId: found.who.userId, session: found.session, operatorId };
  }
  return {
    '/live': createDoor<Visitor>({
      origin,
      protocol: null,
      identify: ({ headers }) => visitor(headers),
      accept: telephone.live.accept,
      recheck: async ({ who }, { headers }) => whetherStill(who, (await visitor(headers))?.who ?? null),
      onRefused: refusals.at('live'),
    }),
    '/janus': createDoor<JanusUser>({
      origin,
      protocol: 'janus-protocol',
      identify: ({ headers, url }) => whoTelephones(headers, url),
      accept: janus.accept,
      recheck: async (who, { headers }) => {
        const found = who.kind === 'booth' ? null : await visitor(headers);
        return who.kind === 'booth' || (found !== null && deskIdOf(found.who) !== null) ? 'same' : 'signed-out';
      },
      onRefused: refusals.at('janus'),
    }),
  };
}

/** A changed right, such as an account more or less, is a page's only when it comes anew. */
function whetherStill(before: Identity, now: Identity | null): 'same' | 'changed' | 'signed-out' {
  if (now === null) return 'signed-out';
  return isDeepStrictEqual(before, now) ? 'same' : 'changed';
}
