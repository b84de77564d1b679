import type { QueuedMutation } from '#shared/sync/protocol.ts';

/** The server takes 200 changes and 2 MB at once. */
export const MAX_CHANGES = 200;
const MAX_CHARACTERS = 400_000;

/** The first changes of the queue that fit one push; always at least one. */
export function takeBatch(queue: readonly QueuedMutation[]): QueuedMutation[] {
  let characters = 0;
  const tooMany = queue.findIndex((queued, i) => {
    characters += JSON.stringify(queued).length;
    return i > 0 && characters > MAX_CHARACTERS;
  });
  return queue.slice(0, tooMany === -1 ? MAX_CHANGES : Math.min(tooMany, MAX_CHANGES));
}
