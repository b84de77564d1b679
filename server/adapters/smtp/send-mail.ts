import { createTransport } from 'nodemailer';
import * as z from 'zod/mini';
import type { SendMail } from '../../ports/delivery.ts';
import { compose } from './compose.ts';
import { smtpFailure } from './smtp-failure.ts';

const limitMs = 20_000;

const errorSchema = z.object({ code: z.optional(z.string()), responseCode: z.optional(z.number()) });

export type SmtpMailer = { readonly send: SendMail; close(): void };

/** Mails through the server of `SMTP_URL`, over a few kept connections; every stage ends within 20 s. */
export function createSmtpMailer(options: { readonly url: string; readonly from: string }): SmtpMailer {
  const transport = createTransport({
    url: options.url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    dnsTimeout: limitMs,
  });
  return {
    send: async (mail) => {
      try {
        await transport.sendMail(compose(mail, options.from));
      } catch (cause) {
        throw smtpFailure(errorSchema.safeParse(cause).data ?? {}, cause);
      }
    },
    close: () => transport.close(),
  };
}
