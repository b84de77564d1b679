import { cookieOf } from '../e2e/api-user.ts';
import { openSocket } from '../e2e/page-socket.ts';
import type { Installation } from './installation.ts';
import { emailOf } from './more-operators.ts';

/** What the supervisor's page is told of the operators. */
export async function openFloor({ instance, url }: Pick<Installation, 'instance' | 'url'>) {
  const cookie = await cookieOf(instance.url, emailOf('max'), url);
  const page = await openSocket(`${instance.url}/live`, { cookie, origin: url });
  page.hello();
  return {
    /** Why he cannot be offered a call, as last told; empty when he can, or nothing was told. */
    reasonOf(name: string): string {
      const told = page.heard.findLast((message) => message.t === 'floor');
      return told?.operators.find((one) => one.name === name)?.presence.reason ?? '';
    },
    close: page.close,
  };
}
