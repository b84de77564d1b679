import pg from 'pg';

/** Connections to PostgreSQL; `onError` hears of connections lost while idle, which the pool replaces by itself. */
export function createPool(options: {
  readonly connectionString: string;
  readonly max: number;
  readonly onError: (error: Error) => void;
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    connectionTimeoutMillis: 5_000,
    application_name: 'permanence',
  });
  pool.on('error', options.onError);
  pool.on('connect', (client) => client.on('error', options.onError));
  return pool;
}

/** Runs in one transaction at READ COMMITTED, or in a read-only snapshot. */
export async function inTransaction<T>(
  pool: pg.Pool,
  kind: 'write' | 'snapshot',
  run: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(kind === 'write' ? 'begin' : 'begin isolation level repeatable read read only');
    const result = await run(client);
    await client.query('commit');
    return result;
  } catch (error) {
    broken = await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The error when even the rollback fails: the connection is then thrown away. */
async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('rollback failed', { cause: error });
  }
}
