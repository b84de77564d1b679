import type { ToPage } from '#shared/live.ts';
import type { After } from '../../ports/time.ts';

/** A call changes queue, floor and rows several times within a moment; its offer comes first, then each page draws and pulls once. */
const newsTogetherMs = 100;

/** What goes out to one page. */
export type Outlet = {
  send(message: ToPage, when?: 'at-once'): void;
  /** Sends what is still held back. */
  flush(): void;
};

/**
 * What is said in one go reaches a page that knows how (`together`) in one frame: it draws once. News of others (the
 * queue, the floor, changed rows) wait a moment for more of their kind, and go along with whatever cannot wait. An offer
 * is on its way before anything else is done or said, and is painted before the page hears what it is not made of.
 */
export function createOutlet(
  say: (frame: ToPage | readonly ToPage[]) => void,
  { together, after }: { readonly together: boolean; readonly after: After },
): Outlet {
  let held: readonly ToPage[] = [];
  let isDue = false;
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel?.();
    cancel = null;
    isDue = false;
    const messages = held;
    held = [];
    sayAll(messages);
  }

  function sayAll(messages: readonly ToPage[]): void {
    const [first, ...more] = messages;
    if (first === undefined) return;
    if (more.length > 0 && together) say([first, ...more]);
    else for (const message of messages) say(message);
  }

  function sayWithoutNews(): void {
    const messages = held.filter((message) => !isNews(message));
    held = held.filter(isNews);
    sayAll(messages);
  }

  return {
    flush,
    send(message, when) {
      held = joined(held, message);
      if (message.t === 'offer') sayWithoutNews();
      else if (isNews(message) && when !== 'at-once') {
        if (!isDue) cancel ??= after(newsTogetherMs, flush);
      } else if (!together) flush();
      else if (!isDue) {
        isDue = true;
        queueMicrotask(flush);
      }
    },
  };
}

/** That he is asked an operator learns by the offer. */
const isNews = (message: ToPage): boolean =>
  message.t === 'queue' ||
  message.t === 'floor' ||
  message.t === 'poke' ||
  (message.t === 'presence' && message.presence.state === 'offered');

/** Newer news take the place of older ones of their kind; changed spaces add up. */
function joined(held: readonly ToPage[], message: ToPage): readonly ToPage[] {
  if (!isNews(message)) return [...held, message];
  const older = held.find(({ t }) => t === message.t);
  const others = held.filter((each) => each !== older);
  if (message.t !== 'poke' || older?.t !== 'poke') return [...others, message];
  return [...others, { t: 'poke', spaces: [...new Set([...older.spaces, ...message.spaces])] }];
}
