/** What `make` makes, and another one after so long. */
export function renewed<T>(
  { ms, nowMs }: { readonly ms: number; readonly nowMs: () => number },
  make: (until: number) => T,
): () => T {
  let last: { readonly made: T; readonly until: number } | null = null;
  return () => {
    const now = nowMs();
    if (last === null || now >= last.until) last = { made: make(now + ms), until: now + ms };
    return last.made;
  };
}
