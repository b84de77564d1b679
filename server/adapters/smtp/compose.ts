import type Mail from 'nodemailer/lib/mailer/index.js';
import type { Mail as OurMail } from '../../ports/delivery.ts';

/** Our mail in the words of the mail library: one recipient, text and HTML if there is any, our Message-ID, a stable From [J06]. */
export const compose = (mail: OurMail, from: string): Mail.Options => ({
  from,
  to: mail.to,
  ...(mail.returns === null ? {} : { replyTo: mail.returns.replyTo, envelope: { from: mail.returns.returnPath, to: mail.to } }),
  subject: mail.subject,
  text: mail.text,
  ...(mail.html === '' ? {} : { html: mail.html }),
  messageId: mail.messageId,
  headers: { ...mail.headers },
  attachments: mail.attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    content: Buffer.from(content),
  })),
  disableFileAccess: true,
  disableUrlAccess: true,
});
