import * as z from 'zod/mini';
import { retryAfter } from '#shared/delivery/retry-after.ts';
import { SendFailed, type SendSms } from '../../ports/delivery.ts';

const limitMs = 20_000;

const answerSchema = z.object({ id: z.union([z.string().check(z.minLength(1)), z.number()]) });

export type SmsGateway = { readonly url: string; readonly token: string; readonly from: string };
type Sms = Parameters<SendSms>[0];
type Answer = { readonly status: number; readonly body: string; readonly waitMs: number | null };

/** Text messages through the HTTP JSON gateway: POST `{to, from, text, reference}` with a bearer, answer `{id}`. */
export function createSmsSender(gateway: SmsGateway, fetcher: typeof fetch = fetch): SendSms {
  return async (sms) => interpret(await post(gateway, sms, fetcher));
}

const buildRequest = ({ url, token, from }: SmsGateway, { to, text, reference }: Sms): Request =>
  new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ to, from, text, reference }),
    redirect: 'error',
  });

async function post(gateway: SmsGateway, sms: Sms, fetcher: typeof fetch): Promise<Answer> {
  try {
    const response = await fetcher(buildRequest(gateway, sms), { signal: AbortSignal.timeout(limitMs) });
    const { status, headers } = response;
    const asked = { retryAfter: headers.get('retry-after'), date: headers.get('date') };
    return { status, body: await response.text(), waitMs: retryAfter(asked, Date.now()) };
  } catch (cause) {
    const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new SendFailed(timedOut ? 'timeout' : 'unreachable', { permanent: false, cause });
  }
}

/** A refusal of the message is final; a wrong token, too many at once and the gateway's own trouble are tried again. */
function interpret({ status, body, waitMs }: Answer): { readonly id: string } {
  if (status >= 200 && status < 300) return { id: readId(body) };
  if (status === 401 || status === 403) throw new SendFailed('unconfigured', { permanent: false });
  const again = status === 408 || status === 425 || status === 429 || status >= 500;
  throw new SendFailed(again ? 'unreachable' : 'refused', { permanent: !again, waitMs });
}

/** Accepted without an id would be sent twice by a retry: final, and shown. */
function readId(body: string): string {
  try {
    return String(answerSchema.parse(JSON.parse(body)).id);
  } catch (cause) {
    throw new SendFailed('not-understood', { permanent: true, cause });
  }
}
