import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeWav } from '#shared/calls/greeting-sound.ts';
import type { ToPage } from '#shared/live.ts';
import type { Note } from '#shared/notes/note.ts';
import type { FallbackTelephone } from '#shared/operators/fallback-telephone.ts';
import { createDirectory } from '../../server/accounts/directory.ts';
import { createAsteriskTelephony } from '../../server/adapters/asterisk/telephony.ts';
import { unattendedRecordings } from '../../server/adapters/asterisk/unattended.ts';
import { createUnwrittenCalls } from '../../server/adapters/journal/unwritten-calls.ts';
import { createGreetingFiles } from '../../server/adapters/speech/greeting-files.ts';
import { createFloor } from '../../server/calls/floor.ts';
import { farEnd } from '../e2e/answering-telephone.ts';
import { dial, type Telephone } from '../e2e/telephone.ts';
import { shareOfTone, sine, writeToneWav } from '../e2e/tones.ts';
import { createMemoryStore } from '../fakes/memory-store.ts';
import { createFakeOutboundLedger } from '../fakes/outbound-ledger.ts';
import { aLine, always, anAccount, anOperator, aRecordedGreeting, uuid } from '../fixtures/telephony.ts';
import { type AsteriskInstance, musicHz, startAsterisk } from './asterisk-instance.ts';
import { type OperatorPhone, operatorPhone } from './operator-phone.ts';

/** Tones by which each party is known. */
const hz = { caller: 600, operator: 1000, telephone: 850, prompt: 760, recorded: 1500, music: musicHz } as const;
const lea = anOperator();
const line = aLine().number;

describe('calls on a real exchange', () => {
  let asterisk: AsteriskInstance;
  let store: ReturnType<typeof createMemoryStore>;
  let server: Awaited<ReturnType<typeof startServer>>;
  let phone: OperatorPhone;
  const seen: ToPage[] = [];
  const notes: Note[] = [];
  const sounds = new Map<string, Uint8Array>();
  const greetings = new Map<string, Uint8Array>();
  const callers: Telephone[] = [];
  const telephones = new Map<string, FallbackTelephone>();
  let ids = 100;
  /** The page says nothing more. */
  let isCutOff = false;

  /** The server's part for calls, on Asterisk: `kill` drops everything without a word, like kill -9. */
  async function startServer() {
    const telephony = createAsteriskTelephony({
      ariUrl: asterisk.ariUrl,
      operatorTransport: 'operators',
      legFormats: 'alaw',
      nowMs: Date.now,
      log: (event, fields) => console.error(event, fields),
    });
    const floor = createFloor({
      directory: createDirectory(store, () => new Date().toISOString()),
      telephony,
      voicemails: telephony.recordings,
      unattended: unattendedRecordings(join(asterisk.spool, 'unattended'), Date.now),
      recordings: {
        save: async (id, _account, content) => void sounds.set(id, content),
        load: async (id) => sounds.get(id),
      },
      lockVoicemailNote: async (note) => {
        if (!notes.some((n) => n.id === note.id)) notes.push(note);
      },
      speak: async () => join(asterisk.spool, 'prompts/prompt'),
      speakOnce: async () => ({ file: join(asterisk.spool, 'prompts/prompt'), discard: async () => undefined }),
      greetingFile: createGreetingFiles({
        folder: join(asterisk.spool, 'prompts'),
        greetings: { load: async (id) => greetings.get(id) },
      }),
      store,
      bringContacts: () => undefined,
      outboundLedger: createFakeOutboundLedger().ledger,
      telephones: { all: async () => telephones },
      pins: { all: async () => new Set(), check: async () => 'wrong' },
      unwrittenCalls: createUnwrittenCalls(join(asterisk.spool, 'unwritten-calls.jsonl')),
      live: {
        toOperator: (_id, message) => void seen.push(message),
        toOperators: () => undefined,
        toSupervisors: () => undefined,
        poke: () => undefined,
      },
      clock: () => new Date().toISOString(),
      newId: () => {
        ids += 1;
        return uuid(ids);
      },
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      log: (event, fields) => (event.endsWith('failed') ? console.error(event, fields) : undefined),
      settings: { bureau: always, language: 'fr', country: 'FR' },
    });
    await floor.start();
    telephony.start();
    const beats = setInterval(() => isCutOff || floor.onPage(lea.id, { t: 'beat', mic: 'live' }), 500);
    return {
      floor,
      telephony,
      kill() {
        clearInterval(beats);
        floor.stop();
        telephony.stop();
      },
    };
  }

  const state = () => server.floor.snapshot().operators[0]?.presence;
  const until = (check: () => void, timeout = 10_000) => vi.waitFor(check, { timeout, interval: 20 });
  const call = async (): Promise<Telephone> => {
    const caller = await dial({ sipPort: asterisk.trunkPort, did: line, from: '+33639980001', toneHz: hz.caller });
    callers.push(caller);
    return caller;
  };
  const offered = async (): Promise<string> => {
    await until(() => expect(state()?.state).toBe('offered'));
    const callId = state()?.callId ?? '';
    server.floor.onPage(lea.id, { t: 'shown', callId });
    return callId;
  };
  const talking = async () => {
    await until(() => expect(state()?.state).toBe('ready'));
    const caller = await call();
    const callId = await offered();
    server.floor.onPage(lea.id, { t: 'answer', callId });
    await Promise.all([caller.hears(hz.operator), phone.hears(hz.caller)]);
    return { caller, callId };
  };
  const signIn = async () => {
    server.floor.onSignedIn(lea.id);
    await setImmediate();
    server.floor.onPage(lea.id, { t: 'phone', state: 'registered' });
  };

  beforeAll(async () => {
    asterisk = await startAsterisk({ rtpFirst: 22_600 });
    // long enough that half a second of it is still to come when a key has been pressed
    writeToneWav(join(asterisk.spool, 'prompts/prompt.wav'), hz.prompt, 2, 8000);
    store = createMemoryStore();
    await store.transact(async (tx) => {
      await tx.put('account', anAccount());
      await tx.put('line', aLine());
      await tx.put('operator', lea);
    });
    server = await startServer();
    await until(() => expect(server.telephony.isConnected()).toBe(true));
    const credentials = await server.floor.phoneCredentials(lea.id);
    phone = await operatorPhone({ ...credentials, port: asterisk.operatorPort, toneHz: hz.operator });
    await signIn();
    server.floor.onPage(lea.id, { t: 'ready' });
  });
  afterEach(async () => {
    const gone = callers.splice(0);
    for (const caller of gone) caller.hangUp();
    await until(() => expect(server.floor.snapshot().calls).toBe(0));
    for (const caller of gone) caller.close();
    server.floor.onPage(lea.id, { t: 'ready' });
  });
  afterAll(async () => {
    server?.kill();
    phone?.close();
    await asterisk?.stop();
  });

  test('a call rings, is answered on the persistent leg, and both hear each other', async () => {
    await until(() => expect(state()?.state).toBe('ready'));
    const caller = await call();
    await caller.ringing;
    const callId = await offered();
    const pressed = Date.now();
    server.floor.onPage(lea.id, { t: 'answer', callId });
    const [heardAt] = await Promise.all([caller.hears(hz.operator), phone.hears(hz.caller)]);
    console.info(`answer → the caller hears the operator: ${heardAt - pressed} ms`);
    server.floor.onPage(lea.id, { t: 'hangup', callId });
    expect((await caller.ended).by).toBe('them');
    await until(() => expect(state()?.state).toBe('wrap-up'));
    expect(await store.get('call', callId)).toMatchObject({ outcome: 'handled', endedBy: 'operator', caller: '+33639980001' });
  });

  test('on hold the caller hears music, then the operator again', async () => {
    const { caller, callId } = await talking();
    server.floor.onPage(lea.id, { t: 'hold', callId });
    await caller.hears(hz.music);
    server.floor.onPage(lea.id, { t: 'unhold', callId });
    await Promise.all([caller.hears(hz.operator), phone.hears(hz.caller)]);
  });

  test('an operator who falls silent gives the caller music, and comes back by speaking', async () => {
    const { caller } = await talking();
    phone.speak(false);
    const from = Date.now();
    await caller.hears(hz.music);
    console.info(`operator silent → music at the caller: ${Date.now() - from} ms`);
    phone.speak(true);
    await caller.hears(hz.operator);
    expect(caller.longestSilence(from)).toBeLessThan(5000);
  });

  test('an operator whose internet goes in the conversation takes his caller again on his own telephone; a voicemail box does not', {
    timeout: 90_000,
  }, async () => {
    const far = await farEnd(asterisk.farPort);
    telephones.set(lea.id, { number: '+33639980201', use: true });
    await server.floor.telephonesChanged();
    const { caller } = await talking();
    isCutOff = true;
    phone.speak(false);
    const from = Date.now();
    await caller.hears(hz.music);

    const box = await far.incoming();
    console.info(`internet gone → his telephone rings: ${Date.now() - from} ms`);
    expect([box.dialled, box.shown]).toEqual(['+33639980201', line]);
    box.answer(hz.telephone);
    await until(() => expect(box.share(hz.prompt)).toBeGreaterThan(0.5));
    expect(await box.ended).toBe('BYE');
    expect(caller.heard().share(hz.telephone)).toBeLessThan(0.1);
    await caller.hears(hz.music);

    const hand = await far.incoming();
    hand.answer(hz.telephone);
    await until(() => expect(hand.share(hz.prompt)).toBeGreaterThan(0.5));
    const pressed = Date.now();
    hand.press('1');
    const heardAt = await caller.hears(hz.telephone);
    console.info(`key pressed → the caller hears the operator: ${heardAt - pressed} ms`);
    await until(() => expect(hand.share(hz.caller)).toBeGreaterThan(0.5));
    expect(caller.longestSilence(from)).toBeLessThan(5000);
    expect(state()).toMatchObject({ state: 'talking', reason: 'telephone' });

    server.kill();
    await caller.hears(hz.telephone);
    server = await startServer();
    await until(() => expect(state()).toMatchObject({ state: 'talking', reason: 'telephone' }));
    isCutOff = false;
    phone.speak(true);
    await signIn();
    server.floor.onPage(lea.id, { t: 'ready' });
    await caller.hears(hz.telephone);
    hand.hangUp();
    expect((await caller.ended).by).toBe('them');
    telephones.clear();
    await server.floor.telephonesChanged();
    await until(() => expect(state()?.state).toBe('wrap-up'));
    server.floor.onPage(lea.id, { t: 'ready' });
    far.close();
  });

  test('the audio check returns the operator’s own voice', async () => {
    await until(() => expect(state()?.state).toBe('ready'));
    server.floor.onPage(lea.id, { t: 'pause', reason: 'audio-check' });
    server.floor.onPage(lea.id, { t: 'echo', on: true });
    await phone.hears(hz.operator);
    server.floor.onPage(lea.id, { t: 'echo', on: false });
  });

  test('a server killed while they talk and wait: nobody is cut, and the restarted one takes all up', async () => {
    const { caller, callId } = await talking();
    const waiting = await call();
    await until(() => expect(server.floor.snapshot().waiting).toHaveLength(1));
    const from = Date.now();
    server.kill();
    await caller.hears(hz.operator);
    server = await startServer();
    await until(() => expect(server.floor.snapshot().calls).toBe(2));
    await signIn();
    expect(state()).toMatchObject({ state: 'talking', callId });
    await Promise.all([caller.hears(hz.operator), phone.hears(hz.caller)]);
    console.info(`server killed: longest silence while talking ${caller.longestSilence(from)} ms`);
    expect(caller.longestSilence(from)).toBeLessThan(1000);
    caller.hangUp();
    await until(() => expect(state()?.state).toBe('wrap-up'));
    server.floor.onPage(lea.id, { t: 'wrapped-up', callId });
    server.floor.onPage(lea.id, { t: 'ready' }); // a new server does not know what he wants: his page says it
    const second = await offered();
    server.floor.onPage(lea.id, { t: 'answer', callId: second });
    await Promise.all([waiting.hears(hz.operator), phone.hears(hz.caller)]);
    expect(await store.get('call', second)).toMatchObject({ caller: '+33639980001', operatorId: lea.id });
  });

  test('key 1 leads to voicemail, and the message with the caller’s own voice becomes a note', { timeout: 60_000 }, async () => {
    server.floor.onPage(lea.id, { t: 'pause', reason: 'break' });
    await until(() => expect(state()?.state).toBe('pause'));
    const caller = await call();
    await caller.answered;
    await caller.hears(hz.prompt);
    await caller.hears(hz.music);
    await caller.press('1');
    await caller.hears(hz.prompt);
    await new Promise((resolve) => setTimeout(resolve, 4000)); // the length of the message, not a wait for something
    caller.hangUp();
    await until(() => expect(notes).toHaveLength(1));
    const [note] = notes;
    expect(note).toMatchObject({ kind: 'voicemail', content: { number: '+33639980001' } });
    expect(note?.voicemail?.seconds).toBeGreaterThanOrEqual(2);
    const wav = Buffer.from(sounds.get(note?.id ?? '') ?? []);
    const samples = Array.from({ length: 8000 }, (_, i) => wav.readInt16LE(44 + 8000 + i * 2));
    expect(shareOfTone(samples, hz.caller)).toBeGreaterThan(0.5);
    expect(await store.get('call', note?.callId ?? '')).toMatchObject({ outcome: 'voicemail' });
  });

  describe('[P13] the client’s own greeting', () => {
    const recordedGreeting = { ...aRecordedGreeting(), recordingId: uuid(77) };
    const toVoicemail = async () => {
      server.floor.onPage(lea.id, { t: 'pause', reason: 'break' });
      await until(() => expect(state()?.state).toBe('pause'));
      const caller = await call();
      await caller.answered;
      await caller.hears(hz.prompt);
      await caller.hears(hz.music);
      await caller.press('1');
      return caller;
    };
    beforeAll(async () => {
      await store.transact((tx) => tx.put('account', anAccount({ recordedGreeting })));
      server.kill();
      server = await startServer();
      await until(() => expect(server.telephony.isConnected()).toBe(true));
      await signIn();
    });
    afterAll(async () => {
      await store.transact((tx) => tx.put('account', anAccount()));
    });

    test('that cannot be read is spoken instead', { timeout: 60_000 }, async () => {
      const caller = await toVoicemail();
      await caller.hears(hz.prompt);
    });

    test('is what the caller hears, then the beep', { timeout: 60_000 }, async () => {
      const samples = Int16Array.from({ length: 32_000 }, (_, i) => sine(hz.recorded, i, 16_000));
      greetings.set(recordedGreeting.recordingId, writeWav({ rate: 16_000, samples }));
      const caller = await toVoicemail();
      await caller.hears(hz.recorded);
      await caller.beep();
    });
  });

  describe('[R09] in the menu of an account', () => {
    const appointment = { key: '1', label: 'un rendez-vous', when: 'always', leads: { to: 'queue' } } as const;
    const reception = { welcome: { text: 'Bonjour.', recordingId: null }, questionRecordingId: null, choices: [appointment] };
    const restart = async () => {
      server.kill();
      server = await startServer();
      await until(() => expect(server.telephony.isConnected()).toBe(true));
      await signIn();
    };
    beforeAll(async () => {
      await store.transact((tx) => tx.put('account', anAccount({ reception })));
      await restart();
    });
    afterAll(async () => {
      await store.transact((tx) => tx.put('account', anAccount()));
      await restart();
    });

    test('a caller presses a key while he listens, and the operator who is asked sees it', { timeout: 60_000 }, async () => {
      server.floor.onPage(lea.id, { t: 'ready' });
      await until(() => expect(state()?.state).toBe('ready'));
      const caller = await call();
      await caller.hears(hz.prompt);
      await caller.press('1');
      const callId = await offered();
      const path = seen.flatMap((m) => (m.t === 'offer' && m.call.callId === callId ? (m.call.path ?? []) : []));
      expect(path).toMatchObject([{ what: 'pressed', key: '1', label: 'un rendez-vous' }]);
      server.floor.onPage(lea.id, { t: 'answer', callId });
      await Promise.all([caller.hears(hz.operator), phone.hears(hz.caller)]);
    });

    test('a caller to whom the voice speaks when the server dies is in the queue of the next one', {
      timeout: 60_000,
    }, async () => {
      server.floor.onPage(lea.id, { t: 'pause', reason: 'lunch' });
      const caller = await call();
      await caller.hears(hz.prompt);
      const from = Date.now();
      await restart();
      await caller.hears(hz.music);
      expect(server.floor.snapshot().waiting).toMatchObject([{ state: 'waiting' }]);
      console.info(`server killed in a menu → longest silence at the caller: ${caller.longestSilence(from)} ms`);
    });
  });

  test('with no server a caller is recorded by the exchange, and taken in once by the next server', {
    timeout: 60_000,
  }, async () => {
    const before = notes.length;
    server.kill();
    const caller = await call();
    await caller.answered;
    await new Promise((resolve) => setTimeout(resolve, 3000)); // the length of the message, not a wait for something
    caller.hangUp();
    server = await startServer();
    await signIn();
    await until(() => expect(notes).toHaveLength(before + 1), 15_000);
    expect(notes.at(-1)).toMatchObject({ kind: 'voicemail', content: { number: '+33639980001' } });
  });

  test('a second server takes over, and the first stops deciding', async () => {
    const first = server;
    server = await startServer();
    await signIn();
    await until(() => expect(server.telephony.isConnected()).toBe(true));
    await until(() => expect(first.telephony.isConnected()).toBe(false));
    server.floor.onPage(lea.id, { t: 'ready' });
    await talking();
    expect(first.floor.snapshot().calls).toBe(0);
    first.kill();
  });
});
