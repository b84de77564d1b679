import type { Digest } from '../../server/sync/erased-marks.ts';

/** Digests that everybody can read. */
export const plainDigest: Digest = (accountId, text) => `${accountId}:${text}`;
