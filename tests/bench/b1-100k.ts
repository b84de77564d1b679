import { Desk } from '../e2e/desk.ts';
import { measureOffers } from './b1.ts';
import { latencies } from './figures.ts';
import { withInstallation } from './installation.ts';
import { numberOf, writeContacts } from './large-directory.ts';
import type { Scenario } from './scenario.ts';

const contacts = 100_000;
const offers = 50;

/** The same calls when the device holds a directory of 100,000 contacts, who are the callers. */
export const b1Large: Scenario = {
  name: 'b1-100k',
  isTimed: true,
  measure: (progress) =>
    withInstallation({}, async (instance) => {
      progress(`b1-100k: writing ${contacts} contacts`);
      await writeContacts(instance, contacts);
      const lea = await Desk.open(instance.url, 'lea@permanence.test', 1000);
      progress('b1-100k: the first sync of the device');
      await untilOnDevice(lea);
      await lea.ready();
      progress(`b1-100k: ${offers} calls of SIPp, each offered and given up`);
      const callers = Array.from({ length: offers }, (_, i) => numberOf((i * 7919) % contacts));
      const offered = await measureOffers(instance, lea, callers);
      await lea.close();
      return latencies('B1 INVITE → offer painted, 100,000 contacts', offered, { p50: 100, p99: 250 });
    }),
};

/** Until the page's own database holds the whole directory. */
async function untilOnDevice({ page }: Desk): Promise<void> {
  await page.evaluate(async (wanted) => {
    const counted = async () => {
      const [found] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('permanence-'));
      if (found?.name === undefined) return 0; // the page has not made it yet
      const { name } = found;
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const count = await new Promise<number>((resolve, reject) => {
        const counting = db.transaction('contact').objectStore('contact').count();
        counting.onsuccess = () => resolve(counting.result);
        counting.onerror = () => reject(counting.error);
      });
      db.close();
      return count;
    };
    while ((await counted()) < wanted) await new Promise((resolve) => setTimeout(resolve, 500));
  }, contacts);
}
