import { expect } from '@playwright/test';
import { lines } from '../e2e/world.ts';
import { openFloor } from './floor-view.ts';
import type { Installation, Place } from './installation.ts';
import type { Operator } from './operator.ts';
import type { Case, State } from './states.ts';

/** One thing that breaks, with what is promised then. */
export type Failure = {
  readonly id: string;
  readonly what: string;
  readonly place: Place;
  /** The states in which it matters. */
  readonly states: readonly State[];
  /** Why it does not in the others. */
  readonly otherStates: string;
  /** The longest time that a caller hears nothing, ms. */
  readonly silenceMs: number;
  /** Whether the desk is as before, or the operator has the caller again by way of hold, of an offer or of his own return. */
  readonly back: 'same' | 'again';
  /** Milliseconds from mending to that. */
  readonly withinMs: number;
  /** Other ends of a call than in peace. */
  readonly ends?: Partial<Readonly<Record<State, readonly string[]>>>;
  /** What is asked of a state instead of the usual. */
  readonly proves?: Partial<Readonly<Record<State, (one: Case) => Promise<void>>>>;
  /** Whether it happens to one operator after the other, or to all at once. */
  readonly hits: 'each' | 'all';
  /** Breaks, sees that it is told, and mends. */
  strike(installation: Installation, cases: readonly Case[]): Promise<void>;
};

const calls = ['ringing', 'waiting', 'voicemail', 'offered', 'talking', 'held', 'consulting'] as const;
const all = [...calls, 'wrap-up'] as const;
const withPage = ['offered', 'talking', 'held', 'consulting', 'wrap-up'] as const;
const noPage = 'no operator’s page has to do with it';
const everyState = 'ready is offered’s';

/** What most have in common: they hit everybody at once, and a little later everything is as it was. */
const usual = {
  place: 'office',
  states: all,
  otherStates: everyState,
  silenceMs: 5_000,
  back: 'same',
  withinMs: 5_000,
  hits: 'all',
} as const satisfies Partial<Failure>;
type Told = Omit<Failure, keyof typeof usual> & Partial<Failure>;
const withoutPage = { states: withPage, otherStates: noPage, silenceMs: 3_000, back: 'again' } as const;

/** What a caller notices at all, ms. */
const noticedMs = 1_000;
/** The desk is drawn again. */
const isBack = ({ desk }: Operator): Promise<void> => desk.page.locator('.me, [data-act=take-over]').first().waitFor();
const ofCases = (cases: readonly Case[]): Operator[] => cases.flatMap(({ operator }) => operator ?? []);
const every = <T>(cases: readonly Case[], run: (operator: Operator) => Promise<T>) => Promise.all(ofCases(cases).map(run));

/** Lets so much time go by: the length of an outage, not a wait for something. */
async function lasts(ms: number): Promise<void> {
  const since = Date.now();
  await expect.poll(() => Date.now() - since, { timeout: ms + 5_000, intervals: [Math.min(ms, 250)] }).toBeGreaterThanOrEqual(ms);
}

const told: readonly Told[] = [
  {
    id: 'tab-reloaded',
    what: 'a tab is reloaded',
    ...withoutPage,
    hits: 'each',
    async strike(_, cases) {
      await every(cases, ({ desk }) => desk.page.reload());
      await every(cases, isBack);
    },
  },
  {
    id: 'browser-killed',
    what: 'kill -9 of a browser, started again',
    ...withoutPage,
    hits: 'each',
    async strike(_, cases) {
      await every(cases, (operator) => operator.kill());
      await every(cases, (operator) => operator.startAgain());
      await every(cases, isBack);
    },
  },
  {
    id: 'laptop-asleep',
    what: 'every browser stops for 20 s, as in a laptop that is shut',
    ...withoutPage,
    async strike(_, cases) {
      for (const operator of ofCases(cases)) operator.signal('SIGSTOP');
      await lasts(20_000);
      for (const operator of ofCases(cases)) operator.signal('SIGCONT');
    },
  },
  ...(['/live', '/janus'] as const).map(
    (path): Told => ({
      id: `${path.slice(1)}-cut`,
      what: `the socket ${path} of every page is cut for a second`,
      silenceMs: noticedMs,
      withinMs: 2_000,
      async strike({ pages }) {
        pages.cut(path);
        await lasts(1_000);
        pages.mend();
      },
    }),
  ),
  {
    id: 'server-killed',
    what: 'kill -9 of the server',
    async strike({ instance }) {
      await instance.kill('server');
      await instance.untilReady();
    },
  },
  {
    id: 'supervisor-killed',
    what: 'kill -9 of the supervisor, started again',
    silenceMs: noticedMs,
    withinMs: 2_000,
    async strike({ instance }) {
      await instance.killSupervisor();
      await instance.startSupervisor();
    },
  },
  {
    id: 'server-hung',
    what: 'the server hangs for 20 s',
    back: 'again',
    async strike({ instance }, cases) {
      await instance.kill('server', 'SIGSTOP');
      await every(cases, (operator) => toldOfNoServer(operator));
      await lasts(20_000);
      await instance.kill('server', 'SIGCONT');
      await instance.untilReady();
    },
  },
  {
    id: 'server-hung-long',
    what: 'the server hangs for longer than a minute',
    states: ['ringing', 'waiting', 'held', 'consulting', 'talking', 'wrap-up'],
    otherStates: 'as in 20 s',
    back: 'again',
    ends: {
      ringing: ['voicemail'],
      waiting: ['voicemail'],
      held: ['voicemail', 'handled'],
      consulting: ['voicemail', 'handled'],
    },
    proves: { ringing: heardOut, waiting: heardOut, held: heardOut, consulting: heardOut },
    async strike({ instance }, cases) {
      await instance.kill('server', 'SIGSTOP');
      const left = cases.flatMap(({ state, party }) =>
        party && state !== 'talking' && state !== 'wrap-up' ? [party.caller] : [],
      );
      const beeps = await Promise.all(left.map((caller) => caller.beep(90_000, 950)));
      await lasts(Math.max(...beeps) + 2_500 - Date.now());
      for (const caller of left) caller.hangUp();
      await instance.kill('server', 'SIGCONT');
      await instance.untilReady();
    },
  },
  {
    id: 'janus-killed',
    what: 'kill -9 of Janus',
    back: 'again',
    async strike({ instance }) {
      await instance.kill('janus');
      await instance.untilReady();
    },
  },
  {
    id: 'database-away',
    what: 'kill -9 of PostgreSQL, which stays away',
    async strike({ instance }) {
      instance.supervisor.signal('SIGSTOP'); // who would start it again
      await instance.kill('postgres');
      await lasts(Number(process.env.FAULTS_OUTAGE_MS ?? 60_000));
      instance.supervisor.signal('SIGCONT');
      await instance.untilReady();
    },
  },
  {
    id: 'asterisk-killed',
    what: 'kill -9 of Asterisk',
    silenceMs: Number.POSITIVE_INFINITY,
    withinMs: 15_000,
    ends: {
      ringing: ['cut', 'abandoned'],
      waiting: ['cut'],
      voicemail: ['voicemail', 'cut'],
      offered: ['cut', 'abandoned'],
      talking: ['cut'],
      held: ['cut'],
      consulting: ['cut'],
    },
    proves: Object.fromEntries(calls.map((state) => [state, cutAndTold])),
    async strike({ instance }) {
      await instance.kill('asterisk');
      await instance.untilReady();
    },
  },
  {
    id: 'second-tab',
    what: 'an operator opens a second tab and takes over there',
    states: ['ready', 'talking', 'held', 'consulting', 'wrap-up'],
    otherStates: 'an offer goes to the next, as when a page is reloaded',
    back: 'again',
    hits: 'each',
    async strike(_, cases) {
      await every(cases, async (operator) => {
        const first = await operator.moveToSecondTab();
        await operator.desk.page.click('[data-act=take-over]');
        await first.page.locator('[data-act=take-over]').waitFor();
        await first.page.close();
      });
      await every(cases, isBack);
    },
  },
  {
    id: 'page-frozen',
    what: 'the browser freezes every page in the background',
    states: ['ready', 'talking'],
    otherStates: 'it is about who is offered a call; who has one goes on',
    silenceMs: noticedMs,
    async strike(installation, cases) {
      const sessions = await every(cases, async ({ desk }) => desk.context.newCDPSession(desk.page));
      for (const session of sessions) await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await neverOffered(installation, /^(page-frozen|no-heartbeat)$/);
      for (const session of sessions) await session.send('Page.setWebLifecycleState', { state: 'active' });
    },
  },
  {
    id: 'microphone-lost',
    what: 'every headset is unplugged, and plugged in again',
    states: ['ready', 'talking'],
    otherStates: 'it is about who is offered a call, and who is heard',
    back: 'again',
    async strike(installation, cases) {
      await every(cases, (operator) => operator.microphone('unplug'));
      await neverOffered(installation, /^no-microphone$/);
      await every(cases, (operator) => operator.microphone('plug'));
    },
  },
  {
    id: 'exchange-cut',
    what: 'the ARI socket is cut for 3 s',
    place: 'own-exchange',
    silenceMs: noticedMs,
    async strike({ exchange, instance }) {
      exchange?.cut();
      await lasts(3_000);
      exchange?.mend();
      await instance.untilReady();
    },
  },
];

export const failures: readonly Failure[] = told.map((one) => ({ ...usual, ...one }));

async function toldOfNoServer({ desk, state }: Operator): Promise<void> {
  await expect.poll(state, { timeout: 20_000 }).toMatch(/^(unreachable|wrap-up)$/);
  await desk.page.getByText('This page has lost the server.').first().waitFor();
}

/** He was told that nobody is there, and left a message. */
async function heardOut({ operator }: Case): Promise<void> {
  await operator?.desk.state('wrap-up', 15_000);
}

async function cutAndTold({ state, operator }: Case): Promise<void> {
  if (operator === null) return;
  if (state === 'offered') return operator.desk.state('ready', 20_000);
  await operator.desk.state('wrap-up', 20_000);
  await operator.desk.page.getByText('The telephone exchange failed and cut the call.').waitFor();
}

/** A call for him who cannot take one rings on, and he is not asked; the floor says why. */
async function neverOffered(installation: Installation, why: RegExp): Promise<void> {
  const floor = await openFloor(installation);
  await expect.poll(() => floor.reasonOf('Kenji'), { timeout: 6_000 }).toMatch(why);
  const { from, caller } = await installation.call(lines.yamada);
  await caller.ringing;
  await lasts(4_000);
  expect((await installation.max.callsFrom(from)).flatMap(({ offers }) => offers)).toEqual([]);
  caller.hangUp();
  floor.close();
}
