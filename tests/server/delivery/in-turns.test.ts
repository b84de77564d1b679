import { expect, test } from 'vitest';
import { inTurns } from '../../../server/delivery/in-turns.ts';

test('so many run at the same time; the next begins when one has ended, well or not, first come first served', async () => {
  const turn = inTurns(2);
  const begun: string[] = [];
  const run = (name: string) => {
    let end: (error?: Error) => void = () => undefined;
    const done = turn(() => {
      begun.push(name);
      return new Promise<void>((resolve, reject) => {
        end = (error) => (error ? reject(error) : resolve());
      });
    });
    return { done, end: (error?: Error) => end(error) };
  };
  const [a, b, c, d] = [run('a'), run('b'), run('c'), run('d')] as const;
  expect(begun).toEqual(['a', 'b']);
  b.end(new Error('planned'));
  await expect(b.done).rejects.toThrow('planned');
  expect(begun).toEqual(['a', 'b', 'c']);
  a.end();
  await a.done;
  c.end();
  await c.done;
  d.end();
  await d.done;
  const e = run('e');
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  e.end();
  await e.done;
});
