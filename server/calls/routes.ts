import { Hono } from 'hono';
import type { Identity } from '#shared/accounts/access.ts';
import { accountSoundPath, type GreetingSound, greetingSoundPath, greetingSounds } from '#shared/api/calls.ts';
import { CodedError } from '#shared/errors.ts';
import type { Identify } from '../ports/sign-in.ts';
import { answerSound } from './answer-sound.ts';

export type GreetingRoutesDeps = {
  readonly identify: Identify;
  /** Throws what is not to be found. */
  readonly sound: (who: Identity, accountId: string, which: GreetingSound) => Promise<Uint8Array>;
  /** The same for what is said before an operator answers. */
  readonly accountSound: (who: Identity, accountId: string, recordingId: string) => Promise<Uint8Array>;
};

/** The sounds that callers of an account hear, for those who see the account. */
export function greetingRoutes(deps: GreetingRoutesDeps): Hono {
  const app = new Hono();
  app.get(greetingSoundPath(':accountId', ':which'), async (c) => {
    const who = await deps.identify(c.req.raw.headers);
    if (who === null) throw new CodedError('access.signed_out', 'sign in first');
    const which = greetingSounds.find((name) => name === c.req.param('which'));
    if (which === undefined) throw new CodedError('greeting.not_found', 'no such greeting');
    const content = await deps.sound(who, c.req.param('accountId') ?? '', which);
    return answerSound({ content, contentType: 'audio/wav' }, c.req.header('range'));
  });
  app.get(accountSoundPath(':accountId', ':recordingId'), async (c) => {
    const who = await deps.identify(c.req.raw.headers);
    if (who === null) throw new CodedError('access.signed_out', 'sign in first');
    const content = await deps.accountSound(who, c.req.param('accountId') ?? '', c.req.param('recordingId') ?? '');
    return answerSound({ content, contentType: 'audio/wav' }, c.req.header('range'));
  });
  return app;
}
