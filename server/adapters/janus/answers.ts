import { WebSocket } from 'ws';

/** Whether Janus opens a socket within 2 s. */
export function janusAnswers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'janus-protocol', { handshakeTimeout: 2000 });
    socket.on('open', () => {
      socket.close();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
