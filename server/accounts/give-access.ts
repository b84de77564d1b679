import * as z from 'zod/mini';
import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import { writeAccessMail } from '#shared/accounts/access-mail.ts';
import { personAsking } from '#shared/accounts/access-request.ts';
import { accessOf } from '#shared/accounts/roster.ts';
import { CodedError, present } from '#shared/errors.ts';
import { type Mail, SendFailed, type SendMail } from '../ports/delivery.ts';
import type { SignIns } from '../ports/sign-in.ts';
import type { Store } from '../ports/store.ts';
import type { BureauDirectory } from './directory.ts';

/** The name of the job that sends somebody the link that sets his password. */
export const accessJobName = 'access';

const accessJobSchema = z.object({ email: z.string() });

/** Somebody asks for access with an address. Known or not, the same happens until the job looks: nothing tells a stranger which. */
export const askAccess =
  ({ store }: { readonly store: Pick<Store, 'transact'> }) =>
  async (email: string): Promise<void> => {
    await store.transact((tx) => tx.addJob({ name: accessJobName, key: `access:${email.toLowerCase()}`, payload: { email } }));
  };

type LinkDeps = {
  readonly store: Pick<Store, 'all' | 'get'>;
  readonly signIns: SignIns;
  readonly send: SendMail;
  readonly publicUrl: string;
  /** A name for the mail that no other has. */
  readonly newId: () => string;
  readonly onRefused: () => void;
};

/** The job `access`: a person of a roster gets a link, made only now; anybody else nothing. A mailbox that takes nothing is given up. */
export const sendAccessLink =
  (deps: LinkDeps) =>
  async (payload: unknown): Promise<void> => {
    const { email } = accessJobSchema.parse(payload);
    const person = personAsking(email, { people: await deps.store.all('person'), signIns: await deps.signIns.all() });
    const account = person === null ? undefined : await deps.store.get('account', person.accountId);
    if (person === null || account === undefined) return;
    const token = await deps.signIns.openLink({ email, name: person.name, personId: person.id });
    try {
      await deps.send(mailOf(deps, { email, account, token }));
    } catch (error) {
      if (!(error instanceof SendFailed) || !error.permanent) throw error;
      deps.onRefused();
    }
  };

/** The token stands behind `#`, which no server and no log sees. */
function mailOf(
  { publicUrl, newId }: LinkDeps,
  {
    email,
    account,
    token,
  }: { readonly email: string; readonly account: Parameters<typeof writeAccessMail>[0]; readonly token: string },
): Mail {
  const address = publicUrl.replace(/\/+$/, '');
  return {
    ...writeAccessMail(account, `${address}/portal/password#${token}`),
    to: email,
    messageId: `<access.${newId()}@${new URL(address).hostname}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Permanence-Kind': 'access' },
    returns: null,
    attachments: [],
  };
}

type TeamDeps = { readonly directory: Pick<BureauDirectory, 'people' | 'person'>; readonly signIns: SignIns };

/** Who of the account's people has a sign-in, since when, and was last seen; for its office and the bureau. */
export const tellTeam =
  ({ directory, signIns }: TeamDeps) =>
  async (who: Identity, { accountId }: { readonly accountId: string }) => {
    requireOffice(who, accountId);
    const people = new Set(directory.people().flatMap((person) => (person.accountId === accountId ? [person.id] : [])));
    const known = await signIns.all();
    return {
      items: known.flatMap(({ subjectId, email, since, lastSeen }) =>
        subjectId !== null && people.has(subjectId) ? [{ personId: subjectId, email, since, lastSeen }] : [],
      ),
    };
  };

/** The office sends a person the link, to the address of his sign-in, else of the roster; `person.not_found`. */
export const invite =
  (deps: TeamDeps & Parameters<typeof askAccess>[0]) =>
  async (who: Identity, { accountId, personId }: { readonly accountId: string; readonly personId: string }): Promise<void> => {
    requireOffice(who, accountId);
    const person = deps.directory.person(personId);
    if (person?.accountId !== accountId || accessOf(person) === 'none') {
      throw new CodedError('person.not_found', 'nobody of this roster with access');
    }
    const own = (await deps.signIns.all()).find(({ subjectId }) => subjectId === personId);
    await askAccess(deps)(present(own?.email ?? person.email ?? undefined, 'person.not_found'));
  };

function requireOffice(who: Identity, accountId: string): void {
  const isOffice = who.role === 'supervisor' || (who.role === 'person' && who.office);
  if (!seesAccount(who, accountId)) throw new CodedError('account.not_found', 'no such account');
  if (!isOffice) throw new CodedError('access.denied', 'for the office of the client only');
}
