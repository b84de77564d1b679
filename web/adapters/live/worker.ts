import { createConnection } from './connection.ts';
import type { FromWorker, ToWorker } from './wire.ts';

/** The part of a worker's own scope that is used here; the page's types know only windows. */
const scope: { postMessage(message: FromWorker): void } = globalThis;

const handle = createConnection({
  open: (url) => new WebSocket(url),
  tell: (message) => scope.postMessage(message),
  now: () => performance.now(),
  random: Math.random,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

globalThis.addEventListener('message', (event: MessageEvent<ToWorker>) => handle(event.data));
