import { Logger } from 'graphile-worker';

/** The job queue's own lines may carry payloads, so none of them is written; failures come as events. */
export const quietLogger = new Logger(() => () => undefined);
