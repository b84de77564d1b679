import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { seesAccount } from '#shared/accounts/access.ts';
import { recordingPath } from '#shared/api/calls.ts';
import { CodedError } from '#shared/errors.ts';
import { storableText } from '#shared/storable-text.ts';
import { answerSound } from '../calls/answer-sound.ts';
import type { SmsReply, SmsStatus } from '../ports/delivery.ts';
import type { Identify } from '../ports/sign-in.ts';
import type { ReadRecording } from '../ports/telephony.ts';

/** The gateway's own id; some count. */
const idSchema = z.pipe(z.union([storableText(200, 1), z.int()]), z.transform(String));
const receiptSchema = z.object({ id: idSchema, status: z.enum(['sent', 'delivered', 'failed']) });
const replySchema = z.object({
  id: idSchema,
  from: storableText(40),
  to: storableText(40),
  text: z.string().check(z.maxLength(10_000)),
});
const fromGatewaySchema = z.union([receiptSchema, replySchema]);

export type SmsHookDeps = {
  /** `SMS_TOKEN`; null when no gateway is configured: then every request is refused. */
  readonly token: string | null;
  readonly takeReceipt: (receipt: { readonly id: string; readonly status: SmsStatus }) => Promise<void>;
  readonly takeReply: (reply: SmsReply) => Promise<void>;
};

/** Receipts and replies from the SMS gateway, with the same bearer as its sends; answered 200 when they are stored. */
export function smsHook(deps: SmsHookDeps): Hono {
  const app = new Hono();
  app.post('/api/hooks/sms', async (c) => {
    requireBearer(deps.token, c.req.header('authorization'));
    const parsed = fromGatewaySchema.safeParse(await c.req.json().catch(notJson));
    if (!parsed.success) throw new CodedError('input.invalid', 'expected {id, status} or {id, from, to, text}');
    if ('status' in parsed.data) await deps.takeReceipt(parsed.data);
    else await deps.takeReply(parsed.data);
    return c.json({ ok: true });
  });
  return app;
}

/** The sound of a voicemail, for those who see its account. */
export function recordings(deps: { readonly identify: Identify; readonly read: ReadRecording }): Hono {
  const app = new Hono();
  app.get(recordingPath(':id'), async (c) => {
    const who = await deps.identify(c.req.raw.headers);
    if (who === null) throw new CodedError('access.signed_out', 'sign in first');
    const id = z.uuid().safeParse(c.req.param('id'));
    const recording = id.success ? await deps.read(id.data) : undefined;
    if (recording === undefined || !seesAccount(who, recording.accountId))
      throw new CodedError('recording.not_found', 'no such recording');
    return answerSound(recording, c.req.header('range'));
  });
  return app;
}

function notJson(cause: unknown): never {
  throw new CodedError('input.not_json', 'expected a JSON body', { cause });
}

/** Compares digests, so that the time taken tells nothing. */
function requireBearer(token: string | null, header: string | undefined): void {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const given = digest(header ?? '');
  if (token !== null && timingSafeEqual(given, digest(`Bearer ${token}`))) return;
  throw new CodedError('access.signed_out', 'wrong bearer');
}
