/** Wakes the sync loop when the network is back or the page is looked at again; returns what ends it. */
export function wakeOn(page: { readonly window: Window; readonly document: Document }, wake: () => void): () => void {
  const { window, document } = page;
  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', whenVisible);
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', whenVisible);
  };
}

/** Runs alone among the tabs of this device: the Web Lock `permanence-push`. */
export const oneTab =
  (locks: LockManager) =>
  async (run: () => Promise<void>): Promise<void> => {
    await locks.request('permanence-push', run);
  };
