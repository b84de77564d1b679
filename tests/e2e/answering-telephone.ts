import { randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fromAlaw, level, shareOfTone, sine, toAlaw } from './tones.ts';

/** A call that the exchange makes over the trunk, ringing until something is done with it. */
export type IncomingCall = {
  /** The number dialled, and the number shown. */
  readonly dialled: string;
  readonly shown: string;
  /** Picks up and speaks a tone. */
  answer(toneHz: number): void;
  /** Ends it unanswered with a SIP status: 486 busy, 603 refused. */
  refuse(status: number): void;
  /** Presses a key (RFC 4733). */
  press(digit: string): void;
  hangUp(): void;
  /** Share of a tone in what was heard in the last half second. */
  share(hz: number): number;
  /** How loud that was, 0–1. */
  level(): number;
  /** Resolves when the other side has ended it: by CANCEL or BYE. */
  readonly ended: Promise<'CANCEL' | 'BYE'>;
};

/** The telephones at the far end of the trunk (RFC 3261, RFC 3550): what the exchange dials arrives here. */
export type FarEnd = { incoming(withinMs?: number): Promise<IncomingCall>; close(): void };

export async function farEnd(port: number): Promise<FarEnd> {
  const sip = await bound(port);
  const known = new Map<string, { request(method: string, text: string): void; close(): void }>();
  const arrived: IncomingCall[] = [];
  const waiting: ((call: IncomingCall) => void)[] = [];

  sip.on('message', (data, peer) => void receive(data.toString(), peer));

  async function receive(text: string, peer: RemoteInfo): Promise<void> {
    const method = text.slice(0, text.indexOf(' '));
    const id = header(text, 'call-id');
    if (method === 'SIP/2.0' || method === 'ACK') return;
    const call = known.get(id);
    if (call !== undefined) return call.request(method, text);
    if (method !== 'INVITE') return reply(text, peer, '200 OK');
    known.set(id, { request: () => undefined, close: () => undefined });
    const next = await takeIn(text, peer);
    known.set(id, next);
    const asked = waiting.shift();
    if (asked === undefined) arrived.push(next.call);
    else asked(next.call);
  }

  function reply(text: string, peer: RemoteInfo, status: string, more: readonly string[] = [], body = ''): void {
    const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq|record-route):/i.test(line));
    const tagged = kept.map((line) => (/^to:/i.test(line) && !line.includes('tag=') ? `${line};tag=far` : line));
    const lines = [`SIP/2.0 ${status}`, ...tagged, ...more, `Content-Length: ${Buffer.byteLength(body)}`, '', body];
    sip.send(lines.join('\r\n'), peer.port, peer.address);
  }

  async function takeIn(invite: string, peer: RemoteInfo) {
    const rtp = await bound(0);
    const heard: number[][] = [];
    let remote = 0;
    let sequence = 0;
    let talking: NodeJS.Timeout | undefined;
    let over: (by: 'CANCEL' | 'BYE') => void = () => undefined;
    const ended = new Promise<'CANCEL' | 'BYE'>((resolve) => {
      over = resolve;
    });
    rtp.on('message', (data) => {
      if (data.length > 12 && ((data[1] ?? 0) & 0x7f) === 8) heard.push(Array.from(data.subarray(12), fromAlaw));
    });
    const quiet = () => clearInterval(talking);
    const contact = [`Contact: <sip:far@127.0.0.1:${port}>`];
    reply(invite, peer, '180 Ringing', contact);

    function speak(toneHz: number): void {
      let due = Date.now();
      talking = setInterval(() => {
        for (; due <= Date.now(); due += 20) rtp.send(packet(sequence++, toneHz), remote, '127.0.0.1');
      }, 10);
    }
    const call: IncomingCall = {
      dialled: /^INVITE sip:([^@]+)@/.exec(invite)?.[1] ?? '',
      shown: /sip:([^@>]+)@/.exec(header(invite, 'from'))?.[1] ?? '',
      answer(toneHz) {
        remote = Number(/m=audio (\d+)/.exec(invite)?.[1] ?? 0);
        const media = ['v=0', 'o=far 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
        const audio = [
          `m=audio ${rtp.address().port} RTP/AVP 8 101`,
          'a=rtpmap:8 PCMA/8000',
          'a=rtpmap:101 telephone-event/8000',
          'a=ptime:20',
          '',
        ];
        reply(invite, peer, '200 OK', [...contact, 'Content-Type: application/sdp'], [...media, ...audio].join('\r\n'));
        speak(toneHz);
      },
      refuse: (status) => reply(invite, peer, `${status} Refused`),
      press(digit) {
        const started = sequence * 160;
        for (let i = 1; i <= 8; i++) rtp.send(keyPacket(sequence++, { digit, started, count: i }), remote, '127.0.0.1');
      },
      hangUp() {
        quiet();
        const [from, to] = [header(invite, 'to'), header(invite, 'from')];
        const target = /<([^>]+)>/.exec(header(invite, 'contact'))?.[1] ?? '';
        const lines = [
          `BYE ${target} SIP/2.0`,
          `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
          `From: ${from};tag=far`,
          `To: ${to}`,
          `Call-ID: ${header(invite, 'call-id')}`,
          'CSeq: 1 BYE',
          'Max-Forwards: 70',
          'Content-Length: 0',
          '',
          '',
        ];
        sip.send(lines.join('\r\n'), peer.port, peer.address);
      },
      share: (hz) => shareOfTone(heard.slice(-25).flat(), hz),
      level: () => level(heard.slice(-25).flat()),
      ended,
    };
    return {
      call,
      request(method: string, text: string): void {
        if (method === 'INVITE') return;
        reply(text, peer, '200 OK');
        if (method === 'CANCEL') reply(invite, peer, '487 Request Terminated');
        if (method !== 'CANCEL' && method !== 'BYE') return;
        quiet();
        over(method);
      },
      close(): void {
        quiet();
        rtp.close();
      },
    };
  }

  return {
    incoming: (withinMs = 15_000) =>
      new Promise((resolve, reject) => {
        const first = arrived.shift();
        if (first !== undefined) return resolve(first);
        const late = setTimeout(() => reject(new Error(`no call over the trunk in ${withinMs} ms`)), withinMs);
        waiting.push((call) => {
          clearTimeout(late);
          resolve(call);
        });
      }),
    close() {
      for (const call of known.values()) call.close();
      sip.close();
    },
  };
}

function packet(sequence: number, toneHz: number): Buffer {
  const data = Buffer.alloc(172);
  data[0] = 0x80;
  data[1] = 8;
  data.writeUInt16BE(sequence & 0xffff, 2);
  data.writeUInt32BE((sequence * 160) >>> 0, 4);
  data.writeUInt32BE(4712, 8);
  for (let i = 0; i < 160; i++) data[12 + i] = toAlaw(sine(toneHz, sequence * 160 + i));
  return data;
}

/** One of eight packets of a key's event: the last three say that it has ended. */
function keyPacket(sequence: number, key: { readonly digit: string; readonly started: number; readonly count: number }): Buffer {
  const data = Buffer.alloc(16);
  data[0] = 0x80;
  data[1] = 101 | (key.count === 1 ? 0x80 : 0);
  data.writeUInt16BE(sequence & 0xffff, 2);
  data.writeUInt32BE(key.started >>> 0, 4);
  data.writeUInt32BE(4712, 8);
  data[12] = '0123456789*#'.indexOf(key.digit);
  data[13] = (key.count > 5 ? 0x80 : 0) | 10;
  data.writeUInt16BE(Math.min(key.count, 6) * 160, 14);
  return data;
}

const header = (text: string, name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? '';

async function bound(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
