import { expect, test, vi } from 'vitest';
import { Replies } from '../../../web/delivery/replies.svelte.ts';

const item = { id: 'r-1', at: '2026-11-19T09:42:00.000Z', from: '+33639980999', text: 'Wie is dit?' };

function opened(answers = true) {
  let due: (() => void) | null = null;
  const aside: string[] = [];
  const replies = new Replies({
    read: async () => ({ items: [item] }),
    putAside: async (id) => {
      if (!answers) throw new Error('away');
      aside.push(id);
    },
    later: (_, run) => {
      due = run;
      return () => {
        due = null;
      };
    },
  });
  return { replies, aside, pass: () => due?.() };
}

test('a text that somebody has seen to leaves the floor after a moment, unless it is called off', async () => {
  const { replies, aside, pass } = opened();
  await vi.waitFor(() => expect(replies.items).toHaveLength(1));
  replies.putAside(item.id);
  expect(replies.isLeaving(item.id)).toBe(true);
  replies.undo(item.id);
  pass();
  expect([aside, replies.isLeaving(item.id)]).toEqual([[], false]);
  replies.putAside(item.id);
  pass();
  await vi.waitFor(() => expect(replies.items).toEqual([]));
  expect(aside).toEqual([item.id]);
  replies.close();
});

test('who leaves the floor before the moment is over has put it aside', () => {
  const { replies, aside } = opened();
  replies.putAside(item.id);
  replies.close();
  expect(aside).toEqual([item.id]);
});

test('while the server is away it stays and says so', async () => {
  const { replies, pass } = opened(false);
  await vi.waitFor(() => expect(replies.items).toHaveLength(1));
  replies.putAside(item.id);
  pass();
  await vi.waitFor(() => expect(replies.failed).toBe(true));
  expect(replies.items).toHaveLength(1);
  replies.close();
});
