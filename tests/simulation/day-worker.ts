import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { simulateDay } from './day.ts';

const shareSchema = z.object({ seeds: z.array(z.int()), trace: z.boolean() });

/** Days that one worker lives, one after the other. */
export type Share = z.infer<typeof shareSchema>;

const { seeds, trace } = shareSchema.parse(workerData);
for (const seed of seeds) parentPort?.postMessage(await simulateDay(seed, { keepTrace: trace }));
