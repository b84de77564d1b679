import type { ToPage, ToServer } from '#shared/live.ts';
import type { RunningFloor } from '../../server/calls/floor.ts';
import type { Live } from '../../server/ports/telephony.ts';
import type { Course } from './course.ts';
import type { Life } from './process.ts';

/** One page's socket; both directions keep their order and take their time. */
export type Connection = {
  say(message: ToServer): void;
  /** The page goes; `unnoticed` when no word of it reaches the server before its pings fail. */
  close(how: 'noticed' | 'unnoticed'): void;
};

export type PageSide = { hear(message: ToPage): void; lost(): void };

type Page = {
  readonly operatorId: string;
  readonly side: PageSide;
  readonly life: Life;
  open: boolean;
  /** Earliest arrival of the next message each way: nothing overtakes. */
  toPageMs: number;
  toServerMs: number;
  /** The last beat: one more like it changes nothing at the server, and takes no time on its way. */
  beatMs: number;
  beatMic: string;
};

/** What those who watch the day want to know. */
export type HubWatch = {
  /** The server said this to an operator's page; `reached` when a page was there to hear it. */
  said(operatorId: string, message: ToPage, reached: boolean): void;
  /** The floor takes this in. */
  took(operatorId: string, message: ToServer): void;
  opened(operatorId: string): void;
  closed(operatorId: string): void;
};

export type Hub = ReturnType<typeof createHub>;

/** Milliseconds until pings that nobody answers end a socket. */
const pingsMs = { least: 10_000, most: 15_000 };

/** The `/live` sockets of a day: one page per operator, as the server's own hub has it. */
export function createHub(course: Course, watch: HubWatch) {
  const { time, chance, trace } = course;
  const pages = new Map<string, Page>();
  let server: { readonly life: Life; readonly floor: RunningFloor } | null = null;

  function forget(page: Page): void {
    if (pages.get(page.operatorId) !== page) return;
    pages.delete(page.operatorId);
    const floor = server?.floor;
    page.life.run(() => {
      watch.closed(page.operatorId);
      floor?.operatorGone(page.operatorId);
    });
  }

  function receive(page: Page, message: ToServer): void {
    if (pages.get(page.operatorId) !== page || server?.life !== page.life) return;
    if (message.t !== 'beat') trace.add(`${page.operatorId} says ${message.t}`);
    watch.took(page.operatorId, message);
    server.floor.onPage(page.operatorId, message);
  }

  function say(page: Page, message: ToServer): void {
    if (!page.open) return;
    const arrives = () => receive(page, message);
    if (isSteady(page, message)) return void page.life.run(arrives);
    page.toServerMs = Math.max(page.toServerMs, time.nowMs() + chance.between(5, 60));
    time.after(page.toServerMs - time.nowMs(), () => page.life.run(arrives));
  }

  function isSteady(page: Page, message: ToServer): boolean {
    if (message.t !== 'beat') return false;
    const { beatMs, beatMic } = page;
    page.beatMs = time.nowMs();
    page.beatMic = message.mic;
    return beatMic === message.mic && page.beatMs - beatMs < 1_500;
  }

  function tell(page: Page, message: ToPage): void {
    if (isForEyesOnly(message)) return;
    page.toPageMs = Math.max(page.toPageMs, time.nowMs() + chance.between(5, 60));
    time.after(page.toPageMs - time.nowMs(), () => (page.open ? page.side.hear(message) : undefined));
  }

  /** Most of what is said: who waits and who is there. No operator of these days acts on it. */
  const isForEyesOnly = ({ t }: ToPage): boolean => t === 'queue' || t === 'floor' || t === 'poke';

  const live: Live = {
    toOperator(operatorId, message) {
      const page = pages.get(operatorId);
      if (!isForEyesOnly(message)) trace.add(`to ${operatorId}: ${message.t}`);
      watch.said(operatorId, message, page?.open === true);
      if (page !== undefined) tell(page, message);
    },
    toOperators: () => undefined,
    toSupervisors: () => undefined,
    poke: () => undefined,
  };

  return {
    live,
    serve(life: Life, floor: RunningFloor): void {
      server = { life, floor };
    },
    /** The server is dead: every page sees its socket close. */
    closeAll(): void {
      server = null;
      for (const page of [...pages.values()]) {
        pages.delete(page.operatorId);
        page.open = false;
        page.side.lost();
      }
    },
    /** Null when nobody listens. A stopped server takes the connection and answers nothing until it goes on. */
    connect(operatorId: string, side: PageSide): Connection | null {
      if (server === null) return null;
      const { life, floor } = server;
      const toServerMs = time.nowMs() + chance.between(10, 80);
      const beat = { beatMs: Number.NEGATIVE_INFINITY, beatMic: '' };
      const page: Page = { operatorId, side, life, open: true, toPageMs: 0, toServerMs, ...beat };
      time.after(toServerMs - time.nowMs(), () =>
        life.run(() => {
          if (!page.open) return;
          const old = pages.get(operatorId);
          if (old !== undefined) old.open = false;
          pages.set(operatorId, page);
          trace.add(`page of ${operatorId} opens`);
          watch.opened(operatorId);
          tell(page, { t: 'welcome', serverTime: time.clock(), version: 'simulated' });
          floor.onSignedIn(operatorId);
        }),
      );
      return {
        say: (message) => say(page, message),
        close(how) {
          page.open = false;
          const noticed = how === 'noticed' ? chance.between(1, 100) : chance.between(pingsMs.least, pingsMs.most);
          time.after(noticed, () => life.run(() => forget(page)));
        },
      };
    },
  };
}
