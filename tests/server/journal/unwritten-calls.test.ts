import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createUnwrittenCalls } from '../../../server/adapters/journal/unwritten-calls.ts';
import { unwrittenCallsContract } from '../../contracts/unwritten-calls.contract.ts';
import { createFakeUnwrittenCalls } from '../../fakes/unwritten-calls.ts';
import { aCall } from '../../fixtures/rows.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'permanence-journal-')), 'unwritten-calls.jsonl');

describe('in memory', () => {
  unwrittenCallsContract(() => {
    const calls = createFakeUnwrittenCalls();
    return { open: () => calls, again: () => calls };
  });
});

describe('in a file', () => {
  unwrittenCallsContract(() => {
    const file = newFile();
    return { open: () => createUnwrittenCalls(file), again: () => createUnwrittenCalls(file) };
  });

  test('a line that a kill cut off does not hide the others', async () => {
    const file = newFile();
    const record = aCall();
    await createUnwrittenCalls(file).add(record);
    appendFileSync(file, JSON.stringify(aCall()).slice(0, 40));
    expect(await createUnwrittenCalls(file).load()).toEqual([record]);
  });
});
