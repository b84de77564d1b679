import { createHmac } from 'node:crypto';

const lifetimeSeconds = 300;

/** A signed token of Janus (`token_auth_secret`), valid for five minutes and for the SIP plugin only. */
export function janusToken(secret: string, nowMs: number): string {
  const text = `${Math.floor(nowMs / 1000) + lifetimeSeconds},janus,janus.plugin.sip`;
  return `${text}:${createHmac('sha1', secret).update(text).digest('base64')}`;
}
