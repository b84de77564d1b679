import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { inOwnNetwork } from './own-network.ts';

test('[F2] the operator’s network changes in mid-call: the caller hears him again within 5 s, and after 20 s without any the note is still there', async () => {
  const measured = await inOwnNetwork(join(import.meta.dirname, 'network-change.ts'));
  for (const line of measured.trim().split('\n')) test.info().annotations.push({ type: 'measured', description: line });
  expect(measured).toMatch(/gone and back/);
});
