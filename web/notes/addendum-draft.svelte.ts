import * as z from 'zod/mini';
import type { Note } from '#shared/notes/note.ts';
import type { Device } from '../ports/device.ts';

type Keeping = Pick<Device, 'readForm' | 'keepForm' | 'mutate'>;

/** What is being added to one locked note: kept on the device at every keystroke, there again when the note is opened again. */
export class AddendumDraft {
  #text = $state('');
  #problem = $state(false);
  readonly #note: Pick<Note, 'id' | 'accountId'>;
  readonly #device: Keeping;
  readonly #newId: () => string;
  readonly #as: 'addAddendum' | 'answerNote';

  /** `as`: the bureau adds, the client answers. */
  constructor(
    note: Pick<Note, 'id' | 'accountId'>,
    deps: { readonly device: Keeping; readonly newId: () => string; readonly as?: 'addAddendum' | 'answerNote' },
  ) {
    this.#note = note;
    this.#device = deps.device;
    this.#newId = deps.newId;
    this.#as = deps.as ?? 'addAddendum';
    void deps.device.readForm(this.#form).then((kept) => {
      const text = z.string().safeParse(kept);
      if (text.success && this.#text === '') this.#text = text.data;
    });
  }

  get text(): string {
    return this.#text;
  }
  /** The device could not keep it; the text is still here. */
  get problem(): boolean {
    return this.#problem;
  }

  type(text: string): void {
    this.#text = text;
    void this.#device.keepForm(this.#form, text === '' ? undefined : text);
  }

  /** The content of a locked note never changes; this stands below it, with its author and time. */
  async add(): Promise<void> {
    const text = this.#text.trim();
    if (text === '') return;
    const { id: noteId, accountId } = this.#note;
    try {
      await this.#device.mutate(this.#as, { id: this.#newId(), accountId, noteId, text });
    } catch {
      this.#problem = true;
      return;
    }
    this.#problem = false;
    this.type('');
  }

  get #form(): string {
    return `addendum:${this.#note.id}`;
  }
}
