import type { Course } from './course.ts';
import type { CallerSide, ChannelEnd, Exchange, Hears } from './exchange.ts';

/** What one caller really lived through; the books are compared with it. */
export type Story = {
  readonly channelId: string;
  readonly dialled: string;
  readonly number: string;
  readonly arrivedMs: number;
  /** When an operator's voice reached him first. */
  voiceMs: number | null;
  /** What he hears now, or heard at the end, and since when. */
  hears: { readonly what: Hears; readonly sinceMs: number };
  /** A server listened and acted when he called. */
  readonly wasSeen: boolean;
  /** What he heard, each once. */
  readonly heard: Set<Hears>;
  /** Length of the message that he left to us, or to the exchange alone. */
  messageSeconds: number;
  /** When he asked last to be called back instead of waiting, if he could; whether he was told that he is. */
  pressedTwoMs: number | null;
  keepsPlace: boolean;
  ended: { readonly ms: number; readonly by: ChannelEnd } | null;
};

/** What this caller will do, drawn before he dials. */
type Temper = {
  readonly patienceMs: number;
  readonly talkMs: number;
  readonly messageMs: number;
  readonly pressesOne: boolean;
  /** Presses 2 where he may keep his place. */
  readonly pressesTwo: boolean;
  /** Hangs up at this moment whatever happens; null: as the call goes. */
  readonly whimMs: number | null;
  /** Leaves the end of the talk to the operator. */
  readonly polite: boolean;
};

export type Callers = ReturnType<typeof createCallers>;

/** Everybody who calls on this day. */
export function createCallers(
  course: Course,
  exchange: Exchange,
  day: { readonly isSeen: () => boolean; readonly asBefore: boolean },
) {
  const { time, chance } = course;
  const stories: Story[] = [];
  const reached: Story[] = [];
  let refused = 0;

  const temper = (): Temper => ({
    patienceMs: 4_000 + chance.around(chance.chance(0.2) ? 15_000 : 240_000),
    talkMs: 2_000 + chance.around(45_000),
    messageMs: chance.chance(0.15) ? chance.between(100, 1_500) : 2_000 + chance.around(12_000),
    pressesOne: chance.chance(0.12),
    pressesTwo: !day.asBefore && chance.chance(0.25),
    whimMs: chance.chance(0.12) ? chance.between(50, 60_000) : null,
    polite: chance.chance(0.3),
  });

  const begin = (channelId: string, line: { readonly dialled: string; readonly number: string }, hears: Hears): Story => ({
    ...line,
    channelId,
    arrivedMs: time.nowMs(),
    voiceMs: null,
    hears: { what: hears, sinceMs: time.nowMs() },
    wasSeen: day.isSeen(),
    heard: new Set(),
    messageSeconds: 0,
    pressedTwoMs: null,
    keepsPlace: false,
    ended: null,
  });

  function dial(line: { readonly dialled: string; readonly number: string }): void {
    const story = begin(`c${stories.length + 1}`, line, 'ringing');
    const side = createTelephone(course, exchange, story, temper());
    if (!exchange.dial({ id: story.channelId, ...line, side })) refused += 1;
    else stories.push(story);
  }

  /** Somebody takes his telephone because the bureau calls him. */
  function answer({ channelId, number }: { readonly channelId: string; readonly number: string }): CallerSide {
    const story = begin(channelId, { dialled: '', number }, 'nothing');
    reached.push(story);
    return createTelephone(course, exchange, story, temper());
  }

  return {
    stories: stories as readonly Story[],
    /** Calls that found no exchange at all. */
    refused: () => refused,
    /** Those whom the bureau called, and who answered. */
    reached: reached as readonly Story[],
    dial,
    answer,
  };
}

function createTelephone(course: Course, exchange: Exchange, story: Story, temper: Temper): CallerSide {
  const { time, chance } = course;
  const { channelId } = story;
  const hangUp = () => exchange.hangUp(channelId);
  const isWaiting = () => story.voiceMs === null && !story.heard.has('his-turn');
  let turnMs = 0;

  time.after(temper.patienceMs, () => (isWaiting() ? hangUp() : undefined));
  if (temper.whimMs !== null) time.after(temper.whimMs, hangUp);

  function onVoice(): void {
    if (story.voiceMs !== null) return;
    story.voiceMs = time.nowMs();
    // the operator ends the talk of a polite caller; one whom nobody lets go hangs up at last
    time.after(temper.talkMs + (temper.polite ? 90_000 : 0), hangUp);
  }

  function onHisTurn(): void {
    turnMs = time.nowMs();
    time.after(temper.messageMs, () => (chance.chance(0.2) ? exchange.press(channelId, '#') : hangUp()));
    time.after(temper.messageMs + 5_000, hangUp);
  }

  function endTurn(): void {
    story.messageSeconds = Math.floor((time.nowMs() - turnMs) / 1000);
  }

  /** A client at the hotline: the right PIN, a wrong one, none at all. */
  function enterPin(): void {
    const luck = chance.unit();
    if (luck > 0.9) return;
    const keys = luck < 0.15 ? '1111#' : luck < 0.25 ? '#' : '2580#';
    let at = chance.between(200, 3_000);
    for (const key of keys) {
      time.after(at, () => exchange.press(channelId, key));
      at += chance.between(150, 900);
    }
  }

  function press(key: string): void {
    if (key === '2') story.pressedTwoMs = time.nowMs();
    exchange.press(channelId, key);
  }

  function onPrompt(prompt: string | null): void {
    if (prompt === 'pin') enterPin();
    if (prompt === 'announcement') story.keepsPlace = story.pressedTwoMs !== null;
    if (prompt === 'reception' && chance.chance(0.6)) {
      const key = chance.pick([...'11123439']);
      time.after(chance.between(300, 7_000), () => press(key));
    }
    if (prompt !== 'welcome') return;
    if (temper.pressesOne) time.after(chance.between(300, 12_000), () => exchange.press(channelId, '1'));
    else if (temper.pressesTwo) time.after(chance.between(300, 5_500), () => press('2'));
    else if (chance.chance(0.1)) time.after(chance.between(300, 9_000), () => exchange.press(channelId, '5'));
  }

  return {
    heard(what, prompt) {
      if (story.hears.what === 'his-turn') endTurn();
      story.heard.add(what);
      story.hears = { what, sinceMs: time.nowMs() };
      if (what === 'voice') onVoice();
      if (what === 'his-turn') onHisTurn();
      if (what === 'prompt') onPrompt(prompt);
    },
    gone(by) {
      if (story.hears.what === 'his-turn') endTurn();
      story.ended = { ms: time.nowMs(), by };
    },
  };
}
