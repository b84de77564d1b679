import type { Note } from '../notes/note.ts';

/** How long after a text a reply is taken as one to it, days. */
export const replyDays = 7;

/**
 * The note that a text from a person answers, among those texted to this person lately: the only one that nobody has
 * acknowledged, or, with none open, the only one at all. Null when it could be several: somebody has to read it.
 */
export function noteAnswered(texted: readonly Note[]): Note | null {
  const open = texted.filter((note) => note.acknowledged === null);
  const [only, ...others] = open.length > 0 ? open : texted;
  return only !== undefined && others.length === 0 ? only : null;
}
