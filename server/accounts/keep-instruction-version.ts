import { type Identity, seesAccount } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import type { Change } from '#shared/sync/mutations.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

/** Where each role writes instructions; an operator does it for the client who telephones [P07]. */
const through = { person: 'portal', supervisor: 'floor', operator: 'hotline' } as const;

/** Every saved instruction is kept as it was, with who, when and from where [S05]; in the change's own transaction. */
export const keepInstructionVersion =
  (clock: Clock) =>
  async (tx: ServerTransaction, change: Change, who: Identity): Promise<void> => {
    if (change.name !== 'saveInstruction' && change.name !== 'removeInstruction') return;
    const instructionId = change.name === 'saveInstruction' ? change.args.id : change.args.instructionId;
    const instruction = (await tx.get('instruction', instructionId)) ?? null;
    await tx.addInstructionVersion({
      accountId: change.args.accountId,
      instructionId,
      at: instruction?.changedAt ?? clock(),
      by: who.name,
      through: through[who.role],
      instruction,
    });
  };

/** How many versions are looked through at once. */
const shown = 300;

/** The account's versions, for who sees it. */
export const tellVersions =
  (store: Pick<Store, 'instructionVersions'>) =>
  async (who: Identity, { accountId }: { readonly accountId: string }) => {
    if (!seesAccount(who, accountId)) throw new CodedError('account.not_found', 'no such account');
    return { versions: await store.instructionVersions(accountId, shown) };
  };
