import { on } from 'node:events';
import { parentPort } from 'node:worker_threads';
import * as z from 'zod/mini';
import { simulateDay } from './day.ts';

/** A day to live; null: it was the last. */
const taskSchema = z.nullable(z.object({ seed: z.int(), trace: z.boolean() }));
export type Task = z.infer<typeof taskSchema>;

if (parentPort === null) throw new Error('days are lived for somebody who gives them out');
for await (const [message] of on(parentPort, 'message')) {
  const task = taskSchema.parse(message);
  if (task === null) break;
  parentPort.postMessage(await simulateDay(task.seed, { keepTrace: task.trace }));
}
parentPort.close();
