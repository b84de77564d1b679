import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PushTarget, SendPush } from '../../server/ports/delivery.ts';

export type PushUnderTest = {
  readonly send: SendPush;
  newTarget(): PushTarget;
  answer(target: PushTarget, how: 'gone' | 'busy'): void;
  arrivedAt(target: PushTarget): number;
  close(): Promise<void>;
};

const message = { payload: '{"web_push":8030}', topic: 'n', urgent: true, ttlSeconds: 60 };

/** What every push service keeps to, the fake included. */
export function pushContract(name: string, open: () => Promise<PushUnderTest>): void {
  describe(`push: ${name}`, () => {
    let service: PushUnderTest;
    beforeAll(async () => {
      service = await open();
    });
    afterAll(() => service.close());

    test('a message is accepted for a living subscription', async () => {
      const target = service.newTarget();
      await service.send(target, message);
      expect(service.arrivedAt(target)).toBe(1);
    });

    test('a dead subscription is gone for good', async () => {
      const target = service.newTarget();
      service.answer(target, 'gone');
      await expect(service.send(target, message)).rejects.toMatchObject({ problem: 'gone', permanent: true });
    });

    test('a busy service is tried again', async () => {
      const target = service.newTarget();
      service.answer(target, 'busy');
      await expect(service.send(target, message)).rejects.toMatchObject({ problem: 'unreachable', permanent: false });
    });
  });
}
