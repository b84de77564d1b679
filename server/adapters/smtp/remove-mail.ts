import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Takes the file that `mailToOutbox` wrote for a message of the outbox away; texts have none. */
export const removeMail =
  (folder: string) =>
  async (outboxId: string): Promise<void> => {
    for (const name of await namesIn(folder))
      if (name.endsWith(`-${outboxId}.eml`)) await rm(join(folder, name), { force: true });
  };

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
