/** Words from `from` up to, and without, `to` of a sorted list; they begin alike. `length`: how much of them was compared. */
export type WordRange = { readonly from: number; readonly to: number; readonly length: number };

/** The words that begin so. */
export function wordsBeginning(sorted: readonly string[], text: string): WordRange {
  const { from, to } = follow(sorted, { from: 0, to: sorted.length, length: 0 }, text, 0);
  return { from, to, length: text.length };
}

/**
 * The words whose beginning is one slip away from the text: a letter too much, too few, another one, or two exchanged.
 * A walk down the sorted list as if it were a tree: each step narrows the range of words that begin alike.
 */
export function wordsNear(sorted: readonly string[], text: string): WordRange[] {
  const found: WordRange[] = [];
  const add = (range: WordRange, from: number) => {
    const reached = follow(sorted, range, text, from);
    if (reached.from < reached.to) found.push(reached);
  };
  let same: WordRange = { from: 0, to: sorted.length, length: 0 };
  for (let i = 0; i < text.length && same.from < same.to; i++) {
    add(same, i + 1); // 1. typed a letter too much
    for (const next of branches(sorted, same)) {
      if (sorted[next.from]?.charCodeAt(i) === text.charCodeAt(i)) continue;
      add(next, i + 1); // 2. another letter
      add(next, i); // 3. left one out
    }
    if (i + 1 < text.length) {
      const exchanged = follow(sorted, same, `${text[i + 1]}${text[i]}`, 0);
      if (exchanged.from < exchanged.to) add(exchanged, i + 2); // 4. two exchanged
    }
    same = step(sorted, same, text.charCodeAt(i));
  }
  return found;
}

/** The words of the range that go on with the text from this place. */
function follow(sorted: readonly string[], range: WordRange, text: string, from: number): WordRange {
  let reached = range;
  for (let i = from; i < text.length && reached.from < reached.to; i++) reached = step(sorted, reached, text.charCodeAt(i));
  return reached;
}

/** The words of the range that go on with this letter. */
function step(sorted: readonly string[], range: WordRange, letter: number): WordRange {
  const from = firstFrom(sorted, range, letter);
  const to = firstFrom(sorted, { ...range, from }, letter + 1);
  return { from, to, length: range.length + 1 };
}

/** The range by next letters; words that end here have none. */
function branches(sorted: readonly string[], range: WordRange): WordRange[] {
  const found: WordRange[] = [];
  for (let from = firstFrom(sorted, range, 0); from < range.to; ) {
    const letter = sorted[from]?.charCodeAt(range.length) ?? 0;
    const to = firstFrom(sorted, { ...range, from }, letter + 1);
    found.push({ from, to, length: range.length + 1 });
    from = to;
  }
  return found;
}

/** The first word of the range whose next letter is this one or a later one. */
function firstFrom(sorted: readonly string[], range: WordRange, letter: number): number {
  let from = range.from;
  let to = range.to;
  while (from < to) {
    const middle = (from + to) >>> 1;
    // A word that ends here has no letter: NaN, and comes before all others.
    if ((sorted[middle]?.charCodeAt(range.length) ?? 0) >= letter) to = middle;
    else from = middle + 1;
  }
  return from;
}
