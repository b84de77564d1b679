import { availableParallelism, cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const lookMs = 2_000;
const longestWaitMs = 120_000;
/** Share of all processors that others may use. */
const calmShare = 0.15;

/** Waits until the machine has little else to do, two minutes at most; the share of its processors in use (0–1). */
export async function untilCalm(progress: (line: string) => void): Promise<number> {
  const deadline = performance.now() + longestWaitMs;
  let busy = await busyShare();
  if (busy > calmShare) progress(`the machine is ${percent(busy)} busy; waiting for a calm moment, at most two minutes`);
  while (busy > calmShare && performance.now() < deadline) busy = await busyShare();
  if (busy > calmShare) progress(`still ${percent(busy)} busy: read these figures with care`);
  return busy;
}

export const describeLoad = (busy: number): string =>
  `machine ${percent(busy)} busy just before, load average ${(loadavg()[0] ?? 0).toFixed(2)}`;

export const describeMachine = (): string => `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

async function busyShare(): Promise<number> {
  const before = processorTimes();
  await pause(lookMs);
  const after = processorTimes();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return { idle: sum(times.map((t) => t.idle)), all: sum(times.map((t) => sum(Object.values(t)))) };
}
