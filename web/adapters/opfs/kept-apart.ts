import type { KeptApart } from '../../ports/sync.ts';

/**
 * A file for each value in the browser's origin private file system (WHATWG File System), in the user's folder. A file is
 * put in the place of the one before as a whole, so a kill leaves the one or the other.
 */
export function keptInFiles(userId: string, onError: (error: unknown) => void): KeptApart {
  const folderName = `permanence-${userId}`;
  const root = async () => navigator.storage.getDirectory(); // rejects where there is none
  const folder = async () => (await root()).getDirectoryHandle(folderName, { create: true });
  const waiting = new Map<string, unknown>();
  let writing: Promise<void> | null = null;
  let isReported = false;
  let isSwept = false;

  const writeWaiting = async () => {
    const files = await folder();
    if (!isSwept) await sweep(files);
    isSwept = true;
    while (waiting.size > 0) {
      const turn = [...waiting].sort(([, a], [, b]) => Number(a === undefined) - Number(b === undefined));
      for (const [name, value] of turn) {
        await (value === undefined ? remove(files, fileName(name)) : write(files, fileName(name), value));
        if (waiting.get(name) === value) waiting.delete(name);
      }
    }
  };
  return {
    async all() {
      const found = new Map<string, unknown>();
      try {
        for await (const [file, handle] of (await folder()).entries()) {
          const isOurs = handle instanceof FileSystemFileHandle && !isSwap(file);
          const value = isOurs ? await read(handle) : undefined;
          if (value !== undefined) found.set(decodeURIComponent(file), value);
        }
      } catch (error) {
        onError(error);
      }
      return found;
    },
    keep(changes) {
      for (const [name, value] of changes) waiting.set(name, value);
      // What cannot be written waits for the next call; the database has it meanwhile.
      writing ??= writeWaiting()
        .catch((error: unknown) => {
          if (!isReported) onError(error);
          isReported = true;
        })
        .finally(() => {
          writing = null;
        });
    },
    async forget() {
      waiting.clear();
      await writing;
      await root()
        .then((directory) => remove(directory, folderName))
        .catch(onError);
    },
  };
}

/** What Chromium writes a file into before it takes the place of the one before. */
const isSwap = (file: string): boolean => file.endsWith('.crswap');

/** A kill leaves such files behind, with words in them. */
async function sweep(files: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const file of files.keys()) if (isSwap(file)) names.push(file);
  for (const file of names) await files.removeEntry(file).catch(() => undefined); // another tab is writing it
}

const fileName = (name: string): string => encodeURIComponent(name); // a form's name may have a slash

async function write(files: FileSystemDirectoryHandle, fileName: string, value: unknown): Promise<void> {
  const file = await (await files.getFileHandle(fileName, { create: true })).createWritable();
  await file.write(JSON.stringify(value));
  await file.close();
}

/** Undefined: a power cut has left half of it, or it has gone meanwhile. */
async function read(handle: FileSystemFileHandle): Promise<unknown> {
  try {
    return JSON.parse(await (await handle.getFile()).text());
  } catch {
    return undefined;
  }
}

async function remove(files: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await files.removeEntry(name, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
  }
}
