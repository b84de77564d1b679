import { createHash } from 'node:crypto';
import type { Identity } from '#shared/accounts/access.ts';

/**
 * Under which id somebody has a telephone and takes part in calls; null: he has none. A supervisor is on no list of the bureau:
 * his is made of his user's id, and is the same after a restart (RFC 9562, version 8).
 */
export function deskIdOf(who: Identity): string | null {
  if (who.role === 'operator') return who.operatorId;
  if (who.role === 'person') return null;
  const hash = createHash('sha256').update(`supervisor\n${who.userId}`).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}
