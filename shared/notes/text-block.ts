import * as z from 'zod/mini';

/** A text that is written by its short form: `;rdv` becomes `rendez-vous`; the mark keeps ordinary words as they are. The first `|` says where the writing goes on. */
export const textBlockSchema = z.object({
  /** Letters and digits, without the mark. */
  short: z.string().check(z.regex(/^[\p{L}\p{N}]{1,20}$/u)),
  text: z.string().check(z.minLength(1), z.maxLength(500)),
});
export type TextBlock = z.infer<typeof textBlockSchema>;
/** At most as many as one remembers. */
export const textBlocksSchema = z.array(textBlockSchema).check(z.maxLength(60));

/** What takes the place of the characters from `from` to `to`; the caret stands at `caret` afterwards. */
export type Replacement = { readonly from: number; readonly to: number; readonly text: string; readonly caret: number };

/** The account's blocks before one's own: what the client wants written under a short form comes first. */
export function blocksFor(account: readonly TextBlock[], own: readonly TextBlock[]): TextBlock[] {
  return [...account, ...own.filter(({ short }) => !account.some((other) => isSame(other.short, short)))];
}

/**
 * The replacement that the last character typed asks for: at once when no other short form begins alike, otherwise when a
 * character follows that belongs to none. The mark may be typed full-width, as Japanese keyboards do.
 */
export function expansionAt(text: string, caret: number, blocks: readonly TextBlock[]): Replacement | null {
  const typed = text.slice(0, caret);
  const whole = /[;；]([\p{L}\p{N}]+)$/u.exec(typed);
  if (whole?.[1] !== undefined) {
    const meant = blocks.filter(({ short }) => beginsWith(short, whole[1] ?? ''));
    const [only, other] = meant;
    return only && !other && isSame(only.short, whole[1]) ? replace(only, whole.index, caret) : null;
  }
  const ended = /[;；]([\p{L}\p{N}]+)[^\p{L}\p{N}]$/u.exec(typed);
  const block = blocks.find(({ short }) => isSame(short, ended?.[1] ?? ''));
  // A short form with no longer one beside it was replaced, or wanted back, before this character.
  const isLate =
    block !== undefined && blocks.some(({ short }) => short.length > block.short.length && beginsWith(short, block.short));
  return block && ended && isLate ? replace(block, ended.index, caret - 1) : null;
}

/** Short forms that what stands before the caret may become, for whoever does not know them by heart. */
export function blocksOffered(text: string, caret: number, blocks: readonly TextBlock[]): readonly TextBlock[] {
  const begun = /[;；]([\p{L}\p{N}]*)$/u.exec(text.slice(0, caret));
  return begun === null ? [] : blocks.filter(({ short }) => beginsWith(short, begun[1] ?? '')).slice(0, 5);
}

/** The text as it is written, without the mark of the caret. */
export const writtenText = ({ text }: Pick<TextBlock, 'text'>): string => text.replace('|', '');

function replace(block: TextBlock, from: number, to: number): Replacement {
  const place = block.text.indexOf('|');
  const text = writtenText(block);
  return { from, to, text, caret: from + (place === -1 ? text.length : place) };
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const beginsWith = (short: string, typed: string): boolean => short.toLowerCase().startsWith(typed.toLowerCase());
