import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import * as protocol from '../shared/sync/protocol.ts';
import { rowSchemas } from '../shared/sync/rows.ts';

/** Hash of the wire by version: a changed hash wants a new version with its line of history in protocol.ts. */
const known: Readonly<Record<number, string>> = {
  1: '507de3ee50b7bb17',
  2: '60928c5b19defdbd',
  3: '46f6548812989ab6',
  4: '36641a9b61aee61b',
  5: '05d6e77288296ea5',
  6: '8cee33727b5e028e',
  7: 'ee3a2198a474f0e2',
  8: '3d969d98a2986c66',
};

test('a change of the wire bumps PROTOCOL_VERSION', () => {
  const { pushRequestSchema, pushResponseSchema, pullRequestSchema, pullResponseSchema } = protocol;
  const wire = { pushRequestSchema, pushResponseSchema, pullRequestSchema, pullResponseSchema, ...rowSchemas };
  const text = JSON.stringify(
    Object.entries(wire).map(([name, schema]) => [name, z.toJSONSchema(schema, { unrepresentable: 'any' })]),
  );
  expect(createHash('sha256').update(text).digest('hex').slice(0, 16)).toBe(known[protocol.PROTOCOL_VERSION]);
});

test('every rule of SPEC.md has a test that carries its id', () => {
  const here = import.meta.dirname;
  const spec = readFileSync(join(here, '../shared/sync/SPEC.md'), 'utf8');
  const rules = [...spec.matchAll(/^- \*\*([A-Z]{2}\d)\*\*/gm)].map(([, id = '']) => id);
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const carried = files.flatMap(
    (file) => readFileSync(join(here, file), 'utf8').match(/(?<=['"`].{0,80}\[)[A-Z]{2}\d(?:, [A-Z]{2}\d)*(?=\])/g) ?? [],
  );
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter((id) => !carried.some((ids) => ids.includes(id)))).toEqual([]);
});
