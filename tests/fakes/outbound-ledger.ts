import type { OutboundLedger } from '../../server/ports/store.ts';

/** Legs and spending in memory. */
export function createFakeOutboundLedger() {
  const legs = new Map<string, Parameters<OutboundLedger['reserve']>[0] & { readonly settled: boolean }>();
  let away = false;
  const spent = (who: 'accountId' | 'operatorId', id: string | null, day: string) => {
    const his = { legs: 0, cents: 0 };
    for (const leg of legs.values()) {
      if (leg[who] !== id || leg.day !== day) continue;
      his.legs += 1;
      his.cents += leg.cents;
    }
    return his;
  };
  const ledger: OutboundLedger = {
    async reserve(leg, limits) {
      if (away) throw new Error('the ledger is away');
      if (legs.has(leg.id)) return 'reserved';
      for (const who of ['account', 'operator'] as const) {
        if (leg[`${who}Id`] === null) continue;
        const so = spent(`${who}Id`, leg[`${who}Id`], leg.day);
        if (so.legs + 1 > limits[who].legs) return `${who}-legs`;
        if (so.cents + leg.cents > limits[who].cents) return `${who}-spending`;
      }
      legs.set(leg.id, { ...leg, settled: false });
      return 'reserved';
    },
    async settle(id, cents) {
      const leg = legs.get(id);
      if (leg !== undefined && !leg.settled) legs.set(id, { ...leg, cents, settled: true });
    },
  };
  return {
    ledger,
    spent,
    goAway: () => {
      away = true;
    },
  };
}
