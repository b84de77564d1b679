import { readFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { openDemonstration } from './compose/demonstration.ts';
import type { IdentityParts } from './compose/identity.ts';
import { openStorage } from './compose/storage.ts';
import { createTelephone } from './compose/telephone.ts';
import { openWorld } from './compose/world.ts';
import { readServerConfig } from './config.ts';

const version = (JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
const world = openWorld(readServerConfig(process.env), version);
const storage = await openStorage(world);

let opened: Promise<IdentityParts> | undefined;
function identity(): Promise<IdentityParts> {
  opened ??= import('./compose/identity.ts').then(({ openIdentity }) => openIdentity(world, storage));
  return opened;
}

// Callers first: they are served while the libraries of everything else are still being read.
const demo = await openDemonstration(world, storage, identity);
const telephone = createTelephone(world, storage);
await telephone.start();
world.note('calls taken');

const [{ openJoining }, { openDelivery }, { openDoors }, auth] = await Promise.all([
  import('./compose/joining.ts'),
  import('./compose/delivery.ts'),
  import('./compose/doors.ts'),
  identity(),
]);
const joining = await openJoining(world, storage, telephone, auth);
const delivery = await openDelivery(world, storage, telephone, auth, joining);
const doors = await openDoors({ world, storage, telephone, auth, joining, delivery, demo });
telephone.floor.doorsOpened();
world.note('started', { version, demo });
flushCompileCache(); // the next start reads what this one compiled, also after a kill

async function stop(): Promise<void> {
  telephone.stop();
  doors.close();
  await delivery.stop();
  await storage.pool.end();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void stop().catch((cause) => world.fault('stop', cause)));
