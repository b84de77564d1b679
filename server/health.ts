import { type Context, Hono } from 'hono';
import type { Registry } from 'prom-client';
import { CodedError } from '#shared/errors.ts';

export type HealthDeps = {
  /** Whether this database holds the demonstration bureau. */
  readonly demo: boolean;
  /** Calls up now; the supervisor asks before it ends everything. */
  readonly calls: () => number;
  /** Each part by name; resolves whether it answers, or with what is wrong with it. */
  readonly parts: Readonly<Record<string, () => Promise<boolean | string>>>;
  /** Children of the supervisor with their restarts; null without one. */
  readonly children: () => Promise<unknown>;
  readonly metrics: Registry;
  /** Whether the request comes from the machine itself: others learn only whether we serve. */
  readonly isOwnMachine: (c: Context) => boolean;
};

/**
 * `/healthz` (this process), `/readyz` (names what is missing), `/metrics` (Prometheus). No personal data in any; how many
 * calls there are, processes with their restarts, and metrics are for who asks from the machine itself.
 */
export function healthRoutes(deps: HealthDeps): Hono {
  const routes = new Hono();
  routes.get('/healthz', (c) => c.json({ ok: true, ...(deps.isOwnMachine(c) ? { calls: deps.calls(), demo: deps.demo } : {}) }));
  routes.get('/readyz', async (c) => {
    const states = await Promise.all(Object.entries(deps.parts).map(async ([name, ask]) => [name, await answers(ask)] as const));
    const missing = states.filter(([, state]) => state !== true).map(([name]) => name);
    const problems = Object.fromEntries(states.filter(([, state]) => typeof state === 'string'));
    const details = deps.isOwnMachine(c) ? { problems, children: await deps.children() } : {};
    return c.json({ ready: missing.length === 0, missing, ...details }, missing.length === 0 ? 200 : 503);
  });
  routes.get('/metrics', async (c) => {
    if (!deps.isOwnMachine(c)) throw new CodedError('access.denied', 'metrics are for the machine itself');
    return c.text(await deps.metrics.metrics(), 200, { 'content-type': deps.metrics.contentType });
  });
  return routes;
}

const answers = (ask: () => Promise<boolean | string>): Promise<boolean | string> => ask().catch(() => false); // an error is the answer "no"
