import type { Random } from '../simulation/random.ts';

const methods = [
  'INVITE',
  'REGISTER',
  'OPTIONS',
  'SUBSCRIBE',
  'MESSAGE',
  'REFER',
  'NOTIFY',
  'BYE',
  'CANCEL',
  'ACK',
  'UPDATE',
  'FOO',
];
const names = [
  'trunk',
  'carrier',
  'operators',
  'permanence',
  'booth',
  'op',
  's',
  'h',
  'echo',
  'admin',
  '100',
  '1000',
  'anonymous',
];
const numbers = ['+33199000101', '0199000101', '+19005550100', '00881612345678', '112', '*31#', '+33639980101'];

/** A SIP request of somebody who tries his luck: names, numbers and passwords guessed, now and then broken (RFC 4475). */
export function sipGuess(random: Random, to: { readonly port: number; readonly own: string; readonly invites: boolean }): Buffer {
  const method = random.pick(to.invites ? methods : methods.slice(1));
  const whom = random.pick([...numbers, ...names]);
  const who = random.pick([...names, ...numbers]);
  const host = random.pick([`127.0.0.1:${to.port}`, '127.0.0.1:5080', 'localhost', 'carrier.example']);
  const mark = random.between(0, 2 ** 31);
  const body = method === 'INVITE' && random.chance(0.7) ? sdp : '';
  const lines = [
    `${method} sip:${whom}@${host} SIP/2.0`,
    `Via: SIP/2.0/UDP ${to.own};branch=z9hG4bK${mark};rport`,
    `From: <sip:${who}@${host}>;tag=${mark}`,
    `To: <sip:${whom}@${host}>${random.chance(0.2) ? ';tag=guessed' : ''}`,
    `Call-ID: ${mark}`,
    `CSeq: ${random.between(1, 100)} ${method}`,
    `Contact: <sip:${who}@${to.own}>`,
    'Max-Forwards: 70',
    ...extras(random, who),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ];
  const whole = lines.join('\r\n');
  return random.chance(0.4) ? broken(random, whole) : Buffer.from(whole);
}

const sdp = ['v=0', 'o=x 1 1 IN IP4 127.0.0.2', 's=-', 'c=IN IP4 127.0.0.2', 't=0 0', 'm=audio 9 RTP/AVP 8', ''].join('\r\n');

function extras(random: Random, who: string): string[] {
  const all = [
    `Authorization: Digest username="${who}",realm="asterisk",nonce="1",uri="sip:x",response="${'0'.repeat(32)}"`,
    'P-Asserted-Identity: <sip:+33199000101@127.0.0.1>',
    'Diversion: <sip:+33199000101@x>;reason=user-busy',
    'History-Info: <sip:x@y?Reason=SIP%3Bcause%3D486>;index=1,<sip:z@y>;index=1.1',
    'Refer-To: <sip:+19005550100@127.0.0.1>',
    'Replaces: 1;to-tag=1;from-tag=1',
    'Route: <sip:127.0.0.1:5080;lr>',
    'Event: presence',
    'Privacy: id',
  ];
  return all.filter(() => random.chance(0.15));
}

/** What RFC 4475 breaks: lengths, lines, quotes, escapes, versions, octets, and the rest of the message. */
function broken(random: Random, whole: string): Buffer {
  const anywhere = random.between(0, whole.length);
  const breaks: readonly ((text: string) => string | Buffer)[] = [
    (text) => text.replace(/Content-Length: .*/, `Content-Length: ${random.pick(['-999', '9999', 'many', '', '4294967296'])}`),
    (text) => text.replace(/CSeq: \d+/, `CSeq: ${random.pick(['36893488147419103232', '-1', '', 'x'])}`),
    (text) => text.replace(/Max-Forwards: 70/, `Max-Forwards: ${random.pick(['0', '300', '-7', '0068'])}`),
    (text) => text.replace('SIP/2.0', random.pick(['SIP/7.0', 'HTTP/1.1', 'SIP/2.0 ', ''])),
    (text) => text.replace('From: <', 'From: "Unterminated <'),
    (text) => text.replace('To: <sip:', random.pick(['To: <', 'To: <nobodyknows:', 'To: "\\"<sip:', 'To: <sip:%00%ZZ'])),
    (text) => text.replace('\r\nTo:', '\r\nTo\t \t:\r\n '),
    (text) => text.replace(new RegExp(`\r\n${random.pick(['Via', 'From', 'To', 'Call-ID', 'CSeq'])}:[^\r]*`), ''),
    (text) => text.replace('\r\nVia', `\r\nVia: SIP/2.0/UDP ${'a'.repeat(random.between(1, 9000))}\r\nVia`),
    (text) => text.replace('\r\nCall-ID', `\r\nX-${'y'.repeat(random.between(1, 500))}: ${'%'.repeat(2000)}\r\nCall-ID`),
    (text) => text.replaceAll('\r\n', random.pick(['\n', '\r', '\r\n\r\n'])),
    (text) => text.slice(0, anywhere),
    (text) => `${text.slice(0, anywhere)}\0${text.slice(anywhere)}`,
    (text) =>
      Buffer.concat([
        Buffer.from(text.slice(0, anywhere)),
        Buffer.from([0xc0, 0xae, 0xff, 0xfe]),
        Buffer.from(text.slice(anywhere)),
      ]),
    (text) => text.slice(0, anywhere) + text,
    () => Buffer.from(Array.from({ length: random.between(0, 1200) }, () => random.between(0, 255))),
  ];
  return Buffer.from(random.pick(breaks)(whole));
}
