import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { retryAfter } from '#shared/delivery/retry-after.ts';
import { type PostOutside, SendFailed } from '../../ports/delivery.ts';
import { isOutsideAddress, NotPublic, publicLookup, type Reach } from './public-address.ts';

const limitMs = 20_000;
/** Only status and headers matter; a service that goes on talking is cut, octets. */
const longestAnswer = 16 * 1024;

export type PostOptions = {
  readonly reach: Reach;
  /** Certificate of a service behind an own authority, PEM. */
  readonly ca?: Buffer;
};

/** Addresses come from browsers and from clients: no redirect is followed, nothing outside of `reach` is asked. */
export function createPostOutside({ reach, ca }: PostOptions): PostOutside {
  const options = { keepAlive: true, ...(reach === 'public' ? { lookup: publicLookup() } : {}), ...(ca && { ca }) };
  const encrypted = { request: httpsRequest, agent: new HttpsAgent(options) };
  const plain = { request: httpRequest, agent: new HttpAgent(options) };
  return (url, { headers, body }) => {
    if (!isOutsideAddress(url, reach)) return Promise.reject(new SendFailed('refused', { permanent: true }));
    const address = new URL(url);
    const { request, agent } = address.protocol === 'https:' ? encrypted : plain;
    const limit = AbortSignal.timeout(limitMs);
    return new Promise((resolve, reject) => {
      const sending = request(address, { method: 'POST', headers: { ...headers }, agent, signal: limit }, (answer) => {
        let octets = 0;
        answer.on('data', (chunk: Buffer) => {
          octets += chunk.length;
          if (octets > longestAnswer) answer.destroy();
        });
        answer.on('error', () => sending.destroy()); // the status is known; what came after it does not matter
        const asked = { retryAfter: answer.headers['retry-after'], date: answer.headers.date };
        resolve({ status: answer.statusCode ?? 0, waitMs: retryAfter(asked, Date.now()) });
      });
      sending.on('error', (cause) => reject(brokenWire(cause, limit.aborted)));
      sending.end(body);
    });
  };
}

function brokenWire(cause: Error, isLate: boolean): SendFailed {
  if (cause instanceof NotPublic) return new SendFailed('refused', { permanent: true, cause });
  return new SendFailed(isLate ? 'timeout' : 'unreachable', { permanent: false, cause });
}
