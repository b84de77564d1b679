import { createCipheriv, createECDH, createSecretKey, type ECDH, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { renewed } from './renewed.ts';

/** What a browser gave with its address, base64url. */
type DeviceKeys = { readonly p256dh: string; readonly auth: string };

const ownKeysMs = 3600_000;
const recordSize = 4096;
const [keyInfo, nonceInfo] = [Buffer.from('Content-Encoding: aes128gcm\0'), Buffer.from('Content-Encoding: nonce\0')];
const lastRecord = Buffer.of(2);

/** A key pair of ours, and what came of it with the keys of each device. */
type Own = { readonly ecdh: ECDH; readonly publicKey: Buffer; readonly materials: Map<string, KeyObject> };

/**
 * Encrypts payloads for devices (RFC 8291 and 8188), with a salt of its own each. A key pair of ours serves for an hour: the
 * agreement on a secret costs more than all the rest, and whoever could read our memory reads the notes. Throws for keys that
 * no browser made.
 */
export function createEncryption(options: {
  readonly nowMs: () => number;
  readonly newEcdh?: () => ECDH;
  readonly newSalt?: () => Buffer;
}): (device: DeviceKeys, payload: string) => Buffer {
  const { nowMs, newEcdh = makeEcdh, newSalt = () => randomBytes(16) } = options;
  const own = renewed({ ms: ownKeysMs, nowMs }, (): Own => {
    const ecdh = newEcdh();
    return { ecdh, publicKey: ecdh.getPublicKey(), materials: new Map() };
  });
  return (device, payload) => {
    const { publicKey, ...ours } = own();
    const material = materialOf({ publicKey, ...ours }, device);
    const salt = newSalt();
    const derive = (info: Buffer, octets: number) => new Uint8Array(hkdfSync('sha256', material, salt, info, octets));
    const cipher = createCipheriv('aes-128-gcm', derive(keyInfo, 16), derive(nonceInfo, 12));
    const sealed = [cipher.update(payload, 'utf8'), cipher.update(lastRecord), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat([salt, headOf(publicKey), publicKey, ...sealed]);
  };
}

function makeEcdh(): ECDH {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  return ecdh;
}

/** The input of the keys of every message to this device (RFC 8291, 3.4). */
function materialOf({ ecdh, publicKey, materials }: Own, { p256dh, auth }: DeviceKeys): KeyObject {
  const known = materials.get(`${p256dh} ${auth}`);
  if (known !== undefined) return known;
  const [theirs, secret] = [Buffer.from(p256dh, 'base64url'), Buffer.from(auth, 'base64url')];
  if (theirs.length !== 65 || secret.length < 16) throw new TypeError('no keys of a browser');
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, publicKey]);
  const made = createSecretKey(new Uint8Array(hkdfSync('sha256', ecdh.computeSecret(theirs), secret, info, 32)));
  materials.set(`${p256dh} ${auth}`, made);
  return made;
}

/** Record size and length of the key that follows (RFC 8188, 2.1). */
function headOf(publicKey: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(recordSize);
  head.writeUInt8(publicKey.length, 4);
  return head;
}
