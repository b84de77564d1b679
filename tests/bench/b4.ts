import { measureFirstSync } from './b4-first-sync.ts';
import { measureChangeToPaint, measureKeysWhileSyncing } from './b4-painting.ts';
import { withInstallation } from './installation.ts';
import { writeContacts } from './large-directory.ts';
import { preparePeers } from './peers.ts';
import type { Scenario } from './scenario.ts';

const contacts = 100_000;

/** How fast a directory comes to a device, how much of it a typist notices, and how fast a change comes to another device. */
export const b4: Scenario = {
  name: 'b4',
  isTimed: true,
  async measure(progress) {
    const peers = await preparePeers(progress);
    return withInstallation({}, async (instance) => {
      progress('b4: changes from one device to another');
      const changes = await measureChangeToPaint(instance);
      progress(`b4: writing ${contacts} contacts`);
      await writeContacts(instance, contacts);
      const synced = await measureFirstSync(instance, { contacts, peers, progress });
      progress('b4: typing during first syncs');
      return [...synced, ...changes, ...(await measureKeysWhileSyncing(instance, contacts))];
    });
  },
};
