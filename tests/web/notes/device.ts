import type { Draft, Note } from '#shared/notes/note.ts';
import type { MutationArgs } from '#shared/sync/mutations.ts';
import type { Device, FinishedDraft, Reader } from '../../../web/ports/device.ts';

type NoteDevice = Pick<Device, 'read' | 'watch' | 'saveDraft' | 'removeDraft' | 'lockDraft' | 'takeBack'>;

/** A device that keeps drafts and says what was locked; no other rows. */
export function draftDevice() {
  const drafts = new Map<string, Draft>();
  const locked: MutationArgs<'lockNote'>[] = [];
  const notes: Note[] = [];
  const watchers = new Set<() => void>();
  const rows: Reader = {
    get: async () => undefined,
    list: async () => [],
    all: async () => [],
    contactsByNumber: async () => [],
    notesByNumber: async () => [],
    callsSince: async () => [],
    callsByNumber: async () => ({ count: 0, latest: [] }),
    latestNotes: async () => notes,
    climbingNotes: async () => [],
    drafts: async () => [...drafts.values()],
  };
  const changed = () => {
    for (const tell of watchers) tell();
  };
  const isFinished = ({ id, finishedAt }: FinishedDraft) => {
    const kept = drafts.get(id);
    return kept?.state === 'finished' && kept.finishedAt === finishedAt;
  };
  const device: NoteDevice = {
    read: (query) => query(rows),
    watch(query, onValue) {
      const tell = () => void query(rows).then(onValue);
      watchers.add(tell);
      tell();
      return () => watchers.delete(tell);
    },
    async saveDraft(draft) {
      drafts.set(draft.id, draft);
      changed();
    },
    async removeDraft(id) {
      drafts.delete(id);
      changed();
    },
    async lockDraft(draft, args) {
      if (!isFinished(draft)) return;
      drafts.delete(draft.id);
      locked.push(args);
      changed();
    },
    async takeBack(draft) {
      const kept = drafts.get(draft.id);
      if (!kept || !isFinished(draft)) return null;
      const back: Draft = { ...kept, state: 'writing', finishedAt: null };
      drafts.set(back.id, back);
      changed();
      return back;
    },
  };
  return { device, drafts, locked, notes };
}
