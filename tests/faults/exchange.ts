import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { isRecord, readJson } from '../../server/supervisor/json-file.ts';
import { placesIn } from '../../server/supervisor/places.ts';

const ids = z.array(z.object({ id: z.string() }));

/** Asterisk's ARI as its server reaches it, for a test that looks at what the exchange holds. */
export function ariOf(dataDir: string): string {
  const places = placesIn(dataDir);
  const secrets = readJson(places.secretsFile);
  const port = /^bindport\s*=\s*(\d+)/m.exec(readFileSync(join(places.asterisk, 'etc/http.conf'), 'utf8'))?.[1];
  return `http://permanence:${isRecord(secrets) ? secrets.ariPassword : ''}@127.0.0.1:${port}`;
}

/** Ids of what the exchange holds, or why it does not tell. */
export async function heldBy(ariUrl: string): Promise<string[]> {
  const { username, password, origin } = new URL(ariUrl);
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const list = async (what: 'channels' | 'bridges') =>
    ids.parse(await (await fetch(`${origin}/ari/${what}`, { headers })).json()).map(({ id }) => id);
  try {
    return [...(await list('channels')), ...(await list('bridges'))];
  } catch (cause) {
    return [`the exchange does not tell: ${cause}`];
  }
}
