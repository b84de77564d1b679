import type { AccountArgs, Mutation, OwnArgs } from '../sync/mutation.ts';
import { type MutationName, mutations } from '../sync/mutations.ts';
import {
  bureauSpace,
  callsSpace,
  deskSpace,
  officeSpace,
  openSpaces,
  operatorSpace,
  type Space,
  tasksSpace,
} from '../sync/rows.ts';

export const roles = ['operator', 'person', 'supervisor'] as const;
export type Role = (typeof roles)[number];

/** Who is asking, as every route, push, pull and poke sees it. */
export type Identity =
  | {
      readonly role: 'operator';
      readonly userId: string;
      readonly name: string;
      readonly operatorId: string;
      readonly accountIds: readonly string[];
    }
  | {
      readonly role: 'person';
      readonly userId: string;
      readonly name: string;
      readonly personId: string;
      readonly accountId: string;
      readonly office: boolean;
    }
  | { readonly role: 'supervisor'; readonly userId: string; readonly name: string; readonly accountIds: readonly string[] };

/** The spaces that this identity may pull; nothing else ever reaches its devices. */
export function readableSpaces(who: Identity): Space[] {
  switch (who.role) {
    case 'operator':
      return [
        bureauSpace,
        operatorSpace(who.operatorId),
        ...who.accountIds.flatMap((id) => [...openSpaces(id), deskSpace(id), tasksSpace(id)]),
      ];
    case 'person':
      return [...openSpaces(who.accountId), callsSpace(who.accountId), ...(who.office ? [officeSpace(who.accountId)] : [])];
    case 'supervisor':
      return [
        bureauSpace,
        ...who.accountIds.flatMap((id) => [...openSpaces(id), deskSpace(id), tasksSpace(id), officeSpace(id)]),
      ];
  }
}

/** Whether this identity may see anything of the account. */
export function seesAccount(who: Identity, accountId: string): boolean {
  return who.role === 'person' ? who.accountId === accountId : who.accountIds.includes(accountId);
}

/** Whether this identity decides about the account's data: its office, or a supervisor. */
export const decidesFor = (who: Identity, accountId: string): boolean =>
  seesAccount(who, accountId) && (who.role === 'supervisor' || (who.role === 'person' && who.office));

/** Whether this identity may run the mutation in the account or on its own rows, as its declaration says [AC1]. */
export function mayMutate(who: Identity, name: MutationName, args: AccountArgs | OwnArgs): boolean {
  const sees =
    'accountId' in args ? seesAccount(who, args.accountId) : who.role === 'operator' && who.operatorId === args.operatorId;
  const { roles }: Pick<Mutation, 'roles'> = mutations[name];
  return sees && roles.includes(who.role);
}
