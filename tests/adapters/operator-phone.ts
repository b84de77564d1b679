import { createHash, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fromAlaw, shareOfTone, sine, toAlaw } from '../e2e/tones.ts';

/** A telephone of an operator that registers (RFC 3261, digest), answers what rings, speaks a tone and measures what it hears. */
export type OperatorPhone = {
  /** Resolves as soon as half a second of this tone is heard; rejects after 10 s. */
  hears(hz: number): Promise<void>;
  /** Share of a tone in what was heard in the last half second. */
  share(hz: number): number;
  /** Stops and starts sending sound. */
  speak(on: boolean): void;
  readonly legs: () => number;
  close(): void;
};

export async function operatorPhone(options: {
  readonly user: string;
  readonly secret: string;
  readonly port: number;
  readonly toneHz: number;
}): Promise<OperatorPhone> {
  const sip = await bound();
  const rtp = await bound();
  const own = sip.address().port;
  const contact = `<sip:${options.user}@127.0.0.1:${own}>`;
  let remote = 0;
  let speaking = true;
  let legs = 0;
  const heard: number[][] = [];
  const lookers = new Set<() => void>();

  const send = (lines: readonly string[], body = '') =>
    sip.send([...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'), options.port, '127.0.0.1');

  await register();
  sip.on('message', (data) => answer(data.toString()));
  rtp.on('message', (data) => {
    if (data.length <= 12 || ((data[1] ?? 0) & 0x7f) !== 8) return;
    heard.push(Array.from(data.subarray(12), fromAlaw));
    for (const look of lookers) look();
  });
  let sequence = 0;
  let due = Date.now();
  const timer = setInterval(() => {
    for (; due <= Date.now(); due += 20) {
      if (remote === 0 || !speaking) continue;
      const packet = Buffer.alloc(172);
      packet[0] = 0x80;
      packet[1] = 8;
      packet.writeUInt16BE(sequence & 0xffff, 2);
      packet.writeUInt32BE((sequence * 160) >>> 0, 4);
      packet.writeUInt32BE(4711, 8);
      for (let i = 0; i < 160; i++) packet[12 + i] = toAlaw(sine(options.toneHz, sequence * 160 + i));
      sequence += 1;
      rtp.send(packet, remote, '127.0.0.1');
    }
  }, 10);

  async function register(): Promise<void> {
    const uri = `sip:127.0.0.1:${options.port}`;
    const callId = randomBytes(8).toString('hex');
    const ask = async (cseq: number, authorization: readonly string[]) => {
      send([
        `REGISTER ${uri} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${own};branch=z9hG4bK${randomBytes(6).toString('hex')};rport`,
        `From: <sip:${options.user}@127.0.0.1>;tag=${callId}`,
        `To: <sip:${options.user}@127.0.0.1>`,
        `Call-ID: ${callId}`,
        `CSeq: ${cseq} REGISTER`,
        `Contact: ${contact}`,
        'Expires: 300',
        'Max-Forwards: 70',
        ...authorization,
      ]);
      const [data] = await once(sip, 'message');
      return String(data);
    };
    const challenge = await ask(1, []);
    const value = (name: string) => new RegExp(`${name}="?([^",\\r\\n]+)"?`).exec(challenge)?.[1] ?? '';
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    const [realm, nonce, opaque] = [value('realm'), value('nonce'), value('opaque')];
    const ha1 = md5(`${options.user}:${realm}:${options.secret}`);
    const response = md5(`${ha1}:${nonce}:00000001:abcd:auth:${md5(`REGISTER:${uri}`)}`);
    const authorization = `Authorization: Digest username="${options.user}",realm="${realm}",nonce="${nonce}",uri="${uri}",response="${response}",algorithm=MD5,qop=auth,nc=00000001,cnonce="abcd",opaque="${opaque}"`;
    const done = await ask(2, [authorization]);
    if (!done.startsWith('SIP/2.0 200')) throw new Error(`REGISTER was answered ${done.split('\r\n')[0]}`);
  }

  function answer(text: string): void {
    const [first = '', ...lines] = text.split('\r\n');
    if (first.startsWith('SIP/2.0') || first.startsWith('ACK')) return;
    const kept = lines.filter((line) => /^(via|from|to|call-id|cseq|record-route):/i.test(line));
    if (!first.startsWith('INVITE')) {
      if (first.startsWith('BYE')) remote = 0;
      send(['SIP/2.0 200 OK', ...kept]);
      return;
    }
    legs += 1;
    remote = Number(/m=audio (\d+)/.exec(text)?.[1] ?? 0);
    const tagged = kept.map((line) => (/^to:/i.test(line) && !line.includes('tag=') ? `${line};tag=${legs}op` : line));
    const media = ['v=0', 'o=op 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
    const body = [...media, `m=audio ${rtp.address().port} RTP/AVP 8`, 'a=rtpmap:8 PCMA/8000', 'a=ptime:20', ''].join('\r\n');
    send(['SIP/2.0 200 OK', ...tagged, `Contact: ${contact}`, 'Content-Type: application/sdp'], body);
  }

  return {
    hears: (hz) =>
      new Promise((resolve, reject) => {
        const from = heard.length;
        const end = setTimeout(() => {
          lookers.delete(look);
          reject(new Error(`${hz} Hz not heard by the operator; ${heard.length - from} packets`));
        }, 10_000);
        const look = () => {
          if (heard.length - from < 25 || shareOfTone(heard.slice(-25).flat(), hz) < 0.5) return;
          clearTimeout(end);
          lookers.delete(look);
          resolve();
        };
        lookers.add(look);
      }),
    share: (hz) => shareOfTone(heard.slice(-25).flat(), hz),
    speak: (on) => {
      speaking = on;
    },
    legs: () => legs,
    close() {
      clearInterval(timer);
      sip.close();
      rtp.close();
    },
  };
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
