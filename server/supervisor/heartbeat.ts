import { isRecord } from './json-file.ts';

/** What the server says of itself on `/healthz`. */
export type Health = { readonly calls: number; readonly demo: boolean | null };

/** One question to the server; null when it does not answer in time. A stopped process answers nothing either. */
export async function askHealth(url: string, withinMs: number): Promise<Health | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
    const body: unknown = response.ok ? await response.json() : null;
    if (!isRecord(body)) return null;
    return { calls: typeof body.calls === 'number' ? body.calls : 0, demo: typeof body.demo === 'boolean' ? body.demo : null };
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
