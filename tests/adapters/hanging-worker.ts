import { createJobs } from '../../server/adapters/postgres/jobs.ts';
import { createPool } from '../../server/adapters/postgres/pool.ts';

/** A server that takes four jobs and never ends them, to be killed: `node hanging-worker.ts <database url>`. */
const pool = createPool({ connectionString: process.argv[2] ?? '', max: 4, onError: () => process.exit(1) });
const deliver = () => {
  process.stdout.write('running\n');
  return new Promise<void>(() => undefined);
};
await createJobs({ pool, tasks: { deliver }, concurrency: 4, onError: () => process.exit(1) });
