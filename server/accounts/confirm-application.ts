import { type Application, takesCode } from '#shared/accounts/application.ts';
import type { JoiningView, Proof } from '#shared/api/joining.ts';
import type { ServerTransaction, Store } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';
import type { ApplicationSecret } from './application-secret.ts';
import type { Limit } from './limit-attempts.ts';

export type ConfirmDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: ApplicationSecret;
  readonly limit: (limits: readonly Limit[]) => Promise<number>;
};

export type Confirmed =
  | { readonly outcome: 'confirmed'; readonly token: string; readonly application: JoiningView }
  /** `expired`: the code is too old, was typed wrong too often, or has been used. An application that does not exist is `wrong`. */
  | { readonly outcome: 'wrong' | 'expired' }
  | { readonly outcome: 'too-many'; readonly waitSeconds: number };

/** The applicant has read our mail, as its code or its link shows; the link opens his application again later. */
export const confirmApplication =
  (deps: ConfirmDeps) =>
  async ({ id, proof }: { readonly id: string; readonly proof: Proof }, address: string): Promise<Confirmed> => {
    const waitSeconds = await deps.limit([{ key: `confirmation from ${address}`, most: 60 }]);
    if (waitSeconds > 0) return { outcome: 'too-many', waitSeconds };
    const { result } = await deps.store.transact(async (tx): Promise<Confirmed> => {
      const application = await tx.joining.application(id);
      if (application === null) return { outcome: 'wrong' };
      const judged = judge(deps, application, proof);
      if (judged === 'wrong code') await tx.joining.saveApplication({ ...application, wrong: application.wrong + 1 });
      if (judged !== 'proved') return { outcome: judged === 'expired' ? 'expired' : 'wrong' };
      const confirmed = await confirm(deps, tx, application);
      return { outcome: 'confirmed', token: deps.secret.token(id), application: viewOf(confirmed) };
    });
    return result;
  };

function judge({ secret, clock }: ConfirmDeps, application: Application, proof: Proof) {
  if (proof.kind === 'link') return secret.isToken(application.id, proof.token) ? 'proved' : 'wrong link';
  if (!takesCode(application, clock())) return 'expired';
  return secret.isCode(application, proof.code) ? 'proved' : 'wrong code';
}

async function confirm({ clock }: ConfirmDeps, tx: ServerTransaction, application: Application): Promise<Application> {
  if (application.state !== 'unconfirmed') return application;
  const confirmed: Application = { ...application, state: 'confirmed', confirmedAt: clock() };
  await tx.joining.saveApplication(confirmed);
  return confirmed;
}

/** What the applicant sees of it. */
const viewOf = ({ state, form, number }: Application): JoiningView => ({
  state,
  name: form.name,
  email: form.person.email,
  officeNumber: form.officeNumber,
  number,
});
