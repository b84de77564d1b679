import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';

/** A carrier that lets in who knows the password (RFC 8760, MD5): a registrar, and a telephone behind it. */
export type Carrier = {
  readonly port: number;
  /** Resolves with the address that was registered. */
  registered(): Promise<string>;
  /** Resolves with the request of an outbound leg that knew the password; it rings and is answered by nobody. */
  leg(): Promise<string>;
  /** Requests that were refused, since they did not know the password or brought none. */
  readonly refused: { readonly method: string; readonly why: 'no password' | 'wrong password' }[];
  /** Calls whoever registered; resolves with the first answer that is no challenge and not "trying". */
  call(invite: Invite): Promise<string>;
  close(): void;
};

/** `to` and what stands in the request's line; the other headers as they are. */
type Invite = { readonly target: string; readonly to: string; readonly from: string; readonly headers: readonly string[] };
type Send = (text: string) => void;
type Credentials = { readonly user: string; readonly password: string };
/** A certificate with its key, PEM. */
export type Identity = { readonly cert: string; readonly key: string };

const challenge = 'WWW-Authenticate: Digest realm="carrier",nonce="4711",qop="auth",algorithm=MD5';

/** Over UDP, or over TLS when it has an identity. */
export async function openCarrier(credentials: Credentials, identity: Identity | null = null): Promise<Carrier> {
  const refused: Carrier['refused'] = [];
  const registered = one<string>();
  const leg = one<string>();
  const answers = new Map<string, (answer: string) => void>();
  let toBureau: { readonly contact: string; readonly send: Send } | null = null;

  function receive(text: string, send: Send): void {
    const method = text.slice(0, text.indexOf(' '));
    if (method === 'SIP/2.0') answered(text, send);
    else if (method === 'REGISTER' || method === 'INVITE') asked(text, method, send);
    else if (method !== 'ACK') send(reply(text, '200 OK'));
  }

  function asked(text: string, method: 'REGISTER' | 'INVITE', send: Send): void {
    const why = problemOf(text, method, credentials);
    const contact = /<([^>]+)>/.exec(header(text, 'contact'))?.[1] ?? '';
    if (why !== null) {
      refused.push({ method, why });
      send(reply(text, '401 Unauthorized', [challenge]));
    } else if (method === 'INVITE') {
      send(reply(text, '180 Ringing', ['Contact: <sip:far@127.0.0.1>']));
      leg.resolve(text);
    } else {
      send(reply(text, '200 OK', [`Contact: <${contact}>;expires=600`]));
      toBureau = { contact, send };
      registered.resolve(contact);
    }
  }

  function answered(text: string, send: Send): void {
    if (/^SIP\/2\.0 100/.test(text)) return;
    if (!/^SIP\/2\.0 1/.test(text)) send(ackOf(text));
    answers.get(header(text, 'call-id'))?.(text);
  }

  const wire = await (identity === null ? overUdp(receive) : overTls(identity, receive));
  return {
    port: wire.port,
    registered: () => registered.promise,
    leg: () => leg.promise,
    refused,
    call(invite) {
      if (toBureau === null) throw new Error('nobody is registered');
      const callId = randomUUID();
      const answer = new Promise<string>((resolve) => void answers.set(callId, resolve));
      toBureau.send(
        inviteOf(invite, { callId, contact: toBureau.contact, protocol: identity === null ? 'UDP' : 'TLS', port: wire.port }),
      );
      return answer;
    },
    close: wire.close,
  };
}

function inviteOf(
  { target, to, from, headers }: Invite,
  over: { readonly callId: string; readonly contact: string; readonly protocol: string; readonly port: number },
): string {
  const sdp = ['v=0', 'o=far 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 9 RTP/AVP 8', ''].join('\r\n');
  return [
    `INVITE ${target === '' ? over.contact : over.contact.replace(/sip:[^@]*@/, `sip:${target}@`)} SIP/2.0`,
    `Via: SIP/2.0/${over.protocol} 127.0.0.1:${over.port};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
    `From: ${from};tag=${randomBytes(4).toString('hex')}`,
    `To: ${to}`,
    `Call-ID: ${over.callId}`,
    'CSeq: 1 INVITE',
    `Contact: <sip:far@127.0.0.1:${over.port}>`,
    'Max-Forwards: 70',
    ...headers,
    'Content-Type: application/sdp',
    `Content-Length: ${sdp.length}`,
    '',
    sdp,
  ].join('\r\n');
}

function problemOf(text: string, method: string, { user, password }: Credentials): 'no password' | 'wrong password' | null {
  const given = header(text, 'authorization');
  if (given === '') return 'no password';
  const field = (name: string) => new RegExp(`[ ,]${name}="?([^",]+)"?`).exec(given)?.[1] ?? '';
  const secret = md5(`${user}:carrier:${password}`);
  const asked = md5(`${method}:${field('uri')}`);
  const expected = md5([secret, field('nonce'), field('nc'), field('cnonce'), field('qop'), asked].join(':'));
  return field('response') === expected && field('username') === user ? null : 'wrong password';
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function reply(text: string, status: string, more: readonly string[] = []): string {
  const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/i.test(line));
  const tagged = kept.map((line) => (/^to:/i.test(line) && !line.includes('tag=') ? `${line};tag=carrier` : line));
  return [`SIP/2.0 ${status}`, ...tagged, ...more, 'Content-Length: 0', '', ''].join('\r\n');
}

function ackOf(answer: string): string {
  const kept = answer.split('\r\n').filter((line) => /^(via|from|to|call-id):/i.test(line));
  const target = /<([^>]+)>/.exec(header(answer, 'to'))?.[1] ?? '';
  return [`ACK ${target} SIP/2.0`, ...kept, 'CSeq: 1 ACK', 'Max-Forwards: 70', 'Content-Length: 0', '', ''].join('\r\n');
}

const header = (text: string, name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? '';

type Wire = { readonly port: number; readonly close: () => void };

async function overUdp(receive: (text: string, send: Send) => void): Promise<Wire> {
  const socket = createSocket('udp4');
  socket.on('message', (data, peer) => receive(data.toString(), (text) => socket.send(text, peer.port, peer.address)));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, close: () => socket.close() };
}

async function overTls(identity: Identity, receive: (text: string, send: Send) => void): Promise<Wire> {
  const open = new Set<TLSSocket>();
  const server = createServer(identity, (socket) => {
    let heard = '';
    open.add(socket);
    socket.on('error', () => undefined); // a peer that does not trust us ends the connection as it likes
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      for (let whole = messageIn(heard); whole !== null; whole = messageIn(heard)) {
        heard = heard.slice(whole.length);
        if (whole.trim() !== '') receive(whole, (text) => socket.write(text));
      }
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** The first whole message of a stream, or an empty line between messages (RFC 5626, 3.5.1). */
function messageIn(stream: string): string | null {
  if (stream.startsWith('\r\n')) return '\r\n';
  const end = stream.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = end + 4 + Number(header(stream.slice(0, end), 'content-length'));
  return stream.length < length ? null : stream.slice(0, length);
}

function one<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
