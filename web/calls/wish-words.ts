import type { Wish } from '#shared/calls/question.ts';
import { never } from '#shared/errors.ts';
import { m } from '#web/paraglide/messages.js';

/** What the client wants done with his caller; `time` writes until when he calls back. */
export function wishText(wish: Wish, time: (at: string) => string): string {
  switch (wish.kind) {
    case 'put-through':
      return m.desk_wish_put_through();
    case 'call-back':
      return m.desk_wish_call_back({ time: time(wish.by) });
    case 'message':
      return m.desk_wish_message();
    case 'say':
      return wish.text;
    default:
      return never(wish);
  }
}
