import * as z from 'zod/mini';
import { freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { type AsteriskInstance, startAsterisk } from '../adapters/asterisk-instance.ts';
import { Desk } from './desk.ts';
import { type Instance, startInstance } from './instance.ts';
import { type Relay, relayTo } from './relay.ts';
import { dial, type Telephone } from './telephone.ts';
import { expect, lines, test } from './world.ts';

/** The silence that a caller would notice at all, ms: nothing is to be heard of the cut. */
const noticedMs = 1_000;

/** An installation on an exchange of its own, with a way between them that can be cut. */
async function installation() {
  const asterisk = await startAsterisk({ rtpFirst: await freeUdpBlock(200) });
  const ari = new URL(asterisk.ariUrl);
  const relay = await relayTo(Number(ari.port));
  ari.port = String(relay.port);
  const env = { DEMO: '1', ARI_URL: ari.href, OPERATOR_SIP: `127.0.0.1:${asterisk.operatorPort}`, SPOOL_DIR: asterisk.spool };
  const instance = await startInstance({ env });
  const close = async () => {
    await instance.stop();
    await relay.close();
    await asterisk.stop();
  };
  return { asterisk, relay, instance, close };
}

const ids = z.array(z.object({ id: z.string() }));

/** Ids of what the exchange holds. */
async function held({ ariUrl }: AsteriskInstance, what: 'channels' | 'bridges'): Promise<string[]> {
  const { username, password, origin } = new URL(ariUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const response = await fetch(`${origin}/ari/${what}`, { headers: { authorization } });
  return ids.parse(await response.json()).map(({ id }) => id);
}

/** The exchange cannot be reached for this long; resolves when the server has it again, with when the cut began. */
async function cutFor(
  ms: number,
  { relay, instance }: { relay: Relay; instance: Instance },
  meanwhile: () => void = () => undefined,
) {
  const cutAt = Date.now();
  relay.cut();
  meanwhile();
  await expect.poll(() => Date.now() - cutAt).toBeGreaterThan(ms);
  relay.mend();
  await instance.untilReady();
  return cutAt;
}

test('the connection to the exchange is cut while callers ring, wait and talk: nothing is heard, and nothing is left over', async () => {
  test.setTimeout(180_000);
  const world = await installation();
  const telephones: Telephone[] = [];
  const call = async (from: string, toneHz: number) => {
    const telephone = await dial({ sipPort: world.asterisk.trunkPort, did: lines.martin, from, toneHz });
    telephones.push(telephone);
    return telephone;
  };
  const lea = await Desk.open(world.instance.url, 'lea@permanence.test', 1000);
  try {
    await lea.ready();
    const talking = await call('+33639980001', 600);
    await lea.state('offered');
    await cutFor(300, world);
    await lea.state('offered');
    await lea.press('F2');
    await talking.hears(1000);

    const [staying, leaving] = [await call('+33639980002', 700), await call('+33639980003', 800)];
    await Promise.all([staying.answered, leaving.answered]);
    await expect.poll(() => Math.min(staying.heard().level, leaving.heard().level), { timeout: 20_000 }).toBeGreaterThan(0.002);
    const cutAt = await cutFor(3_000, world, () => leaving.hangUp());
    await lea.state('talking');
    const silence = { talking: talking.longestSilence(cutAt), waiting: staying.longestSilence(cutAt) };
    test.info().annotations.push({ type: 'milliseconds', description: JSON.stringify({ silence }) });
    for (const ms of Object.values(silence)) expect(ms).toBeLessThanOrEqual(noticedMs);
    await expect(lea.page.locator('#h-queue')).toContainText('1');
    await expect.poll(() => held(world.asterisk, 'channels')).toHaveLength(3);
    await expect.poll(() => held(world.asterisk, 'bridges')).toHaveLength(2);

    talking.hangUp();
    await lea.state('wrap-up');
    await lea.press('Alt+w');
    await lea.state('offered');
    await lea.press('F2');
    await staying.hears(1000);
    await cutFor(300, world, () => staying.hangUp());
    await lea.dismiss();
    await expect.poll(() => held(world.asterisk, 'channels')).toHaveLength(1);
    await expect.poll(() => held(world.asterisk, 'bridges')).toHaveLength(1);
  } finally {
    for (const telephone of telephones) telephone.close();
    await lea.close();
    await world.close();
  }
});
