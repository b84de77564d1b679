import { expect, test } from 'vitest';
import type { ShownWebhook, WebhookAct, Webhooks } from '#shared/api/delivery.ts';
import { CodedError } from '#shared/errors.ts';
import { OwnWebhooks } from '../../../web/accounts/own-webhooks.svelte.ts';
import { anEndpoint } from '../../fixtures/delivery.ts';
import { anId } from '../../fixtures/rows.ts';

const { accountId: _, secretVersion: __, ...endpoint } = anEndpoint();
const aTest = (over: Partial<ShownWebhook> = {}): ShownWebhook => ({
  ...{ id: anId(), endpointId: endpoint.id, type: 'test', at: endpoint.createdAt, state: 'waiting', attempts: 0 },
  ...{ triedAt: null, status: null, problem: null, isErased: false },
  ...over,
});

function atThePage() {
  const acts: WebhookAct[] = [];
  const kept = new Map<string, unknown>();
  const waiting: { ms: number; run: () => void }[] = [];
  const server = { all: { endpoints: [endpoint], deliveries: [] } as Webhooks, outcome: 'added', trouble: null as string | null };
  const answer = async <T>(value: T): Promise<T> => {
    if (server.trouble !== null) throw new CodedError(server.trouble, 'no answer');
    return value;
  };
  const page = new OwnWebhooks({
    server: {
      list: () => answer(server.all),
      add: () =>
        answer(
          server.outcome === 'added' ? { outcome: 'added', id: endpoint.id, secret: 'whsec_x' } : { outcome: 'not-outside' },
        ),
      act(_id, act) {
        if (server.trouble === null) acts.push(act);
        return answer(act === 'rotate' ? 'whsec_y' : null);
      },
      sendAgain: () => answer(undefined),
    },
    device: { readForm: async (name) => kept.get(name), keepForm: async (name, typed) => void kept.set(name, typed) },
    accountId: anId(),
    later: (ms, run) => {
      const timer = { ms, run };
      waiting.push(timer);
      return () => void waiting.splice(waiting.indexOf(timer), 1);
    },
  });
  return { page, server, acts, kept, waiting };
}

test('what was typed stays until the server has taken it; its secret is shown once', async () => {
  const { page, server, kept } = atThePage();
  page.edit({ url: 'crm.example.test' });
  expect([await page.add(), page.problem]).toEqual([false, 'url']);
  page.edit({ url: 'https://10.0.0.1/' });
  server.outcome = 'refused';
  expect([await page.add(), page.problem]).toEqual([false, 'not-outside']);
  page.edit({ url: 'https://crm.example.test/' });
  server.trouble = 'http.offline';
  expect([await page.add(), page.state, page.draft.url]).toEqual([false, 'offline', 'https://crm.example.test/']);
  Object.assign(server, { trouble: null, outcome: 'added' });
  for (const event of page.draft.events) page.choose(event, false);
  expect([await page.add(), page.problem]).toEqual([false, 'no-event']);
  page.choose('note.done', true);
  expect([await page.add(), page.state, page.secret?.secret]).toEqual([true, 'read', 'whsec_x']);
  expect([page.draft.url, [...kept.values()]]).toEqual(['', [undefined]]);
  page.hideSecret();
  expect(page.secret).toBeNull();
});

test('the page looks again until what was just sent has been tried, and no longer', async () => {
  const { page, server, waiting } = atThePage();
  server.all = { endpoints: [endpoint], deliveries: [aTest()] };
  await page.act(endpoint.id, 'test');
  expect(waiting).toHaveLength(1);
  server.all = { endpoints: [endpoint], deliveries: [aTest({ state: 'delivered', attempts: 1, status: 204 })] };
  waiting[0]?.run();
  await expect.poll(() => page.deliveries[0]?.state).toBe('delivered');
  expect(waiting).toHaveLength(0);
});

test('a system that is removed goes after eight seconds, or at once when the page is left, unless somebody calls it off', async () => {
  const { page, acts, waiting } = atThePage();
  await page.read();
  page.remove(endpoint.id);
  expect([page.isLeaving(endpoint.id), acts, waiting[0]?.ms]).toEqual([true, [], 8000]);
  page.keep(endpoint.id);
  expect([page.isLeaving(endpoint.id), acts]).toEqual([false, []]);
  page.remove(endpoint.id);
  page.close();
  await expect.poll(() => acts).toEqual(['remove']);
});

test('who may not see them is told so', async () => {
  const { page, server } = atThePage();
  server.trouble = 'http.refused';
  await page.read();
  expect(page.state).toBe('refused');
});
