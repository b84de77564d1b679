import { createAuth } from '../adapters/auth/auth.ts';
import type { Storage } from './storage.ts';
import type { World } from './world.ts';

/** Who signs in, and with what. */
export type IdentityParts = Awaited<ReturnType<typeof openIdentity>>;

export async function openIdentity({ config }: World, { pool, signingKey }: Storage) {
  return createAuth({ pool, publicUrl: config.publicUrl, secret: await signingKey('sign-in') });
}
