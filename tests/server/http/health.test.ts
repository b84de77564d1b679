import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { healthRoutes } from '../../../server/health.ts';

const health = (trunk: () => Promise<boolean | string>, isOwnMachine: boolean) =>
  healthRoutes({
    demo: false,
    calls: () => 0,
    parts: { database: async () => true, trunk },
    children: async () => null,
    metrics: new Registry(),
    isOwnMachine: () => isOwnMachine,
  }).request('/readyz');

test('a trunk that the carrier refuses is missing, and the machine itself learns why', async () => {
  const response = await health(async () => 'refused', true);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ ready: false, missing: ['trunk'], problems: { trunk: 'refused' }, children: null });
});

test('others learn only what is missing', async () => {
  expect(await (await health(async () => 'refused', false)).json()).toEqual({ ready: false, missing: ['trunk'] });
});

test('a part that cannot be asked is missing', async () => {
  const response = await health(() => Promise.reject(new Error('no answer')), false);
  expect(await response.json()).toEqual({ ready: false, missing: ['trunk'] });
});

test('with everything in place it is ready', async () => {
  expect((await health(async () => true, false)).status).toBe(200);
});
