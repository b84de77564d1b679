import { createHash } from 'node:crypto';

/** Namespace of delivery ids (RFC 9562 5.5): a random UUID, never to be changed. */
const namespace = Buffer.from('6b0d3c5e8f1b4d0e9a52c1f7d4e8a903', 'hex');

/** The UUIDv5 of a delivery's key: planning the same note twice gives the same row. */
export function deliveryId(key: string): string {
  const bytes = createHash('sha1').update(namespace).update(key).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
