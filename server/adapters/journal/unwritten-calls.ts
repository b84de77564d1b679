import { open, readFile, rm } from 'node:fs/promises';
import { type CallRecord, callRecordSchema } from '#shared/calls/call-record.ts';
import type { UnwrittenCalls } from '../../ports/store.ts';

/** One JSON line for each fact, on the disk when `add` resolves; the file is there only while the database is away. */
export function createUnwrittenCalls(file: string): UnwrittenCalls {
  return {
    load: async () => (await contentOf(file)).split('\n').flatMap(parseLine),
    async add(record) {
      const handle = await open(file, 'a', 0o600);
      try {
        await handle.appendFile(`${JSON.stringify(record)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    clear: () => rm(file, { force: true }),
  };
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** A last line that was cut off by a kill is left out: what it says was told to nobody. */
function parseLine(line: string): CallRecord[] {
  try {
    const parsed = callRecordSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
