import * as z from 'zod/mini';

/** A text of so many characters that a database keeps as it is: PostgreSQL's has no U+0000. */
export const storableText = (longest: number, shortest = 0) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that one is meant
  z.string().check(z.minLength(shortest), z.maxLength(longest), z.regex(/^[^\u0000]*$/));
