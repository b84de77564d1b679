import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SendSms } from '../../server/ports/delivery.ts';

export type SmsUnderTest = {
  readonly send: SendSms;
  arrived(): readonly { readonly to: string; readonly text: string; readonly reference: string }[];
  refuseNext(how: 'for-good' | 'for-now'): void;
  close(): Promise<void>;
};

const sms = { to: '+33639980111', text: 'Vos +33639980311 graag terugbellen', reference: 'n:1:p:sms' };

/** What every SMS gateway keeps to, the fake included. */
export function smsContract(name: string, open: () => Promise<SmsUnderTest>): void {
  describe(`sms: ${name}`, () => {
    let gateway: SmsUnderTest;
    beforeAll(async () => {
      gateway = await open();
    });
    afterAll(() => gateway.close());

    test('a text arrives with number and reference, and has an id', async () => {
      const { id } = await gateway.send(sms);
      expect(id).not.toBe('');
      expect(gateway.arrived().at(-1)).toMatchObject(sms);
    });

    test('two texts have two ids', async () => {
      const [one, two] = [await gateway.send(sms), await gateway.send(sms)];
      expect(one.id).not.toBe(two.id);
    });

    test.each([
      ['for-good', true],
      ['for-now', false],
    ] as const)('a refusal %s is permanent: %s', async (how, permanent) => {
      gateway.refuseNext(how);
      await expect(gateway.send(sms)).rejects.toMatchObject({ permanent });
    });
  });
}
