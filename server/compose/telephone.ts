import { join } from 'node:path';
import type { Identity } from '#shared/accounts/access.ts';
import type { BureauHours } from '#shared/calls/routing.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Space } from '#shared/sync/rows.ts';
import { deskIdOf } from '../accounts/desk-id.ts';
import { createDirectory, listedKinds } from '../accounts/directory.ts';
import { checkPin } from '../accounts/pins.ts';
import { createAsteriskTelephony } from '../adapters/asterisk/telephony.ts';
import { unattendedRecordings } from '../adapters/asterisk/unattended.ts';
import { createUnwrittenCalls } from '../adapters/journal/unwritten-calls.ts';
import { createEspeak, createEspeakOnce } from '../adapters/speech/espeak.ts';
import { createGreetingFiles } from '../adapters/speech/greeting-files.ts';
import { createLive } from '../adapters/websocket/live.ts';
import { bringContacts } from '../calls/find-contacts.ts';
import { createFloor } from '../calls/floor.ts';
import { planNote } from '../delivery/plan-note.ts';
import type { Storage } from './storage.ts';
import type { World } from './world.ts';

/** When the bureau answers [P13]. */
const bureau: BureauHours = { hours: { kind: 'always' }, timeZone: 'Europe/Paris' };
/** Milliseconds that the start of everything else waits for the exchange. */
const longestWaitMs = 1_000;

/** Calls, operators, and the pages that hear of them. */
export type Telephone = ReturnType<typeof createTelephone>;

const supervisorOf = (who: Identity) => ({ id: deskIdOf(who) ?? '', name: who.name });

/** All that it takes to serve callers; nothing else of the server is needed for that. */
export function createTelephone(world: World, storage: Storage) {
  const { config, version, nowMs, newId, after, note, fault, refusals } = world;
  const { store, clock, recordings, greetings } = storage;
  const prompts = join(config.spoolDir, 'prompts');
  const speak = createEspeak({ command: config.espeak, folder: prompts }, note);
  const speakOnce = createEspeakOnce({ command: config.espeak, folder: join(prompts, 'once') });
  const directory = createDirectory(store, clock);
  const telephony = createAsteriskTelephony({ ariUrl: config.ari, operatorTransport: 'operators', nowMs, log: note });

  const live = createLive({
    clock,
    after,
    version,
    deskIdOf,
    counters: { refused: refusals.at('live') },
    onOpen(who, connection) {
      if (who.role === 'operator') return floor.onSignedIn(who.operatorId);
      if (who.role !== 'supervisor') return;
      const { waiting, operators, conversations, unsent } = floor.snapshot();
      connection.send({ t: 'queue', waiting: [...waiting] });
      connection.send({ t: 'floor', operators: [...operators] });
      connection.send({ t: 'conversations', conversations: [...conversations] });
      connection.send({ t: 'unsent-urgent', notes: [...unsent] });
      floor.onSupervisorOpened(supervisorOf(who));
    },
    onMessage(who, message) {
      if (who.role === 'operator') floor.onPage(who.operatorId, message);
      if (who.role === 'supervisor') floor.onSupervisor(supervisorOf(who), message);
    },
    onClose(who) {
      const id = deskIdOf(who);
      if (id !== null) floor.operatorGone(id);
    },
  });

  /** After every commit: devices pull what they may read. */
  function poke(spaces: readonly Space[], when?: 'at-once'): void {
    if (spaces.length > 0) live.poke(spaces, when);
  }

  /** The lists in memory follow their rows; notes and deliveries are not about them. A reading that failed is made up for by any commit. */
  let isBehind = false;
  storage.whenWritten((kinds) => {
    isBehind ||= listedKinds.some((kind) => kinds.has(kind));
    if (!isBehind) return;
    isBehind = false;
    directory.load().catch((cause) => {
      isBehind = true;
      fault('directory.unreadable', cause);
    });
  });

  /** After a commit that changed who may see what: devices that pull are already given it. */
  async function follow(spaces: readonly Space[]): Promise<void> {
    await directory.load();
    floor.listsChanged();
    live.poke(spaces);
  }

  async function lockVoicemailNote(voicemail: Note): Promise<void> {
    const { changed } = await store.transact(async (tx) => {
      if (await tx.get('note', voicemail.id)) return;
      await tx.put('note', voicemail);
      await planNote({ clock, publicUrl: config.publicUrl })(tx, voicemail);
    });
    poke(changed);
  }

  const bring = bringContacts({ search: storage.directorySearch, store, poke });
  const floor = createFloor({
    directory,
    telephony,
    voicemails: telephony.recordings,
    unattended: unattendedRecordings(join(config.spoolDir, 'unattended'), nowMs),
    recordings,
    lockVoicemailNote,
    speak,
    speakOnce,
    greetingFile: createGreetingFiles({ folder: prompts, greetings }),
    store,
    unwrittenCalls: createUnwrittenCalls(join(config.dataDir, 'unwritten-calls.jsonl')),
    outboundLedger: storage.outboundLedger,
    bringContacts(accountId, caller) {
      bring(accountId, caller).catch((cause) => fault('contacts.not_brought', cause));
    },
    telephones: storage.telephones,
    pins: {
      all: storage.pins.all,
      check: checkPin({ pins: storage.pins, failures: storage.signInFailures, nowMs }),
    },
    live,
    clock,
    newId,
    after,
    log: note,
    settings: {
      bureau,
      language: 'fr',
      country: config.sip.country,
    },
  });

  return {
    directory,
    live,
    floor,
    poke,
    follow,
    bureau,
    speak,
    /** Reads the accounts, then takes the calls; resolves when they are in hand, or after a second without the exchange. */
    async start(): Promise<void> {
      await floor.start();
      telephony.start();
      const tooLong = new Promise<void>((resolve) => void after(longestWaitMs, resolve));
      await Promise.race([floor.inCharge, tooLong]);
    },
    stop(): void {
      floor.stop();
      telephony.stop();
    },
  };
}
