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
      receiver.answer(`/${answer}`, answer);
      return receiver.url(`/${answer}`);
    },
    arrivedAt: (url) => receiver.received.filter(({ path }) => path === pathOf(url)),
    close: receiver.close,
  };
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
