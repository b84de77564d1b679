import { createPool } from '../../server/adapters/postgres/pool.ts';
import { createStore } from '../../server/adapters/postgres/store.ts';
import { planNote } from '../../server/delivery/plan-note.ts';
import { digestJobName } from '../../server/delivery/send-digest.ts';
import { placesIn } from '../../server/supervisor/places.ts';
import { embeddedDatabaseUrl } from '../../server/supervisor/postgres.ts';
import { clientCallOf } from '../../shared/calls/client-call.ts';
import { digestDue } from '../../shared/delivery/digest-time.ts';
import { fromMs, toMs } from '../../shared/time.ts';
import type { Instance } from '../e2e/instance.ts';
import { aNote, anAccount, aPerson } from '../fixtures/delivery.ts';
import { aCall, anId } from '../fixtures/rows.ts';
import type { Figure } from './figures.ts';
import { withInstallation } from './installation.ts';
import type { Scenario } from './scenario.ts';
import { openSinks, type Sinks } from './sinks.ts';

const notes = 10_000;
const accounts = 5_000;
/** What each account has behind it, spread over a year. */
const past = { notes: 20, calls: 60 };
const perTransaction = { accounts: 25, notes: 100 };
const desks = 4;
const day = 24 * 3600_000;
const digest = { at: '00:00' };

/** A whole server hands a wave of notes over, then the overviews of all accounts, in the midst of which it is killed. */
export const b7Wave: Scenario = {
  name: 'b7-wave',
  isTimed: true,
  async measure(progress) {
    const sinks = await openSinks();
    try {
      const env = {
        SMTP_URL: sinks.smtpUrl,
        MAIL_FROM: 'notes@permanence.test',
        SMS_URL: sinks.smsUrl,
        SMS_TOKEN: 'token-of-the-bench-gateway',
        SMS_FROM: '+33199000100',
        DEMO_NOW: new Date().toISOString(),
      };
      return await withInstallation(env, (instance) => measureWave(instance, sinks, progress));
    } finally {
      await sinks.close();
    }
  },
};

async function measureWave(instance: Instance, sinks: Sinks, progress: (line: string) => void): Promise<Figure[]> {
  const pool = createPool({
    connectionString: embeddedDatabaseUrl(placesIn(instance.dataDir)),
    max: desks,
    onError: (error) => console.error(error),
  });
  const bureau = openBureau(createStore({ pool, clock }));
  const tell = (what: string) => (mails: number, texts: number) => progress(`b7-wave: ${what}: ${mails} mails, ${texts} texts`);
  progress(`b7-wave: ${accounts} accounts with ${past.notes} notes and ${past.calls} calls each`);
  await bureau.found((founded) => progress(`b7-wave: ${founded} of ${accounts} accounts are there`));
  await pool.query('analyze');
  progress(`b7-wave: ${notes} notes by mail and text`);
  const wave = await timed(async () => {
    await bureau.lockNotes((locked) => progress(`b7-wave: ${locked} of ${notes} notes are locked`));
    await sinks.arrived(notes, notes, tell('wave'));
  });
  progress(`b7-wave: the overviews of ${accounts} accounts; the server is killed when half are there`);
  const run = await timed(async () => {
    await bureau.askForOverviews();
    await sinks.arrived(notes + accounts / 2, notes, tell('overviews'));
    await instance.kill('server');
    await sinks.arrived(notes + accounts, notes, tell('overviews'));
  });
  await pool.end();
  const doubles = [...sinks.mails.values(), ...sinks.texts.values()].reduce((sum, times) => sum + times - 1, 0);
  return [
    {
      what: `B7 wave of ${notes} notes by mail and text, a message`,
      measured: wave / (2 * notes),
      unit: 'ms',
      count: 2 * notes,
      bar: null,
    },
    {
      what: `Overviews of ${accounts} accounts, server killed at half, one`,
      measured: run / accounts,
      unit: 'ms',
      count: accounts,
      bar: null,
    },
    {
      what: 'Messages that arrived twice, of one kill',
      measured: (100 * doubles) / (2 * notes + accounts),
      unit: '%',
      count: 2 * notes + accounts,
      bar: null,
    },
  ];
}

const clock = () => new Date().toISOString();

async function timed(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function openBureau(store: ReturnType<typeof createStore>) {
  const ids = Array.from({ length: accounts }, anId);
  const due = digestDue(digest, anAccount().timeZone, fromMs(Date.now() - day));
  const ago = (share: number) => fromMs(toMs(due) - 3600_000 - share * 365 * day);
  return {
    /** The accounts with a year behind them. */
    async found(progress: (founded: number) => void): Promise<void> {
      for (const [i, some] of parts(ids, perTransaction.accounts).entries()) {
        if (i % 20 === 0) progress(i * perTransaction.accounts);
        await store.transact(async (tx) => {
          for (const accountId of some) {
            const overview = { ...digest, to: [`overview-${accountId}@example.test`] };
            await tx.put('account', anAccount({ id: accountId, digest: overview }));
            await tx.put('person', aPerson({ id: anId(), accountId }));
            for (let i = 0; i < past.notes; i++) {
              const done = { at: due, by: 'Jan' };
              await tx.put('note', aNote({}, { id: anId(), accountId, callId: null, lockedAt: ago(i / past.notes), done }));
            }
            for (let i = 0; i < past.calls; i++) {
              const at = ago(i / past.calls);
              const call = aCall({
                accountId,
                arrivedAt: at,
                answeredAt: at,
                endedAt: fromMs(toMs(at) + 60_000),
                outcome: 'handled',
              });
              await tx.put('call', call);
              await tx.put('clientCall', clientCallOf(call));
            }
          }
        });
      }
    },
    /** From several desks at the same time: planning one note after the other would be what is measured. */
    async lockNotes(progress: (locked: number) => void): Promise<void> {
      const plan = planNote({ clock, publicUrl: 'https://notes.permanence.test' });
      let next = 0;
      const desk = async () => {
        while (next < notes) {
          const first = next;
          next += perTransaction.notes;
          if (first % 1_000 === 0) progress(first);
          await store.transact(async (tx) => {
            for (let i = first; i < first + perTransaction.notes; i++) {
              const note = aNote({}, { id: anId(), accountId: ids[i % accounts] ?? '', callId: null, lockedAt: clock() });
              await tx.put('note', note);
              await plan(tx, note);
            }
          });
        }
      };
      await Promise.all(Array.from({ length: desks }, desk));
    },
    /** As at the hour at which all are due. */
    async askForOverviews(): Promise<void> {
      await store.transact(async (tx) => {
        for (const accountId of ids) {
          await tx.addJob({ name: digestJobName, key: `digest:${accountId}:${due}`, payload: { accountId, due } });
        }
      });
    },
  };
}

const parts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
