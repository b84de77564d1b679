import { describe, expect, test } from 'vitest';
import type { OutboundLedger } from '../../server/ports/store.ts';
import { uuid } from '../fixtures/telephony.ts';

const wide = { legs: 1000, cents: 1_000_000 } as const;
const day = '2026-11-19';

/** What every ledger of outbound legs does. */
export function outboundLedgerContract(name: string, open: () => OutboundLedger): void {
  describe(`outbound ledger: ${name}`, () => {
    let ids = 0;
    const aLeg = (accountId: string, operatorId: string | null, cents = 150) => {
      ids += 1;
      return { id: `${name}.${ids}`, accountId, operatorId, day, cents };
    };

    test('[J04] legs and spending are counted for account and operator; what was not spent comes back', async () => {
      const ledger = open();
      const [account, operator] = [uuid(501), uuid(502)];
      const limits = { account: { legs: 3, cents: 300 }, operator: wide };
      const [first, second, third] = [aLeg(account, operator), aLeg(account, operator), aLeg(account, operator)];
      expect(await ledger.reserve(first, limits)).toBe('reserved');
      expect(await ledger.reserve(first, limits)).toBe('reserved');
      expect(await ledger.reserve(second, limits)).toBe('reserved');
      expect(await ledger.reserve(third, limits)).toBe('account-spending');
      await ledger.settle(first.id, 0);
      await ledger.settle(first.id, 0);
      expect(await ledger.reserve(third, limits)).toBe('reserved');
      await ledger.settle(second.id, 150);
      expect(await ledger.reserve(aLeg(account, operator, 0), limits)).toBe('account-legs');
      expect(await ledger.reserve({ ...aLeg(account, operator), day: '2026-11-20' }, limits)).toBe('reserved');
    });

    test('an operator’s own limit holds over all accounts, and a refused leg counts for nobody', async () => {
      const ledger = open();
      const operator = uuid(503);
      const limits = { account: wide, operator: { legs: 2, cents: 200 } };
      expect(await ledger.reserve(aLeg(uuid(504), operator), limits)).toBe('reserved');
      expect(await ledger.reserve(aLeg(uuid(505), operator), limits)).toBe('operator-spending');
      expect(await ledger.reserve(aLeg(uuid(505), operator, 50), limits)).toBe('reserved');
      expect(await ledger.reserve(aLeg(uuid(505), operator, 0), limits)).toBe('operator-legs');
      const other = { account: { legs: 2, cents: 200 }, operator: wide };
      expect(await ledger.reserve(aLeg(uuid(505), uuid(506), 150), other)).toBe('reserved');
    });

    test('[S14] a leg that no operator dials counts for its account only', async () => {
      const ledger = open();
      const leg = { ...aLeg(uuid(509), uuid(510)), operatorId: null };
      const limits = { account: { legs: 1, cents: 200 }, operator: { legs: 0, cents: 0 } };
      expect(await ledger.reserve(leg, limits)).toBe('reserved');
      await ledger.settle(leg.id, 0);
      expect(await ledger.reserve({ ...leg, id: `${leg.id}.2` }, limits)).toBe('account-legs');
    });

    test('a limit of nothing lets nothing pass', async () => {
      const limits = { account: { legs: 0, cents: 0 }, operator: wide };
      expect(await open().reserve(aLeg(uuid(507), uuid(508)), limits)).toBe('account-legs');
    });
  });
}
