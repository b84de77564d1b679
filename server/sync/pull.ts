import { type Identity, readableSpaces } from '#shared/accounts/access.ts';
import { type PullRequest, type PullResponse, readsSpace } from '#shared/sync/protocol.ts';
import type { Store } from '../ports/store.ts';
import { requireKnownProtocol } from './push.ts';

/** Rows changed since the device's cursors, of the spaces that this identity may read and no other [PL1, AC2]. */
export const pull =
  (deps: { readonly store: Store }) =>
  async (who: Identity, request: PullRequest): Promise<PullResponse> => {
    requireKnownProtocol(request.protocol);
    const spaces = [...new Set(readableSpaces(who))].filter((space) => readsSpace(request.protocol, space));
    const known = spaces.map((space) => [space, request.cursors[space] ?? 0] as const);
    const answer = await deps.store.changesSince({
      spaces,
      cursors: Object.fromEntries(known),
      limit: request.limit,
      deviceId: request.deviceId,
      userId: who.userId,
    });
    return { ...answer, rows: [...answer.rows], cursors: { ...answer.cursors } };
  };
