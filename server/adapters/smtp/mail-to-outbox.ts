import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail, Outbox, SendMail } from '../../ports/delivery.ts';
import type { Clock, NewId } from '../../ports/time.ts';
import { compose } from './compose.ts';

export type MailToOutboxDeps = {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly newId: NewId;
  /** `DATA_DIR/mail`. */
  readonly folder: string;
  readonly from: string;
};

/** Mails of an installation without `SMTP_URL`: a file `<time>-<id>.eml` each, and a row of the outbox. */
export function mailToOutbox(deps: MailToOutboxDeps): SendMail {
  return async (mail) => {
    const id = deps.newId();
    const at = deps.clock();
    await writeWhole(deps.folder, `${at.replaceAll(/[-:.]/g, '')}-${id}.eml`, await toEml(mail, deps.from));
    await deps.outbox.add({ id, at, channel: 'email', to: mail.to, subject: mail.subject, body: mail.text });
  };
}

async function toEml(mail: Mail, from: string): Promise<Buffer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await transport.sendMail(compose(mail, from));
  return Buffer.isBuffer(message) ? message : Buffer.from('');
}

/** Readers see the whole file or none. */
async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `.${name}.part`);
  await writeFile(partial, content, { mode: 0o600 });
  await rename(partial, join(folder, name));
}
