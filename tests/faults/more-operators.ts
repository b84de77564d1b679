import { randomBytes } from 'node:crypto';
import { uuidv7 } from '#shared/uuid.ts';
import { createAuth } from '../../server/adapters/auth/auth.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import { embeddedDatabaseUrl } from '../../server/supervisor/postgres.ts';
import { demoPassword } from '../e2e/desk.ts';
import type { Instance } from '../e2e/instance.ts';

/** More French-speaking operators than the demonstration has, trained as Léa is. */
export async function addOperators({ dataDir, url }: Instance, names: readonly string[]): Promise<void> {
  const fail = (error: Error): never => {
    throw error;
  };
  const pool = createPool({ connectionString: embeddedDatabaseUrl(placesIn(dataDir)), max: 1, onError: fail });
  const store = createStore({ pool, clock: () => new Date().toISOString() });
  const auth = await createAuth({ pool, publicUrl: url, secret: 'signs nothing here' });
  const lea = (await store.all('operator')).find(({ name }) => name === 'Léa');
  if (lea === undefined) throw new Error('no Léa in the demonstration');
  for (const name of names) {
    const id = uuidv7(Date.now(), new Uint8Array(randomBytes(10)));
    await store.transact((tx) => tx.put('operator', { ...lea, id, name }));
    await auth.addUser({ email: emailOf(name), name, password: demoPassword, role: 'operator', subjectId: id });
  }
  await pool.end();
}

/** The sign-in of an operator of the demonstration or of ours. */
export const emailOf = (name: string): string => `${name.toLowerCase().replace('é', 'e')}@permanence.test`;
