import * as z from 'zod/mini';
import { withoutSound } from '#shared/sync/erasure.ts';
import { kinds } from '#shared/sync/rows.ts';
import { fromMs, toMs } from '#shared/time.ts';
import type { ServerTransaction, Store, Traces } from '../ports/store.ts';
import type { Clock } from '../ports/time.ts';

/** The name of the job that erases rows and what they left elsewhere. */
export const eraseJobName = 'erase';

const eraseJobSchema = z.object({
  accountId: z.uuid(),
  rows: z.array(z.object({ kind: z.enum(kinds), id: z.uuid() })),
  /** Notes of which the sound alone goes. */
  silence: z.array(z.uuid()),
  recordingIds: z.array(z.uuid()),
  /** Numbers and names of the person, which stand where no id does. */
  names: z.array(z.string()),
  /** The record of who asked for it; null: retention did. */
  erasure: z.nullable(z.object({ id: z.uuid(), at: z.string(), by: z.string(), rows: z.int() })),
});
/** What is to be erased; the job holds it as long as it is not done, and nobody afterwards. */
export type EraseJob = z.infer<typeof eraseJobSchema>;

/** Rows in one transaction. */
const perBatch = 100;
/** Until a running job that holds some of it has ended. */
const againAfterMs = 10_000;

export type EraseDeps = {
  readonly store: Pick<Store, 'transact'>;
  readonly traces: Pick<Traces, 'erase'>;
  readonly clock: Clock;
  readonly poke: (spaces: readonly string[]) => void;
};

/** The job `erase`: rows first, so that nothing new is written about them, then what they left. Twice is once. */
export const erase =
  (deps: EraseDeps) =>
  async (payload: unknown): Promise<void> => {
    const job = eraseJobSchema.parse(payload);
    const { accountId, rows, silence, recordingIds, names } = job;
    for (let from = 0; from < rows.length; from += perBatch) {
      await transact(deps, async (tx) => {
        for (const { kind, id } of rows.slice(from, from + perBatch)) {
          await tx.erase(kind, id);
          if (kind === 'call') await tx.erase('clientCall', id);
        }
        await note(tx, job, Math.min(from + perBatch, rows.length - 1));
      });
    }
    await transact(deps, async (tx) => {
      for (const id of silence) await silenceNote(tx, id);
    });
    const outcome = await deps.traces.erase({ accountId, ids: rows.map(({ id }) => id), names, recordingIds });
    await transact(deps, async (tx) => {
      if (outcome === 'erased') return note(tx, job, rows.length);
      await tx.addJob({ name: eraseJobName, payload: job, runAt: fromMs(toMs(deps.clock()) + againAfterMs) });
    });
  };

async function transact({ store, poke }: EraseDeps, run: (tx: ServerTransaction) => Promise<void>): Promise<void> {
  poke((await store.transact(run)).changed);
}

async function note(tx: ServerTransaction, { accountId, erasure }: EraseJob, done: number): Promise<void> {
  if (erasure !== null) await tx.noteErasure({ ...erasure, accountId, done, failed: false });
}

async function silenceNote(tx: ServerTransaction, id: string): Promise<void> {
  const found = await tx.get('note', id);
  if (found !== undefined && found.voicemail !== null) await tx.put('note', withoutSound(found));
}
