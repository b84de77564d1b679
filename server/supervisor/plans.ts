import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Env } from '../config/values.ts';
import type { Settings } from '../config.ts';
import type { ChildPlan } from './child.ts';
import { espeakIn, prepareExchange } from './exchange.ts';
import { prepareGateway } from './gateway.ts';
import { askHealth } from './heartbeat.ts';
import type { InnerPorts } from './network-ports.ts';
import { type Places, projectRoot } from './places.ts';
import { embeddedDatabaseUrl, postgresPlan } from './postgres.ts';
import type { Secrets } from './secrets.ts';
import type { Tree } from './telephony-tree.ts';

export type InstanceParts = {
  readonly settings: Settings;
  readonly places: Places;
  readonly env: Env;
  readonly tree: Tree | null;
  readonly ports: InnerPorts;
  readonly secrets: Secrets;
};

/** The parts the server stands on, as far as they are ours. */
export async function preparePlans(parts: InstanceParts): Promise<ChildPlan[]> {
  const { settings, tree } = parts;
  const telephony = tree === null ? null : { ...parts, tree };
  return [
    ...(settings.databaseUrl === null ? [postgresPlan(parts.places)] : []),
    ...(telephony !== null && settings.ariUrl === null ? [await prepareExchange(telephony)] : []),
    ...(telephony !== null && settings.janusUrl === null ? [await prepareGateway(telephony)] : []),
  ];
}

/** How the server is run, with the addresses and secrets of the other parts in its environment. */
export function serverPlan(parts: InstanceParts): ChildPlan {
  const { settings, places } = parts;
  const own = serverEnvironment(parts);
  return {
    name: 'server',
    command: [process.execPath, join(projectRoot, 'server/main.ts')],
    // The compiled code is kept: a server that died is back sooner.
    env: { NODE_COMPILE_CACHE: join(places.run, 'compiled'), ...parts.env, ...own },
    cwd: projectRoot,
    user: null,
    logFile: join(places.log, 'server.log'),
    settings: { settings, own },
    endSignal: 'SIGTERM',
    prepare: async () => undefined,
    isReady: async () => (await askHealth(healthUrl(settings), 1000)) !== null,
  };
}

/** `/healthz` as this machine reaches it. */
export function healthUrl({ host, port }: Settings): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `http://${reached}:${port}/healthz`;
}

/** The supervisor's settings of `server/config.ts`. */
function serverEnvironment({ settings, places, env, tree, ports, secrets }: InstanceParts): Env {
  const ownExchange = settings.ariUrl === null;
  const { trunk } = settings.sip;
  const manager = `tcp://permanence:${secrets.amiPassword}@127.0.0.1:${ports.ami}`;
  return {
    DATA_DIR: places.dataDir,
    STATUS_FILE: places.statusFile,
    DATABASE_URL: settings.databaseUrl ?? embeddedDatabaseUrl(places),
    ARI_URL: settings.ariUrl ?? `http://permanence:${secrets.ariPassword}@127.0.0.1:${ports.ari}`,
    AMI_URL: ownExchange ? (trunk.register ? manager : '') : env.AMI_URL,
    // without the password: the server dials through the exchange
    SIP_TRUNK: `sip:${isIPv6(trunk.host) ? `[${trunk.host}]` : trunk.host}:${trunk.port}`,
    OPERATOR_SIP: ownExchange ? `127.0.0.1:${ports.operatorSip}` : env.OPERATOR_SIP,
    SPOOL_DIR: ownExchange ? places.spool : env.SPOOL_DIR,
    JANUS_URL: settings.janusUrl ?? `ws://127.0.0.1:${ports.janus}`,
    JANUS_TOKEN_SECRET: settings.janusUrl === null ? secrets.janusToken : env.JANUS_TOKEN_SECRET,
    ...(tree === null ? {} : { ESPEAK_COMMAND: JSON.stringify(espeakIn(tree)) }),
  };
}
