import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { PushRequest, PushService } from './push-service.ts';

/** A browser that takes notifications, of which only the keys are there: reads what is sent to it (RFC 8291, 8188). */
export function newDevice(service: PushService) {
  const own = createECDH('prime256v1');
  const [publicKey, auth] = [own.generateKeys(), randomBytes(16)];
  const endpoint = service.newEndpoint();

  /** The payload of one record: salt, size of a record, length of the sender's key, key, ciphertext. */
  function decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const idLength = body.readUInt8(20);
    const sender = body.subarray(21, 21 + idLength);
    const sealed = body.subarray(21 + idLength);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender]);
    const secret = Buffer.from(hkdfSync('sha256', own.computeSecret(sender), auth, info, 32));
    const derive = (what: string, length: number) =>
      Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${what}\0`), length));
    const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
    cipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString(); // the last record ends with 2 and zeros
  }

  return {
    subscription: { endpoint, keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') } },
    /** What it has got: headers, and the notification in the clear. */
    got: () =>
      service.requests
        .filter((request) => request.endpoint === endpoint)
        .map(({ headers, body }: PushRequest) => ({ headers, payload: decrypt(body) })),
  };
}
