import type { Acceptance, Application } from '#shared/accounts/application.ts';
import type { PoolNumber } from '#shared/accounts/number-pool.ts';
import type { Joining } from '../../server/ports/store.ts';

/** New clients and the pool of numbers in memory, for the store in memory. */
export type JoiningState = {
  readonly applications: Map<string, Application>;
  readonly numbers: Map<string, PoolNumber>;
  readonly agreements: Map<string, Acceptance>;
};

export const noJoining = (): JoiningState => ({ applications: new Map(), numbers: new Map(), agreements: new Map() });

export const copyOfJoining = (state: JoiningState): JoiningState => ({
  applications: new Map(state.applications),
  numbers: new Map(state.numbers),
  agreements: new Map(state.agreements),
});

export const joiningIn = ({ applications, numbers, agreements }: JoiningState): Joining => ({
  application: async (id) => applications.get(id) ?? null,
  applications: async () => [...applications.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  saveApplication: async (application) => void applications.set(application.id, structuredClone(application)),
  forgetApplication: async (id) => void applications.delete(id),
  async addAgreement(accountId, acceptance) {
    if (agreements.has(accountId)) throw new Error('one agreement for an account');
    agreements.set(accountId, structuredClone(acceptance));
  },
  takeTurn: async () => undefined, // transactions in memory are alone anyhow
  numbers: async () => [...numbers.values()].sort((a, b) => (a.number < b.number ? -1 : 1)),
  async giveNumber({ accountId, country, at }) {
    const free = [...numbers.values()]
      .filter(({ state, freeFrom }) => state === 'free' || (state === 'quarantined' && freeFrom !== null && freeFrom <= at))
      .sort((a, b) => Number(b.country === country) - Number(a.country === country) || (a.number < b.number ? -1 : 1));
    const [given] = free;
    if (given === undefined) return null;
    numbers.set(given.number, { ...given, state: 'given', accountId, since: at, freeFrom: null });
    return given.number;
  },
  saveNumber: async (number) => void numbers.set(number.number, structuredClone(number)),
  removeNumber: async (number) => void numbers.delete(number),
});
