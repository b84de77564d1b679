import { convergenceContract } from '../../contracts/convergence.contract.ts';
import { createMemoryStore } from '../../fakes/memory-store.ts';

/** F3 itself asks for 5,000. */
const histories = Number(process.env.F3_HISTORIES ?? 400);

convergenceContract(async () => {
  const store = createMemoryStore();
  return { store, history: async () => store.history() };
}, histories);
