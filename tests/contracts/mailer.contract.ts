import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mail, SendMail } from '../../server/ports/delivery.ts';

export type MailerUnderTest = {
  readonly send: SendMail;
  /** What has arrived, oldest first. */
  arrived(): Promise<
    readonly { readonly to: string; readonly subject: string; readonly messageId: string; readonly attached: number }[]
  >;
  refuseNext(how: 'for-good' | 'for-now'): void;
  close(): Promise<void>;
};

export const aMail = (over: Partial<Mail> = {}): Mail => ({
  to: 'jan.deboer@example.test',
  subject: '山田建設 受電報告 “été”',
  text: 'Voor: Jan',
  html: '<p>Voor: Jan</p>',
  messageId: '<n.1.p.email@notes.example.test>',
  headers: { 'X-Permanence-Note': 'n' },
  returns: null,
  attachments: [],
  ...over,
});

/** What every way of sending mail keeps to, the fake included. */
export function mailerContract(name: string, open: () => Promise<MailerUnderTest>): void {
  describe(`mailer: ${name}`, () => {
    let mailer: MailerUnderTest;
    beforeAll(async () => {
      mailer = await open();
    });
    afterAll(() => mailer.close());

    test('a mail arrives with its recipient, subject, Message-ID and attachment', async () => {
      await mailer.send(aMail({ attachments: [{ filename: 'v.wav', contentType: 'audio/wav', content: Uint8Array.of(1, 2) }] }));
      const { to, subject, messageId } = aMail();
      expect((await mailer.arrived()).at(-1)).toEqual({ to, subject, messageId, attached: 1 });
    });

    test('a refusal for good is permanent', async () => {
      mailer.refuseNext('for-good');
      await expect(mailer.send(aMail())).rejects.toMatchObject({ problem: 'refused', permanent: true });
    });

    test('a refusal for now is not, and the next try arrives with the same Message-ID', async () => {
      const before = (await mailer.arrived()).length;
      mailer.refuseNext('for-now');
      await expect(mailer.send(aMail())).rejects.toMatchObject({ permanent: false });
      await mailer.send(aMail());
      expect((await mailer.arrived()).slice(before).map((mail) => mail.messageId)).toEqual([aMail().messageId]);
    });
  });
}
