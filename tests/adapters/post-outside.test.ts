import { expect, test } from 'vitest';
import { createPostOutside } from '../../server/adapters/https/post-outside.ts';
import { freePort } from '../../server/supervisor/network-ports.ts';
import { postOutsideContract } from '../contracts/post-outside.contract.ts';
import { openWebhookReceiver } from '../fixtures/webhook-receiver.ts';

postOutsideContract('node’s own client', async () => {
  const receiver = await openWebhookReceiver();
  const nobody = await freePort('tcp');
  const away = `http://127.0.0.1:${nobody}/`;
  const pathOf = (url: string) => new URL(url).pathname;
  return {
    post: createPostOutside({ reach: 'any' }),
    address(answer) {
      if (answer === 'away') return away;
      if (answer === 'out-of-reach') return 'file:///etc/passwd';
      if (typeof answer === 'object') {
        receiver.answer('/wait', answer.status, { 'retry-after': String(answer.retryAfterSeconds) });
        return receiver.url('/wait');
      }
      receiver.answer(`/${answer}`, answer);
      return receiver.url(`/${answer}`);
    },
    arrivedAt: (url) => receiver.received.filter(({ path }) => path === pathOf(url)),
    close: receiver.close,
  };
});

test('a date is meant by the clock of whoever wrote it', async () => {
  const receiver = await openWebhookReceiver();
  const [date, after] = ['Wed, 21 Oct 2015 07:28:00 GMT', 'Wed, 21 Oct 2015 07:29:00 GMT'];
  receiver.answer('/busy', 503, { date, 'retry-after': after });
  const post = createPostOutside({ reach: 'any' });
  expect(await post(receiver.url('/busy'), { headers: {}, body: '' })).toEqual({ status: 503, waitMs: 60_000 });
  await receiver.close();
});

test('a public installation posts neither by http nor to a private address, whatever its name', async () => {
  const receiver = await openWebhookReceiver();
  const post = createPostOutside({ reach: 'public' });
  const port = new URL(receiver.url('/')).port;
  for (const url of [receiver.url('/'), `https://127.0.0.1:${port}/`, `https://localhost:${port}/`, `https://[::1]:${port}/`]) {
    await expect(post(url, { headers: {}, body: '' }), url).rejects.toMatchObject({ problem: 'refused', permanent: true });
  }
  expect(receiver.received).toEqual([]);
  await receiver.close();
});
