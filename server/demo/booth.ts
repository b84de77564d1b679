import { createHmac, timingSafeEqual } from 'node:crypto';
import { phoneNumberSchema } from '#shared/calls/phone-number.ts';
import { CodedError } from '#shared/errors.ts';
import { floodGate } from '#shared/flood.ts';

const lifetimeMs = 15 * 60_000;
const tokensPerMinute = 30;
/** The range reserved for fiction that the demonstration's callers have their numbers from. */
const fiction = /^\+3363998\d{4}$/;

/** Who stands in a booth: nobody we know, calling from this number (null: withheld). */
type BoothCaller = { readonly id: string; readonly caller: string | null };

export type Booth = {
  /** A token for one booth, fit for a URL. Throws `booth.too_many`, or `input.invalid` for a number outside the range of fiction. */
  issue(caller: string | null): string;
  /** The booth of a token that is ours and not too old; else null. */
  read(token: string): BoothCaller | null;
};

/** The demonstration's telephone booths: tokens are signed, so that they outlive a restart of the server. */
export function createBooth(deps: {
  readonly secret: string;
  readonly nowMs: () => number;
  readonly newId: () => string;
}): Booth {
  const tooMany = floodGate(tokensPerMinute, 60_000);
  const sign = (text: string): string => createHmac('sha256', deps.secret).update(`booth\n${text}`).digest('base64url');

  return {
    issue(caller) {
      if (caller !== null && !fiction.test(caller)) {
        throw new CodedError('input.invalid', 'a booth calls from a number of fiction only', { field: 'caller' });
      }
      if (tooMany(deps.nowMs())) throw new CodedError('booth.too_many', 'too many booths in this minute');
      const text = Buffer.from([deps.nowMs() + lifetimeMs, deps.newId(), caller ?? ''].join('~')).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    read(token) {
      const [text = '', mark = ''] = token.split('.');
      const expected = sign(text);
      const genuine = mark.length === expected.length && timingSafeEqual(Buffer.from(mark), Buffer.from(expected));
      const [until = '', id = '', caller = ''] = Buffer.from(text, 'base64url').toString().split('~');
      if (!genuine || Number(until) < deps.nowMs()) return null;
      return { id, caller: phoneNumberSchema.safeParse(caller).data ?? null };
    },
  };
}
