import { type ChildProcess, spawn } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { migrate } from '../../server/adapters/postgres/migrate.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createPushSubscriptions } from '../../server/adapters/postgres/push-subscriptions.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { deliveryId } from '../../server/delivery/delivery-id.ts';
import { planNote } from '../../server/delivery/plan-note.ts';
import { deliveryKey } from '../../shared/delivery/delivery-key.ts';
import type { Ladder } from '../../shared/delivery/ladder.ts';
import { type PostgresInstance, startPostgres } from '../adapters/postgres-instance.ts';
import { aNote, anAccount, aPerson, aRoster } from '../fixtures/delivery.ts';
import { anId } from '../fixtures/rows.ts';
import { createRandom, type Random } from '../simulation/random.ts';
import { brokenIn, doublesIn } from './judge.ts';
import type { MailRoomSettings } from './mail-room.ts';
import { type Moment, type Outside, openOutside, smsToken } from './outside.ts';

/** What came of so many cuts. */
export type CutDeliveries = {
  readonly kills: number;
  /** Deliveries that had been accepted outside and not recorded here when their process was killed. */
  readonly cuts: number;
  readonly deliveries: number;
  readonly doubles: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
};

type Options = { readonly cuts: number; readonly seed: number; readonly signal?: AbortSignal };
type Progress = (now: { readonly kills: number; readonly cuts: number }) => void;

const publicUrl = 'https://notes.permanence.test';
const message = { by: 'message' as const, channels: ['sms' as const, 'email' as const], waitSeconds: 1 };
const ladder: Ladder = {
  rounds: 1,
  rungs: [
    { ...message, to: { kind: 'turn', turn: 1 } },
    { ...message, to: { kind: 'turn', turn: 2 } },
    { ...message, to: { kind: 'everybody' } },
  ],
};
const [sanne, jan] = [aRoster()[0] ?? aPerson(), aPerson()];
/** One note in so many is urgent and climbs. */
const urgentOneIn = 5;
/** Of fifteen messages at least that a process finds, so many have been accepted when no mail was: mail servers are slow. */
const slowestAt = 12;
const spareRooms = 2;
const momentWithinMs = 30_000;
const restWithinMs = 120_000;

/**
 * Hands notes over from processes that are killed one after the other around an acceptance, until so many deliveries were cut
 * between the acceptance and our record of it; then lets the last process end the work, and judges.
 */
export async function cutDeliveries({ cuts, seed, signal }: Options, progress: Progress = () => undefined) {
  const world = await openWorld();
  const rooms = openRooms(world.settings);
  try {
    return await cutIn(world, rooms, { cuts, random: createRandom(seed), signal }, progress);
  } finally {
    await rooms.close();
    await world.close();
  }
}

type Cutting = { readonly cuts: number; readonly random: Random; readonly signal: AbortSignal | undefined };

async function cutIn(
  world: CutWorld,
  rooms: Rooms,
  { cuts, random, signal }: Cutting,
  progress: Progress,
): Promise<CutDeliveries> {
  const counted = new Map<string, number>();
  let [kills, all] = [0, 0];
  const kill = async (moment: Moment) => {
    const cut = await killAt(world, await rooms.next(), moment);
    for (const key of cut) counted.set(key, (counted.get(key) ?? 0) + 1);
    kills += 1;
    all += cut.length;
    progress({ kills, cuts: all });
  };
  const climbing = await world.lock(true);
  for (const step of ladder.rungs.keys()) {
    await kill({ isIt: (key) => key.startsWith(`${climbing}:${step + 1}:`), when: { held: 1 } });
  }
  while (all < cuts) {
    signal?.throwIfAborted();
    const at = random.between(1, 10);
    for (let i = 0; i < 5; i++) await world.lock(random.chance(1 / urgentOneIn));
    const channel = random.pick(['email', 'sms', 'push']);
    const isIt = (key: string, nth: number) => nth >= at && (key.endsWith(`:${channel}`) || nth > slowestAt);
    await kill({ isIt, when: anyMoment(random) });
  }
  await finish(world, await rooms.next());
  const [notes, deliveries] = await Promise.all([world.store.all('note'), world.store.all('delivery')]);
  const { accepted, changed } = world.outside;
  const broken = brokenIn({ notes, deliveries, expected: world.expected, accepted, changed, cuts: counted });
  return { kills, cuts: all, deliveries: deliveries.length, doubles: doublesIn(accepted), broken };
}

/** Mostly before the answer, with up to as many as a process has under way at the same time. */
const anyMoment = (random: Random): Moment['when'] =>
  random.chance(0.7) ? { held: random.between(1, 8) } : { afterMs: random.between(0, 6) };

/** Lets a process work until the moment, kills it, and finds what it had handed over and not written down. */
async function killAt({ outside, pool }: CutWorld, room: Room, moment: Moment): Promise<string[]> {
  const reached = outside.moment(moment);
  room.begin();
  await within(reached, momentWithinMs, 'the moment of the kill');
  await room.kill();
  outside.over();
  await until(
    'the connections of the killed process are gone',
    async () => (await outside.isIdle()) && !(await isConnected(pool, room.name)),
  );
  const handedOver = outside.handedOver();
  const { rows } = await pool.query<{ id: string }>(
    `select id from synced_row where kind = 'delivery' and id = any($1) and (body ->> 'attempts')::int = 0`,
    [handedOver.map(deliveryId)],
  );
  const unwritten = new Set(rows.map(({ id }) => id));
  return handedOver.filter((key) => unwritten.has(deliveryId(key)));
}

/**
 * Until nothing waits any more: what dead processes held comes free after 10 s. A job that had asked for the next one of its key when
 * it was cut stays with its attempts used up: it has done what it was for.
 */
async function finish({ pool }: CutWorld, room: Room): Promise<void> {
  room.begin();
  await until(
    'everything is handed over',
    async () => (await pool.query('select from graphile_worker.jobs where attempts < max_attempts limit 1')).rowCount === 0,
  );
  await room.kill();
}

const isConnected = async (pool: pg.Pool, name: string): Promise<boolean> =>
  (await pool.query('select from pg_stat_activity where application_name = $1', [name])).rowCount !== 0;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + restWithinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within ${restWithinMs / 1000} s: ${what}`);
    await pause(10);
  }
}

async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  const given = new AbortController();
  const late = pause(ms, undefined, { signal: given.signal }).then(() => {
    throw new Error(`not within ${ms / 1000} s: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    given.abort();
    await late.catch(() => undefined);
  }
}

type CutWorld = Awaited<ReturnType<typeof openWorld>>;

/** The database with an account and its two people, and what stands outside. */
async function openWorld() {
  const postgres: PostgresInstance = await startPostgres();
  const pool = createPool({ connectionString: postgres.url, max: 6, onError: () => undefined });
  await migrate(pool);
  await (await createJobs({ pool, tasks: {}, concurrency: 1, onError: () => undefined })).stop(); // makes the queue's tables
  const devices = new Map<string, string>();
  const outside: Outside = await openOutside((endpoint) => devices.get(endpoint) ?? '');
  const clock = () => new Date().toISOString();
  const store = createStore({ pool, clock });
  await store.transact(async (tx) => {
    await tx.put('account', anAccount({ ladder }));
    for (const person of [jan, sanne]) await tx.put('person', { ...person, channels: { email: true, sms: true, push: true } });
  });
  const subscriptions = createPushSubscriptions(pool);
  for (const { id } of [jan, sanne]) {
    const endpoint = outside.push.newEndpoint();
    devices.set(endpoint, id);
    const p256dh = createECDH('prime256v1').generateKeys('base64url');
    await subscriptions.add(id, { endpoint, p256dh, auth: randomBytes(16).toString('base64url') });
  }
  const expected = new Map<string, readonly string[]>();
  const settings: MailRoomSettings = {
    databaseUrl: postgres.url,
    smtpUrl: outside.post.smtpUrl,
    sms: { url: outside.post.smsUrl, token: smsToken, from: '+33199000100' },
    certificateFile: outside.push.certificateFile,
    publicUrl,
  };
  return {
    pool,
    store,
    outside,
    expected,
    settings,
    /** Locks a note for Jan; its id. */
    async lock(urgent: boolean): Promise<string> {
      const note = aNote({ urgent }, { id: anId(), lockedAt: clock() });
      await store.transact(async (tx) => {
        await tx.put('note', note);
        await planNote({ clock, publicUrl })(tx, note);
      });
      expected.set(note.id, expectedOf(note.id, urgent));
      return note.id;
    },
    async close() {
      await outside.close();
      await pool.end();
      await postgres.stop();
    },
  };
}

/** Jan by every way; of an urgent note the next step is Sanne's, the last one everybody's. */
function expectedOf(noteId: string, urgent: boolean): string[] {
  const key = (step: number, person: typeof jan, channel: 'email' | 'sms' | 'push') =>
    deliveryKey({ noteId, step, personId: person.id, channel });
  const own = (['email', 'sms', 'push'] as const).map((channel) => key(1, jan, channel));
  const steps = [
    [2, sanne],
    [3, jan],
    [3, sanne],
  ] as const;
  return urgent ? [...own, ...steps.flatMap(([step, person]) => [key(step, person, 'sms'), key(step, person, 'email')])] : own;
}

type Room = { readonly name: string; begin(): void; kill(): Promise<void> };
type Rooms = ReturnType<typeof openRooms>;

/** Processes that have loaded their code and wait to begin: so a kill costs no start. */
function openRooms(settings: MailRoomSettings) {
  const cache = mkdtemp(join(tmpdir(), 'permanence-cuts-'));
  const children = new Set<ChildProcess>();
  let count = 0;
  const start = async (): Promise<Room> => {
    const name = `mail-room-${++count}`;
    const own = { ...settings, databaseUrl: `${settings.databaseUrl}&application_name=${name}` };
    const child = spawn(process.execPath, [new URL('./mail-room.ts', import.meta.url).pathname, JSON.stringify(own)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: await cache },
    });
    children.add(child);
    const gone = once(child, 'exit');
    await Promise.race([
      once(child, 'message'),
      gone.then(() => Promise.reject(new Error('a process of the cuts did not begin'))),
    ]);
    return {
      name,
      begin: () => void child.send('begin'),
      async kill() {
        child.kill('SIGKILL');
        await gone;
        children.delete(child);
      },
    };
  };
  const ready = Array.from({ length: spareRooms }, start);
  return {
    async next(): Promise<Room> {
      ready.push(start());
      const room = ready.shift();
      if (room === undefined) throw new Error('no process is left');
      return room;
    },
    async close(): Promise<void> {
      await Promise.allSettled(ready);
      for (const child of children) child.kill('SIGKILL');
      await rm(await cache, { recursive: true, force: true });
    },
  };
}
