import { loadDemo } from '../demo/load-demo.ts';
import type { IdentityParts } from './identity.ts';
import type { Storage } from './storage.ts';
import type { World } from './world.ts';

/** Loads the demonstration bureau when the database is new; whether it is this database's bureau. */
export async function openDemonstration(
  { config, newId }: World,
  { store, secrets, clock }: Storage,
  identity: () => Promise<IdentityParts>,
): Promise<boolean> {
  if (config.demo === 'no') return false;
  const addUser: IdentityParts['addUser'] = async (user) => (await identity()).addUser(user);
  const load = async () => ((await loadDemo({ store, newId, addUser }, clock())) === 'loaded' ? 'loaded' : 'none');
  return (await secrets.getOrCreate('demo', load)) === 'loaded';
}
