import { isIP } from 'node:net';

/* How one value of the environment is read and refused. */

export type Env = Readonly<Record<string, string | undefined>>;

export type Address = { readonly host: string; readonly port: number };

/** A setting that cannot be used. Its message is the one line that ends the start. */
export class WrongSetting extends Error {
  readonly code = 'config.wrong_setting';
  readonly setting: string;
  constructor(setting: string, given: string, expected: string) {
    super(`${setting}=${given}: expected ${expected}`);
    this.name = 'WrongSetting';
    this.setting = setting;
  }
}

export function required(env: Env, name: string, expected: string): string {
  const value = env[name];
  if (!value) throw new WrongSetting(name, '', expected);
  return value;
}

export function readPort(env: Env, name: string, otherwise: number): number {
  const given = env[name];
  return given ? toPort(name, given) : otherwise;
}

export function toPort(name: string, given: string): number {
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65535) throw new WrongSetting(name, given, 'a port between 1 and 65535');
  return port;
}

export function readAddress(name: string, given: string): Address {
  const [, host, port] = /^(?:\[(?=.*:))?([^\s[\]]+?)\]?:(\d+)$/.exec(given) ?? [];
  if (!host || !port) throw new WrongSetting(name, given, 'address:port, as in 127.0.0.1:5060');
  return { host, port: toPort(name, port) };
}

export function readUrl(env: Env, name: string, protocols: readonly string[]): string | null {
  const given = env[name];
  if (!given) return null;
  const expected = `an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  // The value may hold a password: only what stands before the first colon is shown.
  const shown = `${given.split(':', 1)[0]}:…`;
  if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol)) throw new WrongSetting(name, shown, expected);
  return given.replace(/\/$/, '');
}

export const isHost = (text: string): boolean => isIP(text) !== 0 || /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/.test(text);

export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** The bare address of `Name <address>` or `address`. */
export function addressOf(from: string): string | null {
  return /^(?:[^<>@]*<)?([^<>@\s]+@[^<>@\s]+)>?$/.exec(from.trim())?.[1] ?? null;
}

/** Whether only this machine can reach what listens on this address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
