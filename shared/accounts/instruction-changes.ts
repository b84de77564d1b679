import * as z from 'zod/mini';
import type { Instruction } from './instructions.ts';

/** The instructions in force when an operator last answered for an account, by id: the text and what was to be said. */
export const instructionsSeenSchema = z.record(z.string(), z.string());
export type InstructionsSeen = z.infer<typeof instructionsSeenSchema>;

/** A stretch of a text: there before and now, only before, or only now. */
export type Stretch = { readonly kind: 'same' | 'out' | 'in'; readonly text: string };

/** What has become of one instruction. */
export type InstructionChange = {
  readonly id: string;
  readonly kind: 'new' | 'changed' | 'over';
  readonly stretches: readonly Stretch[];
};

export const seenOf = (inForce: readonly Instruction[]): InstructionsSeen =>
  Object.fromEntries(inForce.map((instruction) => [instruction.id, whole(instruction)]));

/** What is other than when it was last seen: changed ones with their difference, new ones, then those that hold no more. */
export function changesSince(seen: InstructionsSeen, inForce: readonly Instruction[]): InstructionChange[] {
  const now = seenOf(inForce);
  const ids = [...Object.keys(now), ...Object.keys(seen).filter((id) => !(id in now))];
  return ids.flatMap((id) => {
    const [before, after] = [seen[id], now[id]];
    if (before === after) return [];
    const kind = before === undefined ? 'new' : after === undefined ? 'over' : 'changed';
    return [{ id, kind, stretches: difference(before ?? '', after ?? '') }];
  });
}

/** The difference of two texts by words: the longest common sequence stays. */
export function difference(before: string, after: string): Stretch[] {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  const lengths = commonLengths(a, b);
  const stretches: Stretch[] = [];
  const add = (kind: Stretch['kind'], text: string) => {
    const last = stretches.at(-1);
    if (last?.kind === kind) stretches[stretches.length - 1] = { kind, text: last.text + text };
    else stretches.push({ kind, text });
  };
  let [i, j] = [0, 0];
  for (;;) {
    const [out, come] = [a[i], b[j]];
    if (out === undefined && come === undefined) return stretches;
    if (out !== undefined && out === come) {
      add('same', out);
      i += 1;
      j += 1;
    } else if (out !== undefined && (come === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      add('out', out);
      i += 1;
    } else if (come !== undefined) {
      add('in', come);
      j += 1;
    }
  }
}

/** Length of the longest common sequence of the rests from i and j, for all of them. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? [];
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
    }
  }
  return rows;
}

const at = (rows: readonly (readonly number[])[], i: number, j: number): number => rows[i]?.[j] ?? 0;

/** Words with the spaces after them; Japanese has its words from the segmenter. */
const wordsOf = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);

const whole = ({ text, say }: Instruction): string => [text, say].filter((part) => part !== '').join('\n');
