import { randomUUID } from 'node:crypto';
import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import { embeddedDatabaseUrl } from '../../server/supervisor/postgres.ts';
import { present } from '../../shared/errors.ts';
import { fromMs } from '../../shared/time.ts';
import type { Instance } from '../e2e/instance.ts';

const perTransaction = 5_000;

/** Of the contact at this place. */
export const numberOf = (i: number): string => `+336${String(10_000_000 + i * 97)}`;

/** So many more contacts of Dr Martin, the same at each run but for their ids. */
export async function writeContacts({ dataDir }: Instance, contacts: number): Promise<void> {
  const connectionString = embeddedDatabaseUrl(placesIn(dataDir));
  const pool = createPool({ connectionString, max: 1, onError: (error) => console.error(error) });
  const store = createStore({ pool, clock: () => fromMs(Date.now()) });
  const account = present(
    (await store.all('account')).find((each) => each.name === 'Cabinet du Dr Martin'),
    'account.not_found',
  );
  for (let first = 0; first < contacts; first += perTransaction) {
    await store.transact(async (tx) => {
      for (let i = first; i < first + perTransaction; i++) {
        const numbers = [numberOf(i)];
        await tx.put('contact', {
          id: randomUUID(),
          accountId: account.id,
          name: `Patient ${i}`,
          company: '',
          numbers,
          vip: i % 100 === 0,
          handling: '',
        });
      }
    });
  }
  await pool.end();
}
