import { expect, test } from 'vitest';
import { sharedSpace } from '#shared/sync/rows.ts';
import { fromMs } from '#shared/time.ts';
import type { LocalStore, SyncWire } from '../../../web/ports/sync.ts';
import { syncRound } from '../../../web/sync/round.ts';
import { openFakeLocalStore } from '../../fakes/local-store.ts';
import { ACCOUNT, aContact } from '../../fixtures/rows.ts';

const space = sharedSpace(ACCOUNT);

/** A directory in parts of one contact each; says what happened in which order. */
async function parts(count: number) {
  const happened: string[] = [];
  let ms = 0;
  const kept = await openFakeLocalStore('lea');
  const local: LocalStore = {
    ...kept,
    async applyPull(response, at) {
      await kept.applyPull(response, at);
      happened.push(`written ${response.cursors[space]}`);
    },
  };
  const wire: Pick<SyncWire, 'pull'> = {
    async pull({ cursors }) {
      const version = (cursors[space] ?? 0) + 1;
      ms += 1000;
      happened.push(`asked ${version}`);
      const row = aContact();
      const rows = [{ space, kind: 'contact' as const, id: row.id, version, row }];
      return { rows, cursors: { [space]: version }, lastSeq: 0, more: version < count, left: count - version };
    },
  };
  const push: SyncWire['push'] = async () => ({ lastSeq: 0, refused: [] });
  const round = () =>
    syncRound({ local, wire: { ...wire, push }, clock: () => fromMs(ms), heed: () => undefined, onFetching: () => undefined });
  return { local, round, happened };
}

test('the next part of a long pull is asked for while the one before is being written', async () => {
  const { local, round, happened } = await parts(3);
  await round();
  expect(happened).toEqual(['asked 1', 'asked 2', 'written 1', 'asked 3', 'written 2', 'written 3']);
  expect(await local.read((rows) => rows.all('contact'))).toHaveLength(3);
  local.close();
});

test('[PU6] what wakes the loop until the answer to the last push is in the pull that follows: the poke of an own change needs no other', async () => {
  const local = await openFakeLocalStore('lea');
  const contact = aContact();
  await local.mutate({ name: 'saveContact', args: contact }, { name: 'Léa', at: fromMs(0) });
  const happened: string[] = [];
  const wire: SyncWire = {
    async push({ mutations }) {
      happened.push('pushed');
      return { lastSeq: mutations.at(-1)?.seq ?? 0, refused: [] };
    },
    async pull() {
      happened.push('pulled');
      return { rows: [], cursors: {}, lastSeq: 1, more: false, left: 0 };
    },
  };
  await syncRound({ local, wire, clock: () => fromMs(0), heed: () => void happened.push('heeded'), onFetching: () => undefined });
  expect(happened).toEqual(['heeded', 'pushed', 'heeded', 'pulled']);
  local.close();
});

test('what was locked while a round pulled is not said to have arrived: the pull is as old as the last look at the queue', async () => {
  const { local, round } = await parts(3);
  await round();
  const lastPulledAt = await new Promise((resolve) => {
    const stop = local.watchStatus((status) => {
      if (status.lastPulledAt === null) return;
      resolve(status.lastPulledAt);
      stop();
    });
  });
  expect(lastPulledAt).toBe(fromMs(0));
  local.close();
});
