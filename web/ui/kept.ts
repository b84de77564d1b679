/** What stands under a key as JSON; null when nothing does, or something else. */
export function readKept(storage: Pick<Storage, 'getItem'>, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
