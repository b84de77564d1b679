import { CodedError } from '#shared/errors.ts';
import { contactChannel } from './contact-changes.ts';
import { Database } from './database.ts';
import { Directories } from './directories.ts';
import type { FromSearch, ToSearch } from './search-wire.ts';

/** The part of a worker's own scope that is used here; the page's types know only windows. */
const scope: { postMessage(message: FromSearch): void } = globalThis;
let directories: Directories | null = null;

globalThis.addEventListener('message', ({ data }: MessageEvent<ToSearch>) => {
  if (data.k === 'open') directories = open(data.userId);
  else void answer(data);
});

function open(userId: string): Directories {
  const db = new Database(userId);
  const opened = new Directories(db);
  // Heard from before the first reading, so that nothing is missed between reading and listening.
  contactChannel(db.name).addEventListener('message', ({ data }: MessageEvent<string[]>) => {
    opened.changed(data);
    scope.postMessage({ k: 'changed' });
  });
  return opened;
}

async function answer(question: Exclude<ToSearch, { k: 'open' }>): Promise<void> {
  const { ask, accountId, limit } = question;
  try {
    if (directories === null) throw new CodedError('directory.not_open', 'asked before it was opened');
    if (question.k === 'doubles') scope.postMessage({ k: 'doubles', ask, doubles: await directories.doubles(accountId, limit) });
    else scope.postMessage({ k: 'found', ask, found: await directories.find(accountId, question.typed, limit) });
  } catch (error) {
    scope.postMessage({ k: 'failed', ask, why: String(error) });
  }
}
