import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';

/*
 * A Janus session's id is chosen here and proves by itself to whom it belongs: 20 random bits, then 32 bits of
 * an HMAC over the user and those bits. So a page may claim its session after a restart of the server, which remembers nothing.
 */
const nonces = 2 ** 20;
const marks = 2 ** 32;

function markOf(secret: string, userId: string, nonce: number): Buffer {
  return createHmac('sha256', secret).update(`janus-session\n${userId}\n${nonce}`).digest().subarray(0, 4);
}

/** An id for a new session of this user; below 2^52, as Janus and JSON want. */
export function newSessionId(secret: string, userId: string, nonce: number = randomInt(1, nonces)): number {
  return nonce * marks + markOf(secret, userId, nonce).readUInt32BE(0);
}

/** Whether this session was created for this user. */
export function ownsSession(secret: string, userId: string, sessionId: number): boolean {
  const nonce = Math.floor(sessionId / marks);
  if (nonce < 1 || nonce >= nonces) return false;
  const mark = Buffer.alloc(4);
  mark.writeUInt32BE(sessionId % marks);
  return timingSafeEqual(mark, markOf(secret, userId, nonce));
}
