import { expect } from '@playwright/test';
import { lines } from '../e2e/world.ts';
import { openFloor } from './floor-view.ts';
import type { Installation, Place } from './installation.ts';
import type { Operator } from './operator.ts';
import { keepsDraft } from './promises.ts';
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
  /** The longest time that a caller hears nothing, ms; null: what failed is what he would hear. */
  readonly silenceMs: number | null;
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

/** What an operator's own telephone plays. */
const telephoneHz = 850;
/** A minute, and the apology in every language of the bureau, ms. */
const apologyWithinMs = 120_000;
/** How long a message lasts, ms. */
const spokenMs = 2_500;
/** What a caller notices at all, ms. */
const noticedMs = 1_000;
/** The desk is drawn again. */
const isBack = ({ desk }: Operator): Promise<void> => desk.page.locator('.me, [data-act=take-over]').first().waitFor();
const ofCases = (cases: readonly Case[]): Operator[] => cases.flatMap(({ operator }) => operator ?? []);
const every = <T>(cases: readonly Case[], run: (operator: Operator) => Promise<T>) => Promise.all(ofCases(cases).map(run));

/** Lets so much time go by: the length of an outage, not a wait for something. */
async function lasts(ms: number): Promise<void> {
  const since = Date.now();
  await expect.poll(() => Date.now() - since, { timeout: Math.max(0, ms) + 5_000, intervals: [250] }).toBeGreaterThanOrEqual(ms);
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
    ends: { ringing: ['voicemail'], offered: ['voicemail'] },
    proves: { ringing: heardOut, offered: heardOut },
    strike: (installation, cases) => hangs(installation, cases, { ms: 20_000, leaving: ['ringing', 'offered'] }),
  },
  {
    id: 'server-hung-long',
    what: 'the server hangs for longer than a minute',
    states: ['ringing', 'waiting', 'held', 'consulting', 'talking', 'wrap-up'],
    otherStates: 'as in 20 s',
    back: 'again',
    withinMs: 10_000, // a page that found nobody for a minute asks again every 8 s
    ends: {
      ringing: ['voicemail'],
      waiting: ['voicemail'],
      held: ['voicemail', 'handled'],
      consulting: ['voicemail', 'handled'],
    },
    proves: { ringing: heardOut, waiting: heardOut, held: heardOut, consulting: heardOut },
    strike: (installation, cases) =>
      hangs(installation, cases, { ms: 60_000, leaving: ['ringing', 'waiting', 'held', 'consulting'] }),
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
    async strike({ instance }, cases) {
      instance.supervisor.signal('SIGSTOP'); // who would start it again
      await instance.kill('postgres');
      await Promise.all([lasts(60_000), ...cases.map(answerOffer)]);
      instance.supervisor.signal('SIGCONT');
      await instance.untilReady();
    },
  },
  {
    id: 'asterisk-killed',
    what: 'kill -9 of Asterisk',
    silenceMs: null,
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
    what: 'every page hangs for 12 s, as one that the browser has frozen',
    states: ['ready', 'talking'],
    otherStates: 'it is about who is offered a call; who has one goes on',
    silenceMs: noticedMs,
    async strike(installation, cases) {
      await Promise.all([
        every(cases, ({ desk }) => desk.page.evaluate(hang, 12_000)),
        neverOffered(installation, /^page-frozen$/),
      ]);
    },
  },
  {
    id: 'microphone-lost',
    what: 'every headset is unplugged, and plugged in again',
    states: ['ready', 'talking'],
    otherStates: 'it is about who is offered a call, and who is heard',
    silenceMs: null,
    back: 'again',
    async strike(installation, cases) {
      await every(cases, (operator) => operator.microphone('unplug'));
      await neverOffered(installation, /^no-microphone$/);
      await every(cases, (operator) => operator.microphone('plug'));
    },
  },
  {
    id: 'network-changed',
    what: 'every operator’s network is another one',
    ...withoutPage,
    place: 'home',
    silenceMs: 5_000,
    async strike({ home }) {
      home?.change();
    },
  },
  {
    id: 'internet-gone',
    what: 'no operator has a network for 20 s',
    ...withoutPage,
    place: 'home',
    withinMs: 10_000, // five pages come back at once to a gateway that has given all of them up
    silenceMs: 5_000,
    async strike({ home }, cases) {
      home?.take(null);
      await Promise.all([lasts(20_000), ...ofCases(cases).map(typesOn)]);
      home?.change();
    },
  },
  {
    id: 'telephone-instead',
    what: 'an operator has no network, and his own telephone rings',
    ...withoutPage,
    states: ['talking'],
    otherStates: 'as without a telephone',
    place: 'home',
    silenceMs: 5_000,
    hits: 'each',
    proves: { talking: speaksByTelephone },
    async strike({ home, far }, cases) {
      await every(cases, (operator) => operator.telephone(true));
      home?.take(null);
      const telephone = await far.incoming(20_000);
      telephone.answer(telephoneHz);
      for (const { party } of cases) {
        await expect(async () => {
          telephone.press('1');
          await party?.caller.hears(telephoneHz, 2_000);
        }).toPass({ timeout: 15_000 });
      }
      await every(cases, typesOn);
      home?.change();
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

/** His page says since when; known after twelve seconds at the latest. */
const toldOfNoServer = ({ desk }: Operator): Promise<void> =>
  desk.page.getByText('Offline for').first().waitFor({ timeout: 20_000 });

/** The server hangs for so long, and until those who are `leaving` have left the message that they were asked for. */
async function hangs(
  { instance }: Installation,
  cases: readonly Case[],
  { ms, leaving }: { readonly ms: number; readonly leaving: readonly State[] },
): Promise<void> {
  await instance.kill('server', 'SIGSTOP');
  const leave = async ({ party }: Case): Promise<void> => {
    if (party === null) return;
    party.beepAt = await party.caller.beep(apologyWithinMs, 950);
    await lasts(party.beepAt + spokenMs - Date.now());
    party.caller.hangUp();
  };
  await Promise.all([
    lasts(ms),
    every(cases, toldOfNoServer),
    ...cases.filter(({ state }) => leaving.includes(state)).map(leave),
  ]);
  await instance.kill('server', 'SIGCONT');
  await instance.untilReady();
}

/** He was told that nobody is there, and left a message: his operator is free, or writes the note. */
async function heardOut({ operator, state }: Case): Promise<void> {
  await operator?.desk.state(state === 'offered' ? 'ready' : 'wrap-up', 15_000);
}

/** Back at his page he sees the call that goes on there. */
async function speaksByTelephone(one: Case): Promise<void> {
  await one.operator?.desk.state('talking');
  await one.party?.caller.hears(telephoneHz);
  await keepsDraft(one);
  await one.operator?.telephone(false);
}

/** An outage is longer than an offer waits. */
async function answerOffer({ state, operator }: Case): Promise<void> {
  if (state !== 'offered' || operator === null) return;
  await operator.desk.press('F2');
  await operator.desk.state('talking');
}

/** His page says that it has no network, and takes what he types all the same. */
async function typesOn(operator: Operator): Promise<void> {
  await toldOfNoServer(operator);
  if (operator.matter !== '') await operator.writes(`${operator.matter} Written without a network.`);
}

async function cutAndTold({ state, operator }: Case): Promise<void> {
  if (operator === null) return;
  if (state === 'offered') return operator.desk.state('ready', 20_000);
  await operator.desk.state('wrap-up', 20_000);
  await operator.desk.page.getByText('The telephone exchange failed and cut the call.').waitFor();
}

/** Runs in the page: nothing else does meanwhile. Chromium itself freezes no page that can be seen. */
function hang(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
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
