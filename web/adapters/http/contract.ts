import { CodedError } from '#shared/errors.ts';

/** The contract of the server, loaded at the first request that needs it: the sign-in goes without. Rejects with `http.offline`. */
export async function contract(): Promise<typeof import('#shared/api.ts')> {
  try {
    return await import('#shared/api.ts');
  } catch (cause) {
    throw new CodedError('http.offline', 'the contract cannot be loaded', { cause });
  }
}
