import { SendFailed } from '../../ports/delivery.ts';

/** An error of the mail client: SMTP's reply code when the server answered, else the kind of broken wire. */
export type SmtpError = { readonly code?: string | undefined; readonly responseCode?: number | undefined };

/**
 * Judges a failed mail (RFC 5321 4.2.1): 5yz of the recipient or the content is final, 4yz and broken wires are tried again.
 * Wrong credentials and a missing STARTTLS are the installation's fault, not the mail's: tried again, so that mending it delivers.
 */
export function smtpFailure(error: SmtpError, cause: unknown): SendFailed {
  const { code, responseCode } = error;
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'ETLS')
    return new SendFailed('unconfigured', { permanent: false, cause });
  if (responseCode !== undefined && responseCode >= 500) return new SendFailed('refused', { permanent: true, cause });
  if (responseCode !== undefined) return new SendFailed('refused', { permanent: false, cause });
  if (code === 'ETIMEDOUT') return new SendFailed('timeout', { permanent: false, cause });
  if (code === 'EENVELOPE') return new SendFailed('refused', { permanent: true, cause });
  return new SendFailed('unreachable', { permanent: false, cause });
}
