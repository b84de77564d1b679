import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import { bothOpen } from '#shared/accounts/opening-hours-text.ts';
import type { RecordedGreeting } from '#shared/accounts/recorded-greeting.ts';
import { readGreeting, type Sound, secondsOfSound, writeWav } from '#shared/calls/greeting-sound.ts';
import type { BureauHours } from '#shared/calls/routing.ts';
import { CodedError } from '#shared/errors.ts';
import type { Space } from '#shared/sync/rows.ts';
import type { Store, VoicemailGreetings } from '../ports/store.ts';
import type { Clock, NewId } from '../ports/time.ts';

export type KeepGreetingDeps = {
  readonly store: Pick<Store, 'transact'>;
  readonly greetings: VoicemailGreetings;
  readonly bureau: BureauHours;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly poke: (spaces: readonly Space[]) => void;
};

/** Keeps a client's recording and puts it in use. Throws `account.not_found`, `input.invalid` with the part that is wrong. */
export const keepGreeting =
  (deps: KeepGreetingDeps) =>
  async (who: Identity, input: { readonly accountId: string; readonly sound: Uint8Array }): Promise<{ ok: true }> => {
    const { accountId } = input;
    if (!seesAccount(who, accountId)) throw notFound();
    const sound = fitSound(input.sound);
    const id = deps.newId();
    await deps.greetings.save({ id, accountId, wav: writeWav(sound) });
    const facts = { recordingId: id, seconds: secondsOfSound(sound), by: who.name, at: deps.clock(), inUse: true };
    deps.poke(await putInUse(deps, accountId, facts));
    await deps.greetings.removeReplaced(accountId);
    return { ok: true };
  };

/** Keeps a sound for what the account says to its callers; its row will name it. Throws like `keepGreeting`. */
export const keepSound =
  (deps: Pick<KeepGreetingDeps, 'greetings' | 'newId'>) =>
  async (who: Identity, input: { readonly accountId: string; readonly sound: Uint8Array }): Promise<{ recordingId: string }> => {
    const { accountId } = input;
    if (!seesAccount(who, accountId)) throw notFound();
    const wav = writeWav(fitSound(input.sound));
    const recordingId = deps.newId();
    await deps.greetings.save({ id: recordingId, accountId, wav });
    await deps.greetings.removeReplaced(accountId);
    return { recordingId };
  };

async function putInUse(
  { store, bureau }: KeepGreetingDeps,
  accountId: string,
  facts: Omit<RecordedGreeting, 'hours'>,
): Promise<readonly Space[]> {
  const { changed } = await store.transact(async (tx) => {
    const account = await tx.get('account', accountId);
    if (!account) throw notFound();
    const hours = bothOpen(account.openingHours, bureau.hours);
    await tx.put('account', { ...account, recordedGreeting: { ...facts, hours } });
  });
  return changed;
}

function fitSound(file: Uint8Array): Sound {
  const read = readGreeting(file);
  if ('samples' in read) return read;
  throw new CodedError('input.invalid', `${read.field}: ${read.message}`, { field: read.field });
}

const notFound = () => new CodedError('account.not_found', 'no such account');
