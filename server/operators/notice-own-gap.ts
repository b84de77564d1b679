import { toMs } from '#shared/time.ts';
import { change } from './change-operator.ts';
import type { Operators } from './operators-on-duty.ts';

/** Milliseconds: a server that looked after nothing for so long hung. */
const hungMs = 2_000;

/** A server that hung has heard no page meanwhile: that does not mean that they were away. */
export function noticeOwnGap(floor: Operators & { tidiedAtMs: number }): void {
  const at = floor.deps.clock();
  const ms = toMs(at) - floor.tidiedAtMs;
  floor.tidiedAtMs = toMs(at);
  if (ms <= hungMs) return;
  for (const id of floor.operators.keys()) change(floor, id, { t: 'unheard', ms, at });
}
