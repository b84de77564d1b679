import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { ArrivedMail, MailRefusal } from '#shared/delivery/arrived-mail.ts';
import type { MailIn, MailOutcome } from '../../ports/delivery.ts';
import { readMail } from './read-mail.ts';

export type MailDoorOptions = {
  readonly listen: { readonly host: string; readonly port: number };
  /** The name in the greeting: the domain of the return addresses. */
  readonly name: string;
  /** Certificate chain and key, PEM: with them STARTTLS is offered; null: without encryption. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly mailIn: MailIn;
  readonly onRefused: (reason: string) => void;
  /** The database was away, or a bug: the sender has been told to try again. */
  readonly onFault: (cause: unknown) => void;
};

/** Octets of a mail; answers that quote a voicemail fit. */
const largest = 5 * 1024 * 1024;
/** A sender of ours knows its one recipient; who tries more is guessing. */
const mostRefusals = 5;

/** How a refusal is told to who sends (RFC 5321 4.2, RFC 3463). */
const replies: Readonly<Record<MailRefusal | 'too-large' | 'not-now', readonly [code: number, text: string]>> = {
  unknown: [550, '5.1.1 No such recipient'],
  foreign: [550, '5.7.1 Mail of lists is not taken here'],
  loop: [554, '5.4.6 This mail has been here before'],
  empty: [554, '5.6.0 The answer has no text of its own'],
  'too-long': [552, '5.3.4 The answer is too long; 10,000 characters at most'],
  unreadable: [554, '5.6.0 This mail cannot be read'],
  'too-large': [552, '5.3.4 Too large; 5 MB at most'],
  'not-now': [451, '4.3.0 Not now, try again'],
};

/** Takes mail in (RFC 5321) for addresses that are expected; every other recipient is refused before anything is sent. */
export async function openMailDoor(options: MailDoorOptions): Promise<{ readonly port: number; close(): Promise<void> }> {
  const refusals = new WeakMap<SMTPServerSession, number>();
  const server = new SMTPServer({
    name: options.name,
    banner: 'answers and reports only',
    disabledCommands: ['AUTH', ...(options.tls === null ? ['STARTTLS'] : [])],
    ...(options.tls ?? {}),
    size: largest,
    maxClients: 50,
    maxRecipients: 10,
    socketTimeout: 60_000,
    closeTimeout: 500,
    disableReverseLookup: true,
    onRcptTo({ address }, session, done) {
      const tried = refusals.get(session) ?? 0;
      if (tried >= mostRefusals) return done(refusal('unknown'));
      options.mailIn.expects(address).then(
        (expected) => {
          if (expected) return done();
          refusals.set(session, tried + 1);
          options.onRefused('unknown');
          done(refusal('unknown'));
        },
        notNow(options, done),
      );
    },
    onData(stream, session, done) {
      receive(options, stream, session).then(
        (outcome) => {
          if (typeof outcome === 'string') return done();
          options.onRefused(outcome.refused);
          done(refusal(outcome.refused));
        },
        notNow(options, done),
      );
    },
  });
  server.on('error', () => options.onRefused('broken')); // a sender that broke off: it tries again
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.listen.port, options.listen.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : options.listen.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Received = MailOutcome | { readonly refused: 'too-large' };

async function receive({ mailIn }: MailDoorOptions, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Received> {
  const raw = await collect(stream);
  if (raw === null) return { refused: 'too-large' };
  const { mailFrom, rcptTo } = session.envelope;
  const mail = await readMail(raw, mailFrom === false ? '' : mailFrom.address).catch((): null => null);
  if (mail === null) return { refused: 'unreadable' };
  return takeForAll(
    mailIn,
    rcptTo.map(({ address }) => address),
    mail,
  );
}

/** The whole mail; null when it is too large: then nothing of it is kept, while the rest is read past. */
async function collect(stream: SMTPServerDataStream): Promise<Uint8Array | null> {
  let chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    if (stream.sizeExceeded) chunks = [];
    else chunks.push(chunk);
  }
  return stream.sizeExceeded ? null : Buffer.concat(chunks);
}

/** One reply for all recipients (RFC 5321 4.1.1.4): taken when one of them took it. */
async function takeForAll(mailIn: MailIn, addresses: readonly string[], mail: ArrivedMail): Promise<MailOutcome> {
  const outcomes: MailOutcome[] = [];
  for (const address of addresses) outcomes.push(await mailIn.take(address, mail));
  return outcomes.find((outcome) => typeof outcome === 'string') ?? outcomes[0] ?? { refused: 'unknown' };
}

const refusal = (why: keyof typeof replies): Error => {
  const [responseCode, text] = replies[why];
  return Object.assign(new Error(text), { responseCode });
};

const notNow =
  ({ onFault }: MailDoorOptions, done: (error: Error) => void) =>
  (cause: unknown): void => {
    onFault(cause);
    done(refusal('not-now'));
  };
