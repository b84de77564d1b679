import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ariRequests } from '../../server/adapters/asterisk/ari.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import type { Instance } from '../e2e/instance.ts';

const secretsSchema = z.object({ ariPassword: z.string() });
const endpointsSchema = z.array(z.object({ resource: z.string(), state: z.string() }));

/** A number of the fictitious range that no account has. */
export const queueNumber = '+33199000199';

/**
 * Teaches the instance's own Asterisk its `Queue()`: a number that rings this operator's telephone without any of our
 * decisions. The line of the dialplan is what a call centre built on `app_queue` would write.
 */
export async function addQueue(instance: Instance, operatorId: string): Promise<void> {
  const places = placesIn(instance.dataDir);
  const etc = join(places.asterisk, 'etc');
  const { ariPassword } = secretsSchema.parse(JSON.parse(readFileSync(places.secretsFile, 'utf8')));
  const port = /^bindport=(\d+)$/m.exec(readFileSync(join(etc, 'http.conf'), 'utf8'))?.[1];
  const ari = ariRequests({ url: `http://permanence:${ariPassword}@127.0.0.1:${port}`, application: 'bench' });
  const telephones = endpointsSchema.parse(await ari('GET', '/endpoints/PJSIP'));
  const prefix = `op${operatorId.replaceAll('-', '')}`;
  const telephone = telephones.find(({ resource, state }) => resource.startsWith(prefix) && state === 'online');
  if (telephone === undefined) throw new Error('the operator of the queue has no telephone');
  const queues = join(etc, 'queues.conf');
  writeFileSync(
    queues,
    `[general]\n[bench]\nstrategy=ringall\ntimeout=30\nringinuse=yes\nmember => PJSIP/${telephone.resource}\n`,
  );
  chmodSync(queues, 0o644); // Asterisk runs as another user
  appendFileSync(join(etc, 'extensions.conf'), `\n[from-trunk](+)\nexten => ${queueNumber},1,Queue(bench,r)\n`);
  await ari('POST', '/asterisk/modules/app_queue.so');
  await ari('PUT', '/asterisk/modules/pbx_config.so');
}
