import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDoor } from '../../../server/adapters/websocket/door.ts';
import { createLive, liveCloseCodes } from '../../../server/adapters/websocket/live.ts';
import type { Identity } from '../../../shared/accounts/access.ts';
import type { ToPage, ToServer } from '../../../shared/live.ts';
import { deskSpace, officeSpace, sharedSpace } from '../../../shared/sync/rows.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const martin = id(1);
const lea: Identity = { role: 'operator', userId: 'lea', name: 'Léa', operatorId: id(11), accountIds: [martin] };
const claire: Identity = { role: 'person', userId: 'claire', name: 'Claire', personId: id(21), accountId: martin, office: true };
const jan: Identity = { role: 'person', userId: 'jan', name: 'Jan', personId: id(22), accountId: id(2), office: true };
const max: Identity = { role: 'supervisor', userId: 'max', name: 'Max', accountIds: [martin] };
const everybody = new Map([lea, claire, jan, max].map((who) => [who.userId, who]));
const at = '2026-11-19T09:42:00.000Z';
const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

/** A page of one user: what it heard, and how its socket ended. */
class PageSocket {
  /** As they came: one message or several. */
  readonly frames: (ToPage | ToPage[])[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #opened: Promise<unknown>;

  constructor(url: string, userId: string, session = userId) {
    this.#socket = new WebSocket(url, { origin: 'http://desk.test', headers: { 'x-user': userId, 'x-session': session } });
    this.#opened = once(this.#socket, 'open');
    this.closed = once(this.#socket, 'close').then(([code]) => Number(code));
    this.#socket.on('message', (data) => this.frames.push(JSON.parse(String(data))));
  }

  get heard(): ToPage[] {
    return this.frames.flat();
  }

  async say(message: ToServer | string): Promise<void> {
    await this.#opened;
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Says hello and waits for the welcome. */
  async hello(tab: number): Promise<this> {
    await this.say({ t: 'hello', deviceId: id(90), tabId: id(tab) });
    await expect.poll(() => this.heard[0]?.t).toBe('welcome');
    return this;
  }

  close(): void {
    this.#socket.close();
  }
}

type Recheck = 'same' | 'changed' | 'signed-out';

async function hub(recheck: () => Promise<Recheck> = async () => 'same') {
  const events: string[] = [];
  const refused: string[] = [];
  let due: (() => void)[] = [];
  const live = createLive({
    clock: () => at,
    after(_ms, run) {
      due.push(run);
      return () => undefined;
    },
    version: '1',
    deskIdOf: (who) => (who.role === 'person' ? null : who.role === 'operator' ? who.operatorId : id(31)),
    onOpen: (who) => events.push(`${who.userId} open`),
    onMessage: (who, message) => events.push(`${who.userId} ${message.t}`),
    onClose: (who) => events.push(`${who.userId} closed`),
    counters: { refused: (reason) => refused.push(reason) },
  });
  const server = createServer();
  server.on(
    'upgrade',
    createDoor<{ who: Identity; session: string }>({
      origin: 'http://desk.test',
      protocol: null,
      identify: async ({ headers }) => {
        const who = everybody.get(headers.get('x-user') ?? '');
        return who === undefined ? null : { who, session: headers.get('x-session') ?? '' };
      },
      accept: live.accept,
      recheck,
      recheckEveryMs: 20,
      onRefused: () => undefined,
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const page = (userId: string, session?: string) => new PageSocket(`ws://127.0.0.1:${address.port}/live`, userId, session);
  const momentPasses = () => {
    const runs = due;
    due = [];
    for (const run of runs) run();
  };
  return { live, events, refused, page, momentPasses };
}

test('a page is known after its hello, and what it says comes with who says it', async () => {
  const { events, page } = await hub();
  const desk = page('lea');
  await desk.say({ t: 'ready' });
  await desk.hello(1);
  await desk.say({ t: 'ready' });
  await expect.poll(() => events).toEqual(['lea open', 'lea ready']);
  desk.close();
  await expect.poll(() => events.at(-1)).toBe('lea closed');
});

test("an operator's second tab takes over, and the first is told", async () => {
  const { events, live, page } = await hub();
  const first = await page('lea').hello(1);
  const second = await page('lea').hello(2);
  expect(await first.closed).toBe(liveCloseCodes.replaced);
  expect(first.heard.at(-1)).toEqual({ t: 'replaced' });
  live.toOperator(id(11), { t: 'leg', wanted: true });
  await expect.poll(() => second.heard.at(-1)?.t).toBe('leg');
  expect(events).toEqual(['lea open', 'lea open']);
});

test('the same tab coming back takes its own place without a word', async () => {
  const { page } = await hub();
  const before = await page('lea').hello(1);
  await page('lea').hello(1);
  await before.closed;
  expect(before.heard.map((m) => m.t)).toEqual(['welcome']);
});

test('a person may have several pages open; only an operator gives orders', async () => {
  const { events, refused, page } = await hub();
  const phone = await page('claire').hello(1);
  const laptop = await page('claire').hello(2);
  await phone.say({ t: 'ready' });
  await expect.poll(() => phone.heard.at(-1)).toMatchObject({ t: 'refused', code: 'live.not_operator' });
  await laptop.say({ t: 'beat', mic: 'none' });
  await expect.poll(() => events.at(-1)).toBe('claire beat');
  expect(refused).toEqual(['live.not_operator']);
});

test('a supervisor follows calls from one of his pages: the first, then whichever speaks of it; its end is told, and no other', async () => {
  const { events, refused, live, page } = await hub();
  const floor = await page('max').hello(1);
  const board = await page('max').hello(2);
  const wanted = { t: 'leg', wanted: true } as const;
  live.toOperator(id(31), wanted);
  await expect.poll(() => floor.heard.at(-1)).toEqual(wanted);
  await board.say({ t: 'beat', mic: 'none' });
  await board.say({ t: 'ready' });
  await expect.poll(() => board.heard.at(-1)).toMatchObject({ t: 'refused', code: 'live.not_operator' });
  expect([events.includes('max beat'), refused]).toEqual([false, ['live.not_operator']]);
  await board.say({ t: 'listen', callId: id(5), how: 'listen' });
  await expect.poll(() => events.at(-1)).toBe('max listen');
  live.toOperator(id(31), wanted);
  await expect.poll(() => board.heard.at(-1)).toEqual(wanted);
  floor.close();
  await floor.closed;
  board.close();
  await expect.poll(() => events.filter((e) => e === 'max closed')).toEqual(['max closed']);
});

test('an operator follows nobody', async () => {
  const { refused, page } = await hub();
  const desk = await page('lea').hello(1);
  await desk.say({ t: 'listen', callId: id(5), how: 'listen' });
  await expect.poll(() => desk.heard.at(-1)).toMatchObject({ t: 'refused', callId: id(5) });
  expect(refused).toEqual(['live.not_operator']);
});

test('a poke reaches only those who may read the space', async () => {
  const { live, page, momentPasses } = await hub();
  const [desk, client, other, floor] = await Promise.all(['lea', 'claire', 'jan', 'max'].map((who) => page(who).hello(1)));
  live.poke([sharedSpace(martin), deskSpace(martin), officeSpace(martin)]);
  live.toSupervisors({ t: 'queue', waiting: [] });
  momentPasses();
  await expect.poll(() => floor?.heard.at(-1)?.t).toBe('queue');
  const poked = (one: PageSocket | undefined) => one?.heard.flatMap((m) => (m.t === 'poke' ? m.spaces : []));
  await expect.poll(() => poked(desk)).toEqual([sharedSpace(martin), deskSpace(martin)]);
  expect(poked(client)).toEqual([sharedSpace(martin), officeSpace(martin)]);
  expect(poked(floor)).toEqual([sharedSpace(martin), deskSpace(martin), officeSpace(martin)]);
  expect(poked(other)).toEqual([]);
});

test('pokes of one moment reach a page as one; a later one is a poke of its own', async () => {
  const { live, page, momentPasses } = await hub();
  const desk = await page('lea').hello(1);
  const pokes = () => desk.heard.flatMap((message) => (message.t === 'poke' ? [message.spaces] : []));
  live.poke([sharedSpace(martin)]);
  live.poke([]);
  live.poke([deskSpace(martin), sharedSpace(martin)]);
  momentPasses();
  await expect.poll(pokes).toEqual([[sharedSpace(martin), deskSpace(martin)]]);
  live.poke([sharedSpace(martin)]);
  momentPasses();
  await expect.poll(pokes).toEqual([[sharedSpace(martin), deskSpace(martin)], [sharedSpace(martin)]]);
});

test('what somebody changed at a device is told at once, and takes along what waits', async () => {
  const { live, page } = await hub();
  const desk = await page('lea').hello(1);
  live.poke([deskSpace(martin)]);
  live.poke([sharedSpace(martin)], 'at-once');
  await expect.poll(() => desk.heard.at(-1)).toEqual({ t: 'poke', spaces: [deskSpace(martin), sharedSpace(martin)] });
});

test('what is not understood is answered and counted; a flood is cut', async () => {
  const { refused, page } = await hub();
  const desk = await page('lea').hello(1);
  await desk.say('{');
  await expect.poll(() => desk.heard.at(-1)).toMatchObject({ t: 'refused', code: 'live.not_understood' });
  expect(refused).toEqual(['live.not_understood']);
  for (let i = 0; i < 300; i += 1) await desk.say({ t: 'beat', mic: 'live' });
  expect(await desk.closed).toBe(liveCloseCodes.tooMany);
});

test('sign-out closes every page of that sign-in, not those of the same user elsewhere', async () => {
  const { live, page, momentPasses } = await hub();
  const [phone, tab] = [await page('claire', 'phone').hello(1), await page('claire', 'phone').hello(2)];
  const laptop = await page('claire', 'laptop').hello(3);
  const desk = await page('lea').hello(1);
  expect(live.closeSession('phone')).toBe(2);
  expect(await phone.closed).toBe(liveCloseCodes.signedOut);
  expect(await tab.closed).toBe(liveCloseCodes.signedOut);
  live.poke([sharedSpace(martin)]);
  momentPasses();
  await expect.poll(() => laptop.heard.at(-1)?.t).toBe('poke');
  live.toOperators({ t: 'leg', wanted: false });
  await expect.poll(() => desk.heard.at(-1)?.t).toBe('leg');
});

test.each([
  ['signed-out', liveCloseCodes.signedOut],
  ['changed', liveCloseCodes.restart],
] as const)('an open page whose session is later found %s is closed with %s', async (answer, code) => {
  let now: Recheck = 'same';
  const { page } = await hub(async () => now);
  const phone = await page('claire').hello(1);
  now = answer;
  expect(await phone.closed).toBe(code);
});

test('what is said in one go reaches a page that knows how in one frame, and any other page one by one', async () => {
  const { live, page, momentPasses } = await hub();
  const desk = page('lea');
  await desk.say({ t: 'hello', deviceId: id(90), tabId: id(1), together: true });
  await expect.poll(() => desk.frames[0]).toMatchObject({ t: 'welcome' });
  const [wanted, queue]: ToPage[] = [
    { t: 'leg', wanted: true },
    { t: 'queue', waiting: [] },
  ];
  const sayBoth = () => {
    for (const message of [wanted, queue]) if (message) live.toOperator(id(11), message);
  };
  sayBoth();
  await expect.poll(() => desk.frames.at(-1)).toEqual([wanted, queue]);
  const older = await page('lea').hello(2);
  sayBoth();
  momentPasses();
  await expect.poll(() => older.frames.slice(-2)).toEqual([wanted, queue]);
});

test('news of others wait a moment for newer ones, and go along with what cannot wait', async () => {
  const { live, page, momentPasses } = await hub();
  const desk = page('lea');
  await desk.say({ t: 'hello', deviceId: id(90), tabId: id(1), together: true });
  await expect.poll(() => desk.frames).toHaveLength(1);
  const nobodyWaits: ToPage = { t: 'queue', waiting: [] };
  const since = '2026-11-22T11:00:00.000Z';
  live.toOperator(id(11), { t: 'queue', waiting: [{ callId: id(5), accountId: martin, since, state: 'waiting' }] });
  live.toOperator(id(11), { t: 'floor', operators: [] });
  live.toOperator(id(11), nobodyWaits);
  momentPasses();
  await expect.poll(() => desk.frames.at(-1)).toEqual([{ t: 'floor', operators: [] }, nobodyWaits]);
  live.toOperator(id(11), nobodyWaits);
  live.toOperator(id(11), { t: 'leg', wanted: true });
  await expect.poll(() => desk.frames.at(-1)).toEqual([nobodyWaits, { t: 'leg', wanted: true }]);
});

test('an offer is on its way before whatever is said with it, and alone', async () => {
  const { live, page, momentPasses } = await hub();
  const desk = page('lea');
  await desk.say({ t: 'hello', deviceId: id(90), tabId: id(1), together: true });
  await expect.poll(() => desk.frames).toHaveLength(1);
  const ended = { answeredAt: null, heldSince: null, endedAt: null, endedBy: null };
  const numbers = { caller: null, diversion: null, arrivedAt: at };
  const call = { callId: id(5), accountId: martin, lineId: id(6), ...numbers, state: 'offered', ...ended } as const;
  const queue: ToPage = { t: 'queue', waiting: [] };
  const offer: ToPage = { t: 'offer', call, draft: null };
  const presence: ToPage = { t: 'presence', presence: { state: 'offered', reason: null, callId: id(5), since: at } };
  for (const message of [queue, offer, presence]) live.toOperator(id(11), message);
  await expect.poll(() => desk.frames.slice(1)).toEqual([offer]);
  momentPasses();
  await expect.poll(() => desk.frames.slice(1)).toEqual([offer, [queue, presence]]);
});

test('while nobody can tell about the session, the page stays', async () => {
  let asked = 0;
  const { live, page, momentPasses } = await hub(async () => {
    asked += 1;
    throw new Error('the database is away');
  });
  const phone = await page('claire').hello(1);
  await expect.poll(() => asked).toBeGreaterThan(2);
  live.poke([sharedSpace(martin)]);
  momentPasses();
  await expect.poll(() => phone.heard.at(-1)?.t).toBe('poke');
});

test('[AC4] a page of another user than the cookie’s is closed before it says or hears anything', async () => {
  const { events, refused, page } = await hub();
  const before = page('claire');
  await before.say({ t: 'hello', userId: 'lea', deviceId: id(90), tabId: id(1) });
  expect(await before.closed).toBe(liveCloseCodes.signedOut);
  expect([events, refused, before.heard]).toEqual([[], ['live.another_user'], []]);
  const own = page('claire');
  await own.say({ t: 'hello', userId: 'claire', deviceId: id(90), tabId: id(1) });
  await expect.poll(() => own.heard[0]?.t).toBe('welcome');
});
