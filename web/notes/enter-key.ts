/** Enter alone goes on to the next field; with a modifier, or while an input method composes, it is not ours. */
export function onEnter(event: KeyboardEvent, go: () => void): void {
  if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  go();
}
