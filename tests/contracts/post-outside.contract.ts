import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostOutside } from '../../server/ports/delivery.ts';

export type OutsideUnderTest = {
  readonly post: PostOutside;
  /** An address that answers so from now on; `away`: nobody is there. */
  address(answer: number | { readonly status: number; readonly retryAfterSeconds: number } | 'away' | 'out-of-reach'): string;
  arrivedAt(url: string): { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[];
  close(): Promise<void>;
};

const request = { headers: { 'content-type': 'application/json', 'webhook-id': 'one' }, body: '{"é":1}' };

/** What a post to somebody outside keeps to, the fake included. */
export function postOutsideContract(name: string, open: () => Promise<OutsideUnderTest>): void {
  describe(`post outside: ${name}`, () => {
    let outside: OutsideUnderTest;
    beforeAll(async () => {
      outside = await open();
    });
    afterAll(() => outside.close());

    test.each([200, 204, 307, 410, 503])('headers and body arrive as they are, the answer is its status: %i', async (status) => {
      const url = outside.address(status);
      expect(await outside.post(url, request)).toEqual({ status, waitMs: null });
      expect(outside.arrivedAt(url)).toMatchObject([{ headers: request.headers, body: request.body }]);
    });

    test('whoever asks for a while says how long', async () => {
      const url = outside.address({ status: 429, retryAfterSeconds: 90 });
      expect(await outside.post(url, request)).toEqual({ status: 429, waitMs: 90_000 });
    });

    test('where nobody is, it can be tried again', async () => {
      const posting = outside.post(outside.address('away'), request);
      await expect(posting).rejects.toMatchObject({ problem: 'unreachable', permanent: false });
    });

    test('what is out of reach is refused for good', async () => {
      const posting = outside.post(outside.address('out-of-reach'), request);
      await expect(posting).rejects.toMatchObject({ problem: 'refused', permanent: true });
    });
  });
}
