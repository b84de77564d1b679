import type { CallbackTask } from '#shared/calls/callback-task.ts';
import { never } from '#shared/errors.ts';
import type { LiveCall, Presence, ToPage, ToServer } from '#shared/live.ts';
import { reconnectDelay } from '#shared/reconnect.ts';
import type { Course } from './course.ts';
import type { Exchange } from './exchange.ts';
import type { Connection, Hub } from './hub.ts';
import type { Random } from './random.ts';

/** How an operator works today, drawn at his sign-in. */
type Habits = {
  /** Share of offers that he takes. */
  readonly takes: number;
  readonly answerMs: { readonly least: number; readonly most: number };
  readonly wrapUpMs: number;
  /** Mean time between two pauses. */
  readonly pauseEveryMs: number;
};

/** What his page has besides the call. */
export type Desk = {
  /** Who is free and may serve the account. */
  readonly colleagues: (accountId: string) => readonly string[];
  /** Somebody of the account's roster, or any number. */
  readonly whom: (accountId: string) => Transfer['to'];
  readonly openTasks: () => readonly CallbackTask[];
};

type Transfer = Extract<ToServer, { t: 'transfer' }>;

export type OperatorSide = ReturnType<typeof createOperator>;

/** One operator at home: the person, his browser's page, and the telephone in it. */
export function createOperator(
  course: Course,
  id: string,
  around: {
    readonly hub: Hub;
    readonly exchange: Exchange;
    readonly isGatewayUp: () => boolean;
    /** Null: he answers calls and does nothing else. */
    readonly desk: Desk | null;
    /** Draws whether the three speak together, and how that ends; null: never. */
    readonly conferences: Random | null;
  },
) {
  const { time, chance, trace } = course;
  const { hub, exchange, conferences } = around;
  const { legs } = exchange;
  const habits: Habits = {
    takes: chance.chance(0.15) ? 0.6 : 0.95,
    answerMs: { least: 300, most: chance.chance(0.1) ? 9_000 : 5_000 },
    wrapUpMs: chance.between(1_000, 15_000),
    pauseEveryMs: chance.between(10 * 60_000, 60 * 60_000),
  };
  /** Grows with every page: what an earlier page wanted to do later is not done. */
  let page = 0;
  let connection: Connection | null = null;
  let attempt = 0;
  let atDesk = false;
  let frozen = false;
  let backlog: ToPage[] = [];
  let mic: 'live' | 'none' = 'none';
  let phone: 'off' | 'registering' | 'registered' = 'off';
  let flowing = true;
  let wantsReady = false;
  let call: LiveCall | null = null;
  const finished = new Set<string>();

  /** Something that this page, or the person before it, does after a while. */
  function soon(ms: number, act: () => void): void {
    const mine = page;
    time.after(ms, () => (mine === page && atDesk ? act() : undefined));
  }

  const say: Connection['say'] = (message) => connection?.say(message);

  function connect(): void {
    if (!atDesk || connection !== null) return;
    connection = hub.connect(id, { hear, lost });
    if (connection === null) {
      soon(reconnectDelay(attempt, chance.unit()), connect);
      attempt += 1;
      return;
    }
    attempt = 0;
    tellPhone();
  }

  function lost(): void {
    connection = null;
    soon(reconnectDelay(0, chance.unit()), connect);
  }

  const tellPhone = () => say({ t: 'phone', state: phone === 'registered' ? 'registered' : 'gone' });

  function register(): void {
    if (phone === 'registering') return;
    phone = 'registering';
    tellPhone();
    soon(chance.between(200, 900), registered);
  }

  function registered(): void {
    if (!around.isGatewayUp() || !exchange.isUp()) {
      soon(1_000, registered);
      return;
    }
    phone = 'registered';
    mic = 'live';
    legs.register(id);
    tellPhone();
  }

  /** The exchange may have forgotten this telephone: no leg rings although one is wanted. */
  function legWanted(): void {
    if (phone === 'off') register();
    else if (phone === 'registered' && !legs.has(id)) soon(2_500, () => (legs.has(id) ? undefined : register()));
  }

  function hear(message: ToPage): void {
    if (frozen) backlog.push(message);
    else obey(message);
  }

  function obey(message: ToPage): void {
    switch (message.t) {
      case 'presence':
        presenceChanged(message.presence);
        break;
      case 'offer':
        offered(message.call);
        break;
      case 'offer-ended':
        if (call?.callId === message.callId && call.state === 'offered') call = null;
        break;
      case 'call':
        callChanged(message.call);
        break;
      case 'leg':
        if (message.wanted) legWanted();
        break;
      case 'welcome':
      case 'queue':
      case 'floor':
      case 'conversations':
      case 'unsent-urgent':
      case 'note-taken':
      case 'poke':
      case 'replaced':
      case 'refused':
        break;
      default:
        never(message);
    }
  }

  /** As the desk has it: the server's word counts, and a server that knows nothing is told. */
  function presenceChanged(presence: Presence): void {
    if (presence.state === 'ready') wantsReady = true;
    if (presence.state === 'pause' && presence.reason === 'signed-in') {
      if (wantsReady) say(call?.state === 'ended' ? { t: 'pause', reason: 'wrap-up' } : { t: 'ready' });
    } else if (presence.state === 'pause' && presence.reason !== 'wrap-up' && wantsReady) {
      wantsReady = false;
      soon(chance.between(10_000, 90_000), ready);
    }
    if (presence.state === 'unreachable' && presence.reason === 'not-shown') soon(chance.between(3_000, 20_000), ready);
    if (call !== null && presence.callId !== call.callId && call.state !== 'ended' && call.state !== 'offered')
      callChanged({ ...call, state: 'ended' });
  }

  function offered(next: LiveCall): void {
    call = next;
    const { callId } = next;
    const isStill = () => call?.callId === callId && call.state === 'offered';
    const paintMs = chance.chance(0.02) ? chance.between(2_200, 5_000) : chance.between(30, 250);
    soon(paintMs, () => (isStill() ? say({ t: 'shown', callId }) : undefined));
    if (!chance.chance(habits.takes)) return;
    const { least, most } = habits.answerMs;
    soon(chance.between(least, most), () => (isStill() ? say({ t: 'answer', callId }) : undefined));
  }

  function callChanged(next: LiveCall): void {
    const isNew = call?.callId !== next.callId || call.state === 'offered';
    const before = call;
    call = next;
    if (next.state !== 'ended') {
      if (isNew) converse(next);
      if (next.state === 'consulting' && next.transfer?.party !== before?.transfer?.party) consult(next);
      if (next.state === 'conference' && before?.state !== 'conference' && conferences !== null) meet(next, conferences);
    } else if (before?.state !== 'ended') wrapUp(next.callId);
  }

  /** Talks, holds now and then, and ends the call when the caller does not. */
  function converse(next: LiveCall): void {
    const { callId } = next;
    const isMine = () => call?.callId === callId;
    // nobody hangs up on a caller whom he does not hear, or not yet; on the first days some did
    const isUnheard = () => call?.state === 'rejoining' || (call?.state === 'talking' && exchange.isOnTheWay(next.callId, id));
    const mayHangUp = () => around.desk === null || !isUnheard();
    if (around.desk !== null) passOn(next, around.desk);
    if (chance.chance(0.3)) {
      const at = chance.between(1_000, 20_000);
      soon(at, () => (isMine() ? say({ t: 'hold', callId }) : undefined));
      soon(at + chance.between(500, 30_000), () => (isMine() ? say({ t: 'unhold', callId }) : undefined));
    }
    if (chance.chance(0.4))
      soon(3_000 + chance.around(40_000), () => (isMine() && mayHangUp() ? say({ t: 'hangup', callId }) : undefined));
    if (chance.chance(0.1)) soon(chance.between(500, 20_000), takePause);
  }

  /** Puts some callers through, announced or not, and hands some to a colleague. */
  function passOn({ callId, accountId }: LiveCall, { whom, colleagues }: Desk): void {
    const luck = chance.unit();
    soon(chance.between(1_500, 15_000), () => {
      if (call?.callId !== callId) return;
      if (luck < 0.15) say({ t: 'transfer', callId, to: whom(accountId), announced: luck < 0.1 });
      const free = luck >= 0.15 && luck < 0.25 ? colleagues(accountId) : [];
      if (free.length > 0) say({ t: 'hand-over', callId, to: chance.pick(free) });
    });
  }

  /** Somebody is called for the caller: joined with him, or not, or given up; nobody is there, or another is tried. */
  function consult({ callId, accountId, transfer }: LiveCall): void {
    const party = transfer?.party;
    const goOn = (act: () => void) => () =>
      call?.callId === callId && call.state === 'consulting' && call.transfer?.party === party ? act() : undefined;
    const luck = chance.unit();
    if (party === 'ringing') {
      if (luck < 0.15)
        soon(
          chance.between(3_000, 30_000),
          goOn(() => say({ t: 'return', callId, reason: null })),
        );
    } else if (party === 'talking') {
      if (luck < 0.9)
        soon(
          chance.between(800, 15_000),
          goOn(() => {
            if (luck >= 0.65) say({ t: 'return', callId, reason: 'refused' });
            else say({ t: conferences?.chance(0.6) ? 'conference' : 'join', callId });
          }),
        );
    } else
      soon(
        chance.between(500, 6_000),
        goOn(() =>
          luck < 0.3 && around.desk !== null
            ? say({ t: 'transfer', callId, to: around.desk.whom(accountId), announced: luck < 0.2 })
            : say({ t: 'return', callId, reason: null }),
        ),
      );
  }

  /** All three speak: he leaves the two, lets the third party go, or both of them, or waits until somebody hangs up. */
  function meet({ callId }: LiveCall, { unit, between }: Random): void {
    const luck = unit();
    soon(between(800, 20_000), () => {
      if (call?.callId !== callId || call.state !== 'conference' || exchange.isOnTheWay(callId, id)) return;
      if (luck < 0.4) say({ t: 'join', callId });
      else if (luck < 0.65) say({ t: 'return', callId, reason: null });
      else if (luck < 0.75) say({ t: 'hangup', callId });
    });
  }

  /** Calls back whoever gave up, between two calls. */
  function callBackNowAndThen(desk: Desk): void {
    soon(chance.around(60_000), () => {
      const tasks = desk.openTasks();
      if (wantsReady && call === null && tasks.length > 0) say({ t: 'dial', taskId: chance.pick(tasks).id });
      callBackNowAndThen(desk);
    });
  }

  function wrapUp(callId: string): void {
    const done = () => {
      finished.add(callId);
      if (call?.callId === callId) call = null;
      say({ t: 'wrapped-up', callId });
    };
    if (finished.has(callId)) done();
    else soon(chance.around(habits.wrapUpMs), done);
  }

  function ready(): void {
    wantsReady = true;
    if (phone === 'off') register();
    say({ t: 'ready' });
  }

  function takePause(): void {
    if (!wantsReady) return;
    wantsReady = false;
    say({ t: 'pause', reason: 'break' });
    soon(chance.between(5_000, 120_000), ready);
  }

  function pauseNowAndThen(): void {
    soon(chance.around(habits.pauseEveryMs), () => {
      takePause();
      pauseNowAndThen();
    });
  }

  function openPage(): void {
    page += 1;
    atDesk = true;
    frozen = false;
    backlog = [];
    call = null;
    phone = 'off';
    mic = 'none';
    wantsReady = false;
    flowing = true;
    attempt = 0;
    connect();
    soon(chance.between(500, 4_000), ready);
    pauseNowAndThen();
    if (around.desk !== null) callBackNowAndThen(around.desk);
  }

  /** The browser is gone: its telephone falls silent, then its leg ends. */
  function dropPage(how: 'noticed' | 'unnoticed'): void {
    atDesk = false;
    page += 1;
    connection?.close(how);
    connection = null;
    phone = 'off';
    legs.unregister(id);
    legs.flow(id, false);
    const mine = page;
    time.after(chance.between(50, 12_000), () => (mine === page ? legs.endOfPage(id) : undefined));
  }

  return {
    id,
    isAtDesk: () => atDesk,
    wantsReady: () => wantsReady,
    beat(): void {
      if (atDesk && !frozen) say({ t: 'beat', mic });
    },
    come: openPage,
    /** The telephone in the page rings for its own leg and answers by itself. */
    ring(): void {
      if (atDesk && phone === 'registered')
        soon(chance.between(40, 400), () => legs.answered(id, flowing && around.isGatewayUp()));
    },
    leave(how: 'noticed' | 'unnoticed'): void {
      trace.add(`${id} leaves ${how}`);
      if (atDesk) dropPage(how);
    },
    /** The page is reloaded, or opened on another machine. */
    reload(): void {
      if (!atDesk) return;
      trace.add(`${id} reloads`);
      dropPage('noticed');
      const mine = page;
      time.after(chance.between(400, 5_000), () => (mine === page && !atDesk ? openPage() : undefined));
    },
    /** A second tab takes over without the first being closed. */
    openSecondTab(): void {
      if (!atDesk) return;
      trace.add(`${id} opens a second tab`);
      legs.endOfPage(id);
      legs.unregister(id);
      connection = null;
      openPage();
    },
    freeze(ms: number): void {
      if (!atDesk || frozen) return;
      trace.add(`page of ${id} freezes`);
      frozen = true;
      soon(ms, () => {
        frozen = false;
        const missed = backlog;
        backlog = [];
        for (const message of missed) hear(message);
      });
    },
    /** Sound stops while everything else goes on. */
    fallSilent(ms: number): void {
      trace.add(`${id} falls silent`);
      flowing = false;
      legs.flow(id, false);
      soon(ms, () => {
        flowing = true;
        legs.flow(id, true);
      });
    },
    loseMicrophone(ms: number): void {
      mic = 'none';
      soon(ms, () => {
        mic = 'live';
      });
    },
    cutSocket(how: 'noticed' | 'unnoticed'): void {
      connection?.close(how);
      connection = null;
      soon(chance.between(250, 8_000), connect);
    },
    /** The gateway died: leg and registration are gone with it. */
    gatewayDied(): void {
      if (phone === 'off') return;
      legs.unregister(id);
      legs.flow(id, false);
      soon(chance.between(500, 3_000), () => {
        legs.endOfPage(id);
        register();
      });
    },
  };
}
