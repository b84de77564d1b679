import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PortRange } from '../../config/telephone.ts';

/** What Janus must be told. Everything else stands in the files below `etc/`. */
export type JanusValues = {
  /** The folder these files will stand in. */
  readonly etc: string;
  /** The folder of the libraries, plugins and transports of Janus. */
  readonly lib: string;
  readonly webSocketPort: number;
  /** Key that signs the tokens of `/janus`. */
  readonly tokenSecret: string;
  readonly adminSecret: string;
  readonly webrtc: PortRange;
  readonly sip: PortRange;
  readonly mediaIp: string;
};

/** The whole configuration folder of the browsers' gateway, by file name. */
export function janusConfiguration(values: JanusValues): Readonly<Record<string, string>> {
  const folder = join(import.meta.dirname, 'etc');
  const places = placesOf(values);
  const names = readdirSync(folder).filter((name) => name.endsWith('.jcfg'));
  return Object.fromEntries(names.map((name) => [name, fill(readFileSync(join(folder, name), 'utf8'), places)]));
}

/** Whether Janus runs with the library that lets it use the loopback interface for media. */
export const needsLoopbackLibrary = (mediaIp: string): boolean => mediaIp.startsWith('127.');

/** C source of that library. */
export const loopbackLibrarySource = join(import.meta.dirname, 'etc/loopback-ice.c');

function placesOf(values: JanusValues): Readonly<Record<string, string>> {
  return {
    ETC: values.etc,
    LIB: values.lib,
    WS_PORT: String(values.webSocketPort),
    TOKEN_SECRET: values.tokenSecret,
    ADMIN_SECRET: values.adminSecret,
    WEBRTC_PORTS: `${values.webrtc.first}-${values.webrtc.last}`,
    SIP_PORTS: `${values.sip.first}-${values.sip.last}`,
    // Either an interface or the beginning of an address.
    ICE_INTERFACE: needsLoopbackLibrary(values.mediaIp) ? 'lo' : values.mediaIp,
  };
}

function fill(template: string, places: Readonly<Record<string, string>>): string {
  return template.replace(/@([A-Z_]+)@/g, (whole, name: string) => places[name] ?? whole);
}
