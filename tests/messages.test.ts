import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../web/messages');
const read = (language: string, file: string): Record<string, string> =>
  JSON.parse(readFileSync(join(folder, language, file), 'utf8'));
const files = globSync('en/*.json', { cwd: folder }).map((file) => basename(file));
const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test.each(['fr', 'nl', 'ja'])('every text of the screens is there in %s, with the same places to fill', (language) => {
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const [english, other] = [read('en', file), read(language, file)];
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english)) expect([key, placesIn(other[key] ?? '')]).toEqual([key, placesIn(text)]);
  }
});
