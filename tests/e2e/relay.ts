import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way between two parts that a test can cut. */
export type Relay = {
  readonly port: number;
  /** Breaks every connection, or those that asked for this path first; new ones are broken too until `mend`. */
  cut(path?: string): void;
  mend(): void;
  close(): Promise<void>;
};

type Connection = { readonly near: Socket; path: string };

/** Passes TCP connections, at this address of ours, on to a port of 127.0.0.1. */
export async function relayTo(target: number, at = '127.0.0.1'): Promise<Relay> {
  const open = new Set<Connection>();
  let isCut: (path: string) => boolean = () => false;
  const server = createServer((near) => {
    const connection = { near, path: '' };
    open.add(connection);
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      one.on('error', () => undefined); // 'close' follows
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    near.on('close', () => open.delete(connection));
    near.once('data', (chunk: Buffer) => {
      connection.path = /^GET (\S+)/.exec(chunk.toString('latin1'))?.[1] ?? '';
      if (isCut(connection.path)) near.destroy();
    });
    if (isCut('')) near.destroy();
  }).listen(0, at);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut(path = '') {
      isCut = (asked) => asked.startsWith(path);
      for (const connection of open) if (isCut(connection.path)) connection.near.destroy();
    },
    mend() {
      isCut = () => false;
    },
    async close() {
      for (const { near } of open) near.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
