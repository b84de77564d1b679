import { isIP } from 'node:net';
import { type Address, addressOf, type Env, isHost, readAddress, readUrl, required, WrongSetting } from './values.ts';

export type MailSettings = {
  readonly smtpUrl: string | null;
  readonly from: string;
  /** Mails to number@ this domain come out of a fax; null: there is no such gateway. */
  readonly faxDomain: string | null;
};

export type MailInSettings = {
  readonly listen: Address;
  /** Of the return addresses. */
  readonly domain: string;
  /** Paths of PEM files; null: without encryption. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
};

export type SmsSettings = { readonly url: string; readonly token: string; readonly from: string };

export function readMail(env: Env): MailSettings {
  const smtpUrl = readUrl(env, 'SMTP_URL', ['smtp:', 'smtps:']);
  const from = env.MAIL_FROM || 'Permanence <permanence@localhost>';
  if (addressOf(from) === null) throw new WrongSetting('MAIL_FROM', from, 'an address, as in Permanence <notes@example.org>');
  if (smtpUrl !== null && !env.MAIL_FROM) throw new WrongSetting('MAIL_FROM', '', 'the sender of mails, because SMTP_URL is set');
  const faxDomain = env.FAX_MAIL_DOMAIN || null;
  if (faxDomain !== null && !isHost(faxDomain)) {
    throw new WrongSetting('FAX_MAIL_DOMAIN', faxDomain, 'the domain of a gateway that faxes mails to number@domain');
  }
  return { smtpUrl, from, faxDomain };
}

export function readMailIn(env: Env, mailFrom: string): MailInSettings | null {
  const dependent = ['MAIL_IN_DOMAIN', 'MAIL_IN_CERT', 'MAIL_IN_KEY'].find((name) => env[name]);
  if (!env.MAIL_IN_LISTEN) {
    if (dependent) throw new WrongSetting(dependent, env[dependent] ?? '', 'MAIL_IN_LISTEN beside it');
    return null;
  }
  const listen = readAddress('MAIL_IN_LISTEN', env.MAIL_IN_LISTEN);
  if (isIP(listen.host) === 0) throw new WrongSetting('MAIL_IN_LISTEN', env.MAIL_IN_LISTEN, 'address:port, as in 192.0.2.7:25');
  const domain = env.MAIL_IN_DOMAIN || (addressOf(mailFrom) ?? '').split('@')[1] || '';
  if (!isHost(domain)) throw new WrongSetting('MAIL_IN_DOMAIN', domain, 'a domain whose mail comes here, as in in.example.org');
  return { listen, domain, tls: readMailInTls(env) };
}

function readMailInTls(env: Env): MailInSettings['tls'] {
  const { MAIL_IN_CERT: certFile, MAIL_IN_KEY: keyFile } = env;
  if (!certFile && !keyFile) return null;
  const because = 'the path of a PEM file: certificate and key go together';
  return { certFile: required(env, 'MAIL_IN_CERT', because), keyFile: required(env, 'MAIL_IN_KEY', because) };
}

export function readSms(env: Env): SmsSettings | null {
  const url = readUrl(env, 'SMS_URL', ['http:', 'https:']);
  if (url === null) return null;
  const because = 'a value, because SMS_URL is set';
  return { url, token: required(env, 'SMS_TOKEN', because), from: required(env, 'SMS_FROM', because) };
}

export function readVapidSubject(env: Env, mailFrom: string): string {
  const subject = env.VAPID_SUBJECT || `mailto:${addressOf(mailFrom) ?? ''}`;
  if (!/^(mailto:[^@\s]+@\S+|https:\/\/\S+)$/.test(subject)) {
    throw new WrongSetting('VAPID_SUBJECT', subject, 'mailto:address or https:// address');
  }
  return subject;
}
