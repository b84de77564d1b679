import { randomBytes, randomUUID } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fromAlaw, level, shareOfTone, sine, toAlaw } from './tones.ts';

/** A telephone on the network side of the trunk: SIP (RFC 3261) and RTP over loopback, remembering all it hears. */
export type Telephone = {
  /** When the exchange first said "ringing", ms since the epoch. */
  readonly ringing: Promise<number>;
  readonly answered: Promise<number>;
  /** How the call ended: `status` of a refusal, or who said goodbye. */
  readonly ended: Promise<{ readonly by: 'us' | 'them'; readonly status: number }>;
  hangUp(): void;
  /** Presses keys (RFC 4733). */
  press(digits: string): Promise<void>;
  /** What was heard between two instants (ms since the epoch; default: the last second). */
  heard(from?: number, to?: number): Heard;
  /** Resolves as soon as half a second of this tone is heard, with when it began. */
  hears(hz: number, withinMs?: number): Promise<number>;
  /** Resolves with when the first packet with sound in it came after an instant. */
  firstSound(since: number, withinMs?: number): Promise<number>;
  /** Resolves at the end of the tone after which a message is recorded: 1000 Hz for a voicemail, 950 for the exchange's own. */
  beep(withinMs?: number, hz?: 1000 | 950): Promise<number>;
  /** The longest time without sound since an instant, until another or now, ms: no packets, or packets without energy. */
  longestSilence(since: number, until?: number): number;
  close(): void;
};
type Heard = { readonly level: number; readonly packets: number; share(hz: number): number };

type Packet = { readonly at: number; readonly samples: readonly number[]; readonly level: number };
type Answer = { readonly status: number; readonly headers: Map<string, string>; readonly body: string };

const audible = 0.002;

export async function dial(options: {
  readonly sipPort: number;
  readonly did: string;
  readonly from: string;
  readonly toneHz: number;
  readonly diversion?: { readonly number: string; readonly reason: string };
}): Promise<Telephone> {
  const sip = await bound();
  const rtp = await bound();
  const sipPort = sip.address().port;
  const rtpPort = rtp.address().port;
  const callId = randomUUID();
  const fromTag = randomBytes(6).toString('hex');
  const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
  const uri = `sip:${options.did}@127.0.0.1:${options.sipPort}`;
  const from = `<sip:${options.from}@127.0.0.1:${sipPort}>;tag=${fromTag}`;
  let to = `<${uri}>`;
  let target = uri;
  let state: 'calling' | 'up' | 'over' = 'calling';
  const packets: Packet[] = [];
  const ringing = deferred<number>();
  const answered = deferred<number>();
  const ended = deferred<{ by: 'us' | 'them'; status: number }>();
  answered.promise.catch(() => undefined);
  const listeners = new Set<() => void>();

  const send = (text: string) => sip.send(text, options.sipPort, '127.0.0.1');
  const request = (method: string, more: readonly string[], extra: { branch: string; cseq: number; uri: string }, body = '') =>
    send(
      [
        `${method} ${extra.uri} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${sipPort};branch=${extra.branch};rport`,
        `From: ${from}`,
        `To: ${to}`,
        `Call-ID: ${callId}`,
        `CSeq: ${extra.cseq} ${method}`,
        `Contact: <sip:${options.from}@127.0.0.1:${sipPort}>`,
        'Max-Forwards: 70',
        ...more,
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
  const newBranch = () => `z9hG4bK${randomBytes(8).toString('hex')}`;
  const over = (by: 'us' | 'them', status: number) => {
    if (state === 'over') return;
    state = 'over';
    clearInterval(talking);
    answered.reject(new Error(`the call ended (${status}) before it was answered`));
    ended.resolve({ by, status });
  };

  let remoteRtp = 0;
  let sequence = 0;
  let index = 0;
  let silentUntil = 0;
  const ssrc = randomBytes(4).readUInt32BE();
  const header = (type: number, marker: boolean, timestamp: number) => {
    const head = Buffer.alloc(12);
    head[0] = 0x80;
    head[1] = type | (marker ? 0x80 : 0);
    head.writeUInt16BE(sequence++ & 0xffff, 2);
    head.writeUInt32BE(timestamp >>> 0, 4);
    head.writeUInt32BE(ssrc, 8);
    return head;
  };
  let due = 0;
  const talking = setInterval(() => {
    if (remoteRtp === 0) return;
    if (due === 0) due = Date.now();
    for (; due <= Date.now(); due += 20) {
      const payload = Buffer.alloc(160);
      for (let i = 0; i < 160; i++) payload[i] = toAlaw(sine(options.toneHz, index + i));
      index += 160;
      if (due >= silentUntil) rtp.send(Buffer.concat([header(8, false, index), payload]), remoteRtp, '127.0.0.1');
    }
  }, 10);
  rtp.on('message', (data) => {
    if (data.length <= 12 || ((data[1] ?? 0) & 0x7f) !== 8) return;
    const samples = Array.from(data.subarray(12), fromAlaw);
    packets.push({ at: Date.now(), samples, level: level(samples) });
    for (const listener of listeners) listener();
  });

  sip.on('message', (data, peer) => {
    const text = data.toString();
    if (text.startsWith('SIP/2.0')) onAnswer(parse(text));
    else onRequest(text, peer);
  });
  let isGivenUp = false;
  function hangUp(): void {
    if (state === 'over') return;
    if (state === 'up') {
      request('BYE', [], { branch: newBranch(), cseq: 2, uri: target });
      over('us', 200);
    } else {
      isGivenUp = true;
      request('CANCEL', [], { branch, cseq: 1, uri });
    }
  }
  const onAnswer = ({ status, headers, body }: Answer) => {
    if (!(headers.get('cseq') ?? '').endsWith('INVITE')) return;
    if (status === 180 || status === 183) ringing.resolve(Date.now());
    if (status < 200) return;
    to = headers.get('to') ?? to;
    if (status < 300) {
      target = /<([^>]+)>/.exec(headers.get('contact') ?? '')?.[1] ?? target;
      request('ACK', [], { branch: newBranch(), cseq: 1, uri: target });
      remoteRtp = Number(/m=audio (\d+)/.exec(body)?.[1] ?? 0);
      if (state === 'calling') state = 'up';
      answered.resolve(Date.now());
      if (isGivenUp) hangUp(); // the answer crossed our CANCEL (RFC 3261, 9.1)
      return;
    }
    request('ACK', [], { branch, cseq: 1, uri });
    over(status === 487 ? 'us' : 'them', status);
  };
  const onRequest = (text: string, peer: RemoteInfo) => {
    const [first = '', ...lines] = text.split('\r\n');
    const kept = lines.filter((line) => /^(via|from|to|call-id|cseq):/i.test(line));
    sip.send(['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n'), peer.port, peer.address);
    if (first.startsWith('BYE')) over('them', 200);
  };

  const sdp = [
    'v=0',
    `o=caller 1 1 IN IP4 127.0.0.1`,
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${rtpPort} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    '',
  ].join('\r\n');
  const diversion = options.diversion
    ? [`Diversion: <sip:${options.diversion.number}@carrier.example>;reason=${options.diversion.reason}`]
    : [];
  const invite = () => request('INVITE', [...diversion, 'Content-Type: application/sdp'], { branch, cseq: 1, uri }, sdp);
  invite();

  const between = (from: number, until: number) => packets.filter((p) => p.at >= from && p.at <= until);
  const heard = (since = Date.now() - 1000, until = Date.now()): Heard => {
    const some = between(since, until);
    const samples = some.flatMap((p) => p.samples);
    return { level: level(samples), packets: some.length, share: (hz) => shareOfTone(samples, hz) };
  };
  /** Resolves with what is found among the packets, looking again at each one. */
  const found = (what: string, withinMs: number, find: () => number | undefined) =>
    new Promise<number>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      const look = () => {
        const at = find();
        if (at === undefined) return;
        stop();
        resolve(at);
      };
      const timer = setTimeout(() => {
        stop();
        const last = heard();
        const state = `${last.packets} packets, level ${last.level.toFixed(4)}`;
        reject(new Error(`${what} not heard in ${withinMs} ms; last second: ${state}`));
      }, withinMs);
      listeners.add(look);
      look();
    });
  const toneOf = (wanted: {
    readonly hz: number;
    readonly packets: number;
    readonly share: number;
    readonly withinMs: number;
  }) => {
    const started = Date.now();
    return found(`${wanted.hz} Hz`, wanted.withinMs, () => {
      const recent = packets.slice(-wanted.packets);
      const samples = recent.flatMap((p) => p.samples);
      const isNew = recent.length === wanted.packets && (recent[0]?.at ?? 0) >= started;
      return isNew && shareOfTone(samples, wanted.hz) >= wanted.share ? recent[0]?.at : undefined;
    });
  };
  return {
    ringing: ringing.promise,
    answered: answered.promise,
    ended: ended.promise,
    heard,
    hangUp,
    async press(digits) {
      for (const digit of digits) {
        silentUntil = Date.now() + 200;
        const event = '0123456789*#'.indexOf(digit);
        const started = index;
        for (let i = 1; i <= 8; i++) {
          const body = Buffer.from([event, (i > 5 ? 0x80 : 0) | 10, 0, 0]);
          body.writeUInt16BE(Math.min(i, 6) * 160, 2);
          rtp.send(Buffer.concat([header(101, i === 1, started), body]), remoteRtp, '127.0.0.1');
        }
        await new Promise((resolve) => setTimeout(resolve, 250)); // the length of a key press, not a wait for something
      }
    },
    hears: (hz, withinMs = 15_000) => toneOf({ hz, packets: 25, share: 0.5, withinMs }),
    firstSound: (since, withinMs = 15_000) =>
      found('a sound', withinMs, () => packets.find((p) => p.at >= since && p.level > audible)?.at),
    beep: (withinMs = 60_000, hz = 1000) => toneOf({ hz, packets: 12, share: 0.9, withinMs }),
    longestSilence(since, until = Date.now()) {
      const sounds = between(since, until).filter((p) => p.level > audible);
      const times = [since, ...sounds.map((p) => p.at), until];
      return times.reduce((longest, at, i) => Math.max(longest, at - (times[i - 1] ?? at)), 0);
    },
    close() {
      if (state === 'up') request('BYE', [], { branch: newBranch(), cseq: 2, uri: target });
      else if (state === 'calling') request('CANCEL', [], { branch, cseq: 1, uri });
      over('us', 0);
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

function parse(text: string): Answer {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(first.split(' ')[1]), headers, body };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
