import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way between two parts that a test can cut. */
export type Relay = {
  readonly port: number;
  /** Breaks every connection; new ones are broken too until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

/** Passes TCP connections on to a port of 127.0.0.1. */
export async function relayTo(target: number): Promise<Relay> {
  const open = new Set<Socket>();
  let whole = true;
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    // 'close' follows every 'error'
    return socket.on('error', () => undefined).on('close', () => open.delete(socket));
  };
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = keep(connect(target, '127.0.0.1'));
    keep(near).pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      whole = false;
      for (const socket of open) socket.destroy();
    },
    mend() {
      whole = true;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
