import { freePort, freeUdpBlock } from '../../server/supervisor/network-ports.ts';
import { startAsterisk } from '../adapters/asterisk-instance.ts';
import { type FarEnd, farEnd } from '../e2e/answering-telephone.ts';
import { signInByHttp } from '../e2e/api-user.ts';
import type { Home } from '../e2e/home.ts';
import { type Instance, startInstance } from '../e2e/instance.ts';
import { type Relay, relayTo } from '../e2e/relay.ts';
import { dial, type Telephone } from '../e2e/telephone.ts';
import { ariOf } from './exchange.ts';
import { addOperators, emailOf } from './more-operators.ts';
import { Operator } from './operator.ts';

/**
 * `own-exchange`: the test keeps the exchange, with a way to it that can be cut. `home`: the operators sit at home, with two ways
 * to the world; only in a network of its own.
 */
export type Place = 'office' | 'own-exchange' | 'home';

/** A whole installation with five operators at their desks. */
export type Installation = {
  readonly instance: Instance;
  /** The address of the pages. */
  readonly url: string;
  /** Between the pages and the server. */
  readonly pages: Relay;
  /** Between the server and the exchange; null where the supervisor keeps the exchange. */
  readonly exchange: Relay | null;
  readonly ariUrl: string;
  /** Where the operators sit; null in the office. */
  readonly home: Home | null;
  /** The telephones that we call. */
  readonly far: FarEnd;
  readonly operators: readonly Operator[];
  readonly max: Awaited<ReturnType<typeof signInByHttp>>;
  /** A caller with a number that nobody had before. */
  call(did: string): Promise<{ readonly from: string; readonly caller: Telephone }>;
  close(): Promise<void>;
};

/** Sunday noon, when the notary is closed: his callers leave a message. */
const demoNow = '2026-11-22T11:00:00Z';
/** Léa and three more speak French, and get the callers of Dr Martin; Kenji those of Yamada. */
const [french, japanese] = [['Léa', 'Sofie', 'Rosa', 'Noah'], 'Kenji'] as const;
const callersHz = 600;

type Parts = { closers: (() => Promise<unknown> | unknown)[] };

/** Starts it, with the operators at this home if that is the place; what was opened is closed when that fails. */
export async function openInstallation(place: Place, home: Home | null): Promise<Installation> {
  const parts: Parts = { closers: [] };
  const close = async (): Promise<void> => {
    for (const end of parts.closers.splice(0).reverse()) await end();
  };
  const began = performance.now();
  try {
    const opened = await open({ place, home }, parts);
    console.log(`an installation with five operators (${place}), ${((performance.now() - began) / 1000).toFixed(0)} s`);
    return { ...opened, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  { place, home }: { readonly place: Place; readonly home: Home | null },
  { closers }: Parts,
): Promise<Omit<Installation, 'close'>> {
  const kept = <T extends { close(): unknown }>(thing: T): T => {
    closers.push(() => thing.close());
    return thing;
  };
  home?.change();
  const http = await freePort('tcp');
  const pages = kept(await relayTo(http, home?.outside));
  const url = `http://${home?.outside ?? 'localhost'}:${pages.port}`;
  const own = place === 'own-exchange' ? await ownExchange(closers) : null;
  const instance = await startInstance({
    env: {
      DEMO: '1',
      DEMO_NOW: demoNow,
      PORT: String(http),
      PUBLIC_URL: url,
      ...own?.env,
      ...(home && { MEDIA_IP: home.outside }),
    },
  });
  closers.push(() => instance.stop());
  await addOperators(instance, ['Rosa', 'Noah']);
  const far = kept(await farEnd(own?.farPort ?? instance.trunkPort));
  const max = await signInByHttp(instance.url, emailOf('max'), url);
  const names = [...french, japanese];
  const sitDown = (name: string, i: number) => Operator.open(emailOf(name), 1000 + 200 * i, url, home?.chromium).then(kept);
  const operators = await Promise.all(names.map(sitDown));
  for (const { desk } of operators) await desk.ready();
  let callers = 0;
  return {
    instance,
    url,
    pages,
    exchange: own?.relay ?? null,
    ariUrl: own?.ariUrl ?? ariOf(instance.dataDir),
    home,
    far,
    operators,
    max,
    async call(did) {
      callers += 1;
      const from = `+3363998${String(4000 + callers)}`;
      const caller = await dial({ sipPort: own?.trunkPort ?? instance.sipPort, did, from, toneHz: callersHz });
      closers.push(() => caller.close());
      return { from, caller };
    },
  };
}

/** An exchange that the supervisor does not keep, with a way to it that can be cut. */
async function ownExchange(closers: Parts['closers']) {
  const asterisk = await startAsterisk({ rtpFirst: await freeUdpBlock(200) });
  closers.push(() => asterisk.stop());
  const ari = new URL(asterisk.ariUrl);
  const relay = await relayTo(Number(ari.port));
  closers.push(() => relay.close());
  ari.port = String(relay.port);
  const { ariUrl, trunkPort, farPort } = asterisk;
  const env = {
    ARI_URL: ari.href,
    OPERATOR_SIP: `127.0.0.1:${asterisk.operatorPort}`,
    SPOOL_DIR: asterisk.spool,
    SIP_TRUNK: `sip:127.0.0.1:${farPort}`,
  };
  return { relay, ariUrl, trunkPort, farPort, env };
}
