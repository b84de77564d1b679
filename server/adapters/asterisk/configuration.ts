import { readdirSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { DidFrom, PortRange, Trunk } from '../../config/telephone.ts';
import type { Address } from '../../config/values.ts';

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
  readonly amiPort: number;
  readonly amiPassword: string;
  readonly operatorPort: number;
  readonly rtp: PortRange;
  readonly listen: Address;
  readonly trunkPeers: readonly string[];
  readonly trunk: Trunk;
  readonly didFrom: DidFrom;
};

/** Files of Asterisk's configuration folder by name. */
export type ConfigurationFiles = Readonly<Record<string, string>>;

/** Files whose absence the exchange reports as an error, and that need say nothing. */
const emptyFiles = ['acl', 'ccss', 'cdr', 'cel', 'features', 'pjproject', 'udptl', 'websocket_client'];

/** The header with the number dialled; none: the request line. */
const didHeaders: Readonly<{ [D in DidFrom]: string }> = {
  'request-uri': '',
  to: 'To',
  'p-called-party-id': 'P-Called-Party-ID',
};

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
    AMI_ENABLED: trunk.register ? 'yes' : 'no',
    AMI_PORT: String(values.amiPort),
    AMI_PASSWORD: values.amiPassword,
    // a request whose line names no number makes no channel, unless the number stands elsewhere
    TRUNK_EXTENSIONS: values.didFrom === 'request-uri' ? '_[+0-9]!' : '_[+0-9a-zA-Z]!',
    DID_HEADER: didHeaders[values.didFrom],
    TRUNK_LISTEN: hostAndPort(values.listen),
    TRUNK_MATCHES: values.trunkPeers.map((peer) => `match=${peer}`).join('\n'),
    ...trunkPlaces(values),
  };
}

/** Over TCP and TLS the trunk has a second transport, at the same address; UDP stays for carriers that call in over it. */
function trunkPlaces({ trunk, listen }: AsteriskValues): Readonly<Record<string, string>> {
  const { transport, credentials } = trunk;
  const name = transport === 'udp' ? 'trunk' : `trunk-${transport}`;
  const server = `sip:${hostAndPort(trunk)}${transport === 'udp' ? '' : `\\;transport=${transport}`}`;
  const tls = ['method=tlsv1_2', 'verify_server=yes', `ca_list_file=${trunk.authorities}`];
  const second = [`[${name}]`, 'type=transport', `protocol=${transport}`, `bind=${hostAndPort(listen)}`];
  const auth = ['[trunk]', 'type=auth', 'auth_type=userpass'];
  return {
    TRUNK_TRANSPORT: name,
    TRUNK_SERVER: server,
    TRUNK_SECOND_TRANSPORT: transport === 'udp' ? '' : [...second, ...(transport === 'tls' ? tls : [])].join('\n'),
    TRUNK_OUTBOUND_AUTH: credentials === null ? '' : `outbound_auth=trunk\nfrom_domain=${uriHost(trunk)}`,
    TRUNK_AUTH:
      credentials === null
        ? ''
        : [...auth, `username => ${escaped(credentials.user)}`, `password => ${escaped(credentials.password)}`].join('\n'),
    TRUNK_REGISTRATION: trunk.register ? registration(name, server, trunk) : '',
  };
}

/**
 * Never gives up: a carrier that refuses today may know us tomorrow. Times in seconds. The second endpoint reaches and admits nobody;
 * its OPTIONS tell whether the carrier answers at all.
 */
function registration(transport: string, server: string, trunk: Trunk): string {
  const user = encodeURIComponent(trunk.credentials?.user ?? '');
  return [
    '[trunk]',
    'type=registration',
    `transport=${transport}`,
    'outbound_auth=trunk',
    `server_uri=${server}`,
    `client_uri=sip:${user}@${uriHost(trunk)}`,
    `contact_user=${user}`,
    'expiration=600',
    'retry_interval=20',
    'forbidden_retry_interval=60',
    'fatal_retry_interval=60',
    'max_retries=1000000',
    'auth_rejection_permanent=no',
    'max_random_initial_delay=1',
    '[carrier]',
    'type=aor',
    `contact=${server}`,
    'qualify_frequency=10',
    '[carrier]',
    'type=endpoint',
    `transport=${transport}`,
    'identify_by=ip',
    'aors=carrier',
    'outbound_auth=trunk',
  ].join('\n');
}

/** A semicolon begins a comment. */
const escaped = (value: string): string => value.replaceAll(';', '\\;');

function fill(template: string, places: Readonly<Record<string, string>>): string {
  return template.replace(/@([A-Z_]+)@/g, (whole, name: string) => places[name] ?? whole);
}

const uriHost = ({ host }: Address): string => (isIPv6(host) ? `[${host}]` : host);
const hostAndPort = (address: Address): string => `${uriHost(address)}:${address.port}`;
