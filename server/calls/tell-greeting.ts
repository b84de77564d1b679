import type { Identity } from '#shared/accounts/access.ts';
import { seesAccount } from '#shared/accounts/access.ts';
import type { Account } from '#shared/accounts/account.ts';
import { bothOpen } from '#shared/accounts/opening-hours-text.ts';
import { recordingsOf } from '#shared/accounts/reception.ts';
import type { GreetingSound, SpokenGreeting } from '#shared/api/calls.ts';
import { voicemailPrompts } from '#shared/calls/prompts.ts';
import type { BureauHours } from '#shared/calls/routing.ts';
import { CodedError } from '#shared/errors.ts';
import type { BureauDirectory } from '../accounts/directory.ts';
import type { VoicemailGreetings } from '../ports/store.ts';
import type { Speak } from '../ports/telephony.ts';

type Known = { readonly directory: Pick<BureauDirectory, 'account'>; readonly bureau: BureauHours };

export type GreetingSoundDeps = Known & {
  readonly greetings: Pick<VoicemailGreetings, 'load'>;
  readonly speak: Speak;
  /** The sound file of that path without its ending. */
  readonly readSound: (path: string) => Promise<Uint8Array>;
};

/** What the voice says to callers of the account, and the hours that it states. Throws `account.not_found`. */
export const tellGreeting =
  (deps: Known) =>
  async (who: Identity, { accountId }: { readonly accountId: string }): Promise<SpokenGreeting> => {
    const account = seenAccount(deps, who, accountId);
    const { closed, busy } = voicemailPrompts(account, deps.bureau);
    return { closed: closed.text, busy: busy.text, hours: bothOpen(account.openingHours, deps.bureau.hours) };
  };

/** The sound of what callers hear, WAV. Throws `account.not_found`, `greeting.not_found`. */
export const soundOfGreeting =
  (deps: GreetingSoundDeps) =>
  async (who: Identity, accountId: string, which: GreetingSound): Promise<Uint8Array> => {
    const account = seenAccount(deps, who, accountId);
    if (which === 'recorded') return recorded(deps, account);
    const { text, language, beep } = voicemailPrompts(account, deps.bureau)[which];
    return deps.readSound(await deps.speak(text, language, { beep }));
  };

/** A sound that the account's row names, WAV. Throws `account.not_found`, `greeting.not_found`. */
export const soundOfAccount =
  (deps: Known & Pick<GreetingSoundDeps, 'greetings'>) =>
  async (who: Identity, accountId: string, recordingId: string): Promise<Uint8Array> => {
    const { reception } = seenAccount(deps, who, accountId);
    const isNamed = reception !== undefined && recordingsOf(reception).includes(recordingId);
    const wav = isNamed ? await deps.greetings.load(recordingId) : undefined;
    if (wav === undefined) throw new CodedError('greeting.not_found', 'no such recording');
    return wav;
  };

async function recorded(deps: GreetingSoundDeps, { recordedGreeting }: Account): Promise<Uint8Array> {
  const wav = recordedGreeting && (await deps.greetings.load(recordedGreeting.recordingId));
  if (wav === undefined) throw new CodedError('greeting.not_found', 'nothing is recorded');
  return wav;
}

/** Somebody else's account is answered like none at all. */
function seenAccount({ directory }: Known, who: Identity, accountId: string): Account {
  const account = seesAccount(who, accountId) ? directory.account(accountId) : undefined;
  if (account === undefined) throw new CodedError('account.not_found', 'no such account');
  return account;
}
