import type { Identity } from '#shared/accounts/access.ts';
import { CodedError } from '#shared/errors.ts';
import { asFallback, type FallbackTelephone, telephoneAsWished } from '#shared/operators/fallback-telephone.ts';
import type { BureauDirectory } from '../accounts/directory.ts';
import type { OperatorTelephones } from '../ports/store.ts';

type Deps = {
  readonly telephones: OperatorTelephones;
  readonly directory: Pick<BureauDirectory, 'operator'>;
  /** After every change: the next call is for the new telephone. */
  readonly onChanged: () => Promise<void>;
};
export type TelephoneWish = { readonly operatorId: string; readonly telephone: FallbackTelephone | null };
export type KeptTelephone = { readonly telephone: FallbackTelephone | null; readonly refused: string | null };

/** An operator's own telephone, for himself and the supervisor. Throws `operator.not_found`. */
export const tellTelephone =
  (deps: Pick<Deps, 'telephones' | 'directory'>) =>
  async (who: Identity, { operatorId }: { readonly operatorId: string }): Promise<FallbackTelephone | null> => {
    requireSeen(deps, who, operatorId);
    return (await deps.telephones.all()).get(operatorId) ?? null;
  };

/** Keeps the telephone that an operator or the supervisor wrote, if such a number is ever called. Throws `operator.not_found`. */
export const keepTelephone =
  (deps: Deps) =>
  async (who: Identity, { operatorId, telephone }: TelephoneWish): Promise<KeptTelephone> => {
    requireSeen(deps, who, operatorId);
    const before = (await deps.telephones.all()).get(operatorId);
    const decision = telephone === null ? null : asFallback(telephone.number);
    if (decision?.dial === 'no') return { telephone: before ?? null, refused: decision.reason };
    const by = who.role === 'operator' ? 'operator' : 'supervisor';
    const kept = telephone === null ? null : telephoneAsWished(telephone, { by, before });
    await deps.telephones.save(operatorId, kept);
    await deps.onChanged();
    return { telephone: kept, refused: null };
  };

/** A colleague's telephone is answered like none at all. */
function requireSeen({ directory }: Pick<Deps, 'directory'>, who: Identity, operatorId: string): void {
  const isOwn = who.role === 'operator' && who.operatorId === operatorId;
  if ((isOwn || who.role === 'supervisor') && directory.operator(operatorId) !== undefined) return;
  throw new CodedError('operator.not_found', 'no such operator');
}
