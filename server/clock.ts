import { fromMs, type Instant, toMs } from '#shared/time.ts';
import type { Secrets } from './ports/store.ts';
import type { Clock } from './ports/time.ts';

/** Real time; in a demonstration with DEMO_NOW, time that started there when this database first saw it, and goes on over restarts. */
export async function openClock(secrets: Secrets, demoNow: Instant | null): Promise<Clock> {
  if (demoNow === null) return () => fromMs(Date.now());
  const offset = Number(await secrets.getOrCreate(`demo-clock:${demoNow}`, () => String(toMs(demoNow) - Date.now())));
  return () => fromMs(Date.now() + offset);
}
