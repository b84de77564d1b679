import type { PhoneNumber } from '../calls/phone-number.ts';

/** The place of a fax among the addresses of a person's mails, behind all others: a fax is a mail to the bureau's gateway [P06, P31]. */
export const faxNth = 7;

/** Whether what a mail is addressed to is the number of a fax. */
export const isFax = (address: string): boolean => address.startsWith('+');

/** The mailbox of the gateway behind which the fax is: `33199000109@fax.example.org`. */
export const faxMailbox = (fax: PhoneNumber, domain: string): string => `${fax.slice(1)}@${domain}`;

/** A fax number as somebody writes it, with + and country; null when it is none. */
export function readFax(typed: string): PhoneNumber | null {
  const digits = typed.replaceAll(/[\s.()/-]/g, '');
  return /^\+[1-9]\d{4,14}$/.test(digits) ? digits : null;
}
