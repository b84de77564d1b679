import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Application } from '#shared/accounts/application.ts';

type Round = Pick<Application, 'id' | 'round'>;

/** The code and the link of an application's mails, made of a key of the installation: neither is kept anywhere. */
export type ApplicationSecret = {
  /** Six digits. */
  code(of: Round): string;
  /** What the link carries; the same for all mails of the application. */
  token(id: string): string;
  isCode(of: Round, typed: string): boolean;
  isToken(id: string, given: string): boolean;
};

export function createApplicationSecret(key: string): ApplicationSecret {
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  const code = ({ id, round }: Round) => String(digest(`code:${id}:${round}`).readUInt32BE() % 1_000_000).padStart(6, '0');
  const token = (id: string) => digest(`link:${id}`).toString('base64url');
  return {
    code,
    token,
    isCode: (of, typed) => isSame(code(of), typed),
    isToken: (id, given) => isSame(token(id), given),
  };
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
