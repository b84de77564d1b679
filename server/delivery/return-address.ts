import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReturnKind } from '#shared/delivery/arrived-mail.ts';

/** The addresses to which answers to one mail, and reports that it came back, are sent. */
export type ReturnAddresses = {
  of(deliveryId: string): { readonly replyTo: string; readonly returnPath: string };
  /** The delivery that a valid address of ours names; null for any other. */
  read(address: string): { readonly kind: ReturnKind; readonly deliveryId: string } | null;
};

const marks = { reply: 'r', bounce: 'b' } as const satisfies Record<ReturnKind, string>;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** Octets of the delivery's UUID and of the signature: 80 bits are not guessed through SMTP. */
const size = { id: 16, signature: 10 } as const;

/**
 * `r-<token>@domain`: the delivery's id, which says note, person and channel, and a signature; nothing is stored. Small
 * letters and digits only (RFC 4648 6): relays may change the case of a local part, which has at most 64 octets.
 */
export function createReturnAddresses({ key, domain }: { readonly key: string; readonly domain: string }): ReturnAddresses {
  const address = (kind: ReturnKind, deliveryId: string): string => {
    const id = Buffer.from(deliveryId.replaceAll('-', ''), 'hex');
    const signature = createHmac('sha256', key).update(`${kind}:${deliveryId}`).digest().subarray(0, size.signature);
    return `${marks[kind]}-${toBase32(Buffer.concat([id, signature]))}@${domain}`.toLowerCase();
  };
  return {
    of: (deliveryId) => ({ replyTo: address('reply', deliveryId), returnPath: address('bounce', deliveryId) }),
    read(given) {
      const [, mark, token = ''] = /^([rb])-([a-z2-7]{42})@/.exec(given.toLowerCase()) ?? [];
      if (mark === undefined) return null;
      const kind = mark === marks.reply ? 'reply' : 'bounce';
      const deliveryId = toUuid(fromBase32(token).subarray(0, size.id));
      return isSame(given.toLowerCase(), address(kind, deliveryId)) ? { kind, deliveryId } : null;
    },
  };
}

/** The time taken tells nothing of the right one. */
function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const toUuid = (bytes: Buffer): string => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const toBase32 = (bytes: Uint8Array): string =>
  (bits(bytes).match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');

const fromBase32 = (text: string): Buffer => {
  const all = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((all.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
};

const bits = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
