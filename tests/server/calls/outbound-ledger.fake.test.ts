import { outboundLedgerContract } from '../../contracts/outbound-ledger.contract.ts';
import { createFakeOutboundLedger } from '../../fakes/outbound-ledger.ts';

outboundLedgerContract('the fake', () => createFakeOutboundLedger().ledger);
