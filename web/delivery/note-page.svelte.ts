import type { Delivery } from '#shared/delivery/delivery.ts';
import type { Note } from '#shared/notes/note.ts';
import type { Device } from '../ports/device.ts';
import type { Later } from '../ui/later.ts';
import { Undoable } from '../ui/undoable.svelte.ts';

export type NotePageDeps = {
  readonly device: Pick<Device, 'watch' | 'mutate' | 'sync'>;
  readonly noteId: string;
  readonly newId: () => string;
  readonly later: Later;
};

type Mark = 'markNoteRead' | 'acknowledgeNote' | 'callBackNote' | 'markNoteDone' | 'reopenNote';

/** One note opened by the client: reading it is told to the bureau at once. */
export class NotePage {
  #note = $state.raw<Note | null>(null);
  #deliveries = $state.raw<readonly Delivery[]>([]);
  #looked = $state(false);
  #assigning = $state.raw<{ readonly to: string | null } | null>(null);
  #marked = false;
  readonly #soon: Undoable;
  readonly #deps: NotePageDeps;
  readonly #stop: () => void;

  constructor(deps: NotePageDeps) {
    this.#deps = deps;
    this.#soon = new Undoable(deps.later);
    this.#stop = deps.device.watch(
      async (rows) => {
        const [note, all] = await Promise.all([rows.get('note', deps.noteId), rows.all('delivery')]);
        return { note: note ?? null, deliveries: all.filter((delivery) => delivery.noteId === deps.noteId) };
      },
      ({ note, deliveries }) => this.#show(note, deliveries),
    );
  }

  get note(): Note | null {
    return this.#note;
  }
  get deliveries(): readonly Delivery[] {
    return this.#deliveries;
  }
  /** The device has been asked and does not have the note (yet). */
  get isMissing(): boolean {
    return this.#looked && this.#note === null;
  }

  acknowledge = (): Promise<void> => this.#mark('acknowledgeNote');
  callBack = (): Promise<void> => this.#mark('callBackNote');
  done = (): Promise<void> => this.#mark('markNoteDone');
  reopen = (): Promise<void> => this.#mark('reopenNote');

  /** To whom the note goes in a moment, null for everybody; the colleague is told then, and until then it can be called off. */
  get assigning(): { readonly to: string | null } | null {
    return this.#assigning;
  }

  assign(to: string | null): void {
    this.keepHolder();
    this.#assigning = { to };
    this.#soon.start('assign', () => void this.#assign(to));
  }

  keepHolder(): void {
    this.#soon.undo('assign');
    this.#assigning = null;
  }

  close(): void {
    this.#soon.close();
    this.#stop();
  }

  #show(note: Note | null, deliveries: readonly Delivery[]): void {
    if (note === null && !this.#looked) this.#deps.device.sync();
    this.#looked = true;
    this.#note = note;
    this.#deliveries = deliveries;
    if (note === null || note.read !== null || this.#marked) return;
    this.#marked = true;
    void this.#mark('markNoteRead');
  }

  async #assign(to: string | null): Promise<void> {
    this.#assigning = null;
    if (this.#note === null) return;
    const { accountId, id: noteId } = this.#note;
    await this.#deps.device.mutate('assignNote', { id: this.#deps.newId(), accountId, noteId, to });
  }

  async #mark(name: Mark): Promise<void> {
    if (this.#note === null) return;
    await this.#deps.device.mutate(name, { accountId: this.#note.accountId, noteId: this.#note.id });
  }
}
