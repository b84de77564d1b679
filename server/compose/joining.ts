import { forgetApplication, mailCode } from '../accounts/application-jobs.ts';
import { createApplicationSecret } from '../accounts/application-secret.ts';
import { apply, codeMailJobName, forgetJobName } from '../accounts/apply.ts';
import { completeApplication } from '../accounts/complete-application.ts';
import { confirmApplication } from '../accounts/confirm-application.ts';
import { addNumbers, takeNumberBack } from '../accounts/keep-numbers.ts';
import { limitAttempts } from '../accounts/limit-attempts.ts';
import { listApplications } from '../accounts/list-applications.ts';
import { serveApplication, serveWaiting } from '../accounts/serve-application.ts';
import { queueMail } from '../delivery/send-ready-mail.ts';
import type { JoiningHandlers } from '../handlers.ts';
import type { ReadyMail } from '../ports/delivery.ts';
import type { IdentityParts } from './identity.ts';
import type { Storage } from './storage.ts';
import type { Telephone } from './telephone.ts';
import type { World } from './world.ts';

/** How somebody becomes a client: what the pages ask, and the jobs that follow. */
export async function openJoining(
  { config, newId, nowMs }: World,
  { store, clock, signInFailures, signingKey }: Storage,
  { directory, follow }: Pick<Telephone, 'directory' | 'follow'>,
  { addUser, isKnown }: IdentityParts,
) {
  const { publicUrl } = config;
  const secret = createApplicationSecret(await signingKey('application'));
  const limit = limitAttempts({ failures: signInFailures, nowMs });
  const serving = { store, clock, newId, queueMail, publicUrl, follow };
  const numbers = { store, clock, serveWaiting: serveWaiting(serving), follow };
  const handlers: JoiningHandlers = {
    apply: apply({ store, clock, newId, limit }),
    confirm: confirmApplication({ store, clock, secret, limit }),
    complete: completeApplication({ store, secret, addUser, serve: serveApplication(serving) }),
    newClients: listApplications({ store, clock, directory }),
    numbers: async () => (await store.transact((tx) => tx.joining.numbers())).result,
    addNumbers: addNumbers(numbers),
    takeNumberBack: takeNumberBack(numbers),
  };
  return {
    handlers,
    jobs: (send: (mail: ReadyMail) => Promise<void>) => ({
      [codeMailJobName]: mailCode({ store, secret, isKnown, send, publicUrl }),
      [forgetJobName]: forgetApplication({ store, clock }),
    }),
  };
}

export type JoiningParts = Awaited<ReturnType<typeof openJoining>>;
