import { readdirSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Address, PortRange, Trunk } from '../../config.ts';

/** What Asterisk must be told. Everything else stands in the files below `etc/`. */
export type AsteriskValues = {
  /** Holds `etc`, `lib`, `moh`, `run`, `log` and `spool`. */
  readonly root: string;
  /** Where Asterisk's own files are: the extracted tree, and in it the folder of the libraries. */
  readonly tree: string;
  readonly lib: string;
  readonly ariPort: number;
  readonly ariPassword: string;
  readonly guardianPassword: string;
  readonly operatorPort: number;
  readonly rtp: PortRange;
  readonly listen: Address;
  readonly trunkPeers: readonly string[];
  readonly trunk: Trunk;
};

/** Files of Asterisk's configuration folder by name. */
export type ConfigurationFiles = Readonly<Record<string, string>>;

/** Files whose absence the exchange reports as an error, and that need say nothing. */
const emptyFiles = ['acl', 'ccss', 'cdr', 'cel', 'features', 'manager', 'pjproject', 'udptl', 'websocket_client'];

/** The whole configuration folder of the exchange. */
export function asteriskConfiguration(values: AsteriskValues): ConfigurationFiles {
  const folder = join(import.meta.dirname, 'etc');
  const places = placesOf(values);
  const written = readdirSync(folder).map((name) => [name, fill(readFileSync(join(folder, name), 'utf8'), places)]);
  const empty = emptyFiles.map((name) => [`${name}.conf`, '; empty on purpose\n']);
  return Object.fromEntries([...empty, ...written]);
}

function placesOf(values: AsteriskValues): Readonly<Record<string, string>> {
  const { trunk } = values;
  return {
    ROOT: values.root,
    TREE: values.tree,
    LIB: values.lib,
    ARI_PORT: String(values.ariPort),
    ARI_PASSWORD: values.ariPassword,
    GUARDIAN_PASSWORD: values.guardianPassword,
    OPERATOR_PORT: String(values.operatorPort),
    RTP_FIRST: String(values.rtp.first),
    RTP_LAST: String(values.rtp.last),
    TRUNK_LISTEN: hostAndPort(values.listen),
    TRUNK_CONTACT: hostAndPort(trunk),
    TRUNK_MATCHES: values.trunkPeers.map((peer) => `match=${peer}`).join('\n'),
    TRUNK_OUTBOUND_AUTH: trunk.user === null ? '' : 'outbound_auth=trunk',
    TRUNK_AUTH:
      trunk.user === null
        ? ''
        : `[trunk]\ntype=auth\nauth_type=userpass\nusername=${trunk.user}\npassword=${trunk.password ?? ''}`,
  };
}

function fill(template: string, places: Readonly<Record<string, string>>): string {
  return template.replace(/@([A-Z_]+)@/g, (whole, name: string) => places[name] ?? whole);
}

const hostAndPort = ({ host, port }: Address): string => `${isIPv6(host) ? `[${host}]` : host}:${port}`;
