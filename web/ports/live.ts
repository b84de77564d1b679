import type { ToPage, ToServer } from '#shared/live.ts';

/** The `/live` socket: reconnects by itself, sends `beat` from a worker's timer. */
export type LiveSocket = {
  send(message: ToServer): void;
  onMessage(listener: (message: ToPage) => void): () => void;
  onState(listener: (state: 'open' | 'connecting' | 'closed') => void): () => void;
  close(): void;
};
