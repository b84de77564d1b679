import type { Note } from '#shared/notes/note.ts';
import { uuidv7 } from '#shared/uuid.ts';
import { type BureauDirectory, createDirectory } from '../../server/accounts/directory.ts';
import { createFloor, type RunningFloor } from '../../server/calls/floor.ts';
import type { FloorDeps } from '../../server/calls/floor-state.ts';
import type { Store } from '../../server/ports/store.ts';
import type { TelephonyEvent } from '../../server/ports/telephony.ts';
import { createFakeUnwrittenCalls } from '../fakes/unwritten-calls.ts';
import { always } from '../fixtures/telephony.ts';
import type { Books } from './books.ts';
import { type Bureau, whosePin } from './bureau.ts';
import type { Course } from './course.ts';
import type { Exchange } from './exchange.ts';
import type { Hub } from './hub.ts';
import { createAsk, createLife, type Life } from './process.ts';
import { createTelephony } from './telephony.ts';
import type { Troubles } from './troubles.ts';

/** A planted bug: the ports of the floor, one of them lying. */
export type Plant = (deps: FloorDeps) => FloorDeps;

export type ServerDeps = {
  readonly exchange: Exchange;
  readonly hub: Hub;
  readonly books: Books;
  readonly troubles: Troubles;
  readonly bureau: Pick<Bureau, 'telephones' | 'pins'>;
  readonly plant: Plant;
};

/** Accounts, lines and operators do not change in a day. */
function readOnce(directory: BureauDirectory): BureauDirectory {
  return { ...directory, load: async () => (directory.isLoaded() ? undefined : directory.load()) };
}

export type Server = ReturnType<typeof createServer>;

/** Milliseconds: from the start of the process until it listens; until a cut socket is open again. */
const startMs = { least: 300, most: 900 };

/** The server process: the real floor, killed and started anew as often as the day wants. */
export function createServer(course: Course, deps: ServerDeps) {
  const { time, chance, trace } = course;
  const { exchange, hub, books, troubles, bureau } = deps;
  const notes: Note[] = [];
  const unwrittenCalls = createFakeUnwrittenCalls();
  const logged = new Map<string, number>();
  let lives = 0;
  let now: { readonly life: Life; readonly floor: RunningFloor } | null = null;
  let surveyedMs = Number.POSITIVE_INFINITY;
  let listener: (event: TelephonyEvent) => void = () => undefined;

  function depsOf(life: Life): FloorDeps {
    const latencyMs = () => troubles.exchangeLatencyMs() ?? chance.between(1, 8);
    const askExchange = createAsk(course, life, { latencyMs, refusal: () => refusalOf() });
    const askBooks = createAsk(course, life, {
      latencyMs: () => chance.between(1, 6),
      refusal: () => (books.isAway() ? 'database away' : null),
    });
    const store = books.reachedBy(askBooks);
    const telephony = createTelephony(exchange, askExchange, life.number);
    const chanceOfIds = chance.fork();
    return {
      directory: readOnce(createDirectory(withoutInstructions(store), time.clock)),
      telephony: {
        ...telephony,
        listen(to) {
          listener = to;
        },
        async survey() {
          const found = await telephony.survey();
          surveyedMs = time.nowMs();
          return found;
        },
      },
      voicemails: {
        load: (name) => askExchange(() => exchange.recordings.load(name)),
        discard: (name) => askExchange(() => exchange.recordings.discard(name)),
      },
      unattended: exchange.unattended,
      recordings: { save: (id) => askBooks(() => trace.add(`sound ${id}`)), load: async () => undefined },
      lockVoicemailNote: (note) => askBooks(() => lock(note)),
      greetingFile: async () => null,
      speak: async (text) => text.slice(0, 8),
      speakOnce: async (text) => ({ file: text.slice(0, 8), discard: async () => undefined }),
      store,
      unwrittenCalls,
      bringContacts: () => undefined,
      outboundLedger: {
        reserve: (leg, limits) => askBooks(() => books.ledger.reserve(leg, limits)),
        settle: (id, cents) => askBooks(() => books.ledger.settle(id, cents)),
      },
      telephones: { all: () => askBooks(() => bureau.telephones) },
      pins: {
        all: () => askBooks(() => new Set(bureau.pins.keys())),
        check: (personIds, pin) => askBooks(() => whosePin(bureau.pins, personIds, pin)),
      },
      live: hub.live,
      clock: time.clock,
      newId: () =>
        uuidv7(
          time.nowMs(),
          new Uint8Array(10).map(() => chanceOfIds.between(0, 255)),
        ),
      after: (ms, run) => time.after(ms, () => life.run(run)),
      log: (event) => void logged.set(event, (logged.get(event) ?? 0) + 1),
      settings: { bureau: always, language: 'fr', country: 'FR' },
    };
  }

  function refusalOf(): string | null {
    if (!exchange.isUp()) return 'exchange away';
    return troubles.refuses() && chance.chance(0.3) ? 'exchange refuses' : null;
  }

  function lock(note: Note): void {
    if (notes.some((n) => n.id === note.id)) return;
    notes.push(note);
    trace.add(`note ${note.id}`);
  }

  /** The event socket opens as soon as the exchange is there, and again after every cut. */
  function keepSocket(life: Life): void {
    if (life.state() === 'dead') return;
    if (exchange.isUp() && !exchange.isAttached() && life.state() === 'up') {
      let readyMs = 0;
      exchange.attach(life.number, (event) => {
        readyMs = Math.max(readyMs, time.nowMs() + chance.between(1, 8));
        time.after(readyMs - time.nowMs(), () => life.run(() => hear(life, event)));
      });
    }
    time.afterQuietly(chance.between(100, 400), () => keepSocket(life));
  }

  function hear(life: Life, event: TelephonyEvent): void {
    if (now?.life !== life) return;
    if (event.t === 'connected' || event.t === 'lost') surveyedMs = Number.POSITIVE_INFINITY;
    trace.add(`event ${event.t} ${'channelId' in event ? event.channelId : ''}`);
    listener(event);
  }

  function listen(life: Life): void {
    const floor = createFloor(deps.plant(depsOf(life)));
    now = { life, floor };
    void floor.start().then(() =>
      life.run(() => {
        hub.serve(life, floor);
        keepSocket(life);
      }),
    );
  }

  const lost = (): void => {
    exchange.detach();
    if (now !== null) {
      const { life } = now;
      life.run(() => hear(life, { t: 'lost' }));
    }
  };

  return {
    notes: notes as readonly Note[],
    logged: logged as ReadonlyMap<string, number>,
    floor: () => now?.floor ?? null,
    isUp: () => now?.life.state() === 'up',
    /** Since when the server has known everything and could act; never while it cannot. */
    attentiveSinceMs: () => (now?.life.state() === 'up' && exchange.isAttached() ? surveyedMs : Number.POSITIVE_INFINITY),
    start(): void {
      lives += 1;
      const life = createLife(lives);
      trace.add(`server ${lives} starts`);
      time.after(chance.between(startMs.least, startMs.most), () => listen(life));
    },
    kill(): void {
      trace.add('server killed');
      now?.life.die();
      now = null;
      surveyedMs = Number.POSITIVE_INFINITY;
      exchange.detach();
      hub.closeAll();
    },
    /** SIGSTOP: sockets stay open and nothing is answered. */
    stop(): void {
      trace.add('server stopped');
      now?.life.stop();
    },
    goOn(): void {
      trace.add('server goes on');
      // what it missed comes first
      if (Number.isFinite(surveyedMs)) surveyedMs = time.nowMs();
      now?.life.goOn();
    },
    /** The event socket is cut; what happens until it is back is not told. */
    cutSocket: lost,
  };
}

/** None is temporary in a simulated bureau; asking for them would make another day of each seed. */
const withoutInstructions = ({ all }: Pick<Store, 'all'>): Pick<Store, 'all'> => ({
  all: async (table) => (table === 'instruction' ? [] : all(table)),
});
