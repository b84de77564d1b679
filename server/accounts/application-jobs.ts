import * as z from 'zod/mini';
import { codeMail, knownMail } from '#shared/accounts/join-mail.ts';
import type { ReadyMail } from '../ports/delivery.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import type { ApplicationSecret } from './application-secret.ts';
import { forgetLater } from './apply.ts';

const jobSchema = z.object({ id: z.uuid() });

export type CodeMailDeps = {
  readonly store: Store;
  readonly secret: ApplicationSecret;
  /** Whether somebody signs in with this address. */
  readonly isKnown: (email: string) => Promise<boolean>;
  readonly send: (mail: ReadyMail) => Promise<void>;
  readonly publicUrl: string;
};

/** The job that mails the code of an application's latest round; an address that signs in here gets told so instead. */
export const mailCode =
  ({ store, secret, isKnown, send, publicUrl }: CodeMailDeps) =>
  async (payload: unknown): Promise<void> => {
    const { id } = jobSchema.parse(payload);
    const { result: application } = await store.transact((tx) => tx.joining.application(id));
    if (application?.state !== 'unconfirmed') return;
    const { form, round } = application;
    const { email } = form.person;
    const address = publicUrl.replace(/\/+$/, '');
    // After the hash: it reaches no server's log.
    const link = `${address}/join#${id}.${secret.token(id)}`;
    const written = (await isKnown(email))
      ? knownMail(form.language, `${address}/portal`)
      : codeMail(form.language, { code: secret.code(application), link });
    const headers = { 'Auto-Submitted': 'auto-generated', 'X-Permanence-Kind': 'application' };
    await send({ ...written, to: email, headers, messageId: `<application.${id}.${round}@${new URL(address).hostname}>` });
  };

/** The job that forgets an application after its time; who still waits for a number is kept. */
export const forgetApplication =
  ({ store, clock }: { readonly store: Store; readonly clock: Clock }) =>
  async (payload: unknown): Promise<void> => {
    const { id } = jobSchema.parse(payload);
    await store.transact(async (tx) => {
      const application = await tx.joining.application(id);
      if (application?.state === 'waiting') await forgetLater(tx, id, clock());
      else await tx.joining.forgetApplication(id);
    });
  };
