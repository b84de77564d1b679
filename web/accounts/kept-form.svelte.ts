import type * as z from 'zod/mini';
import type { Device } from '../ports/device.ts';

type Keeping = Pick<Device, 'readForm' | 'keepForm'>;

/** What somebody types into one form: kept on the device at every keystroke, there again after a reload. */
export class KeptForm<S extends z.ZodMiniType> {
  #typed = $state.raw<z.infer<S> | null>(null);
  #isTouched = false;
  readonly #keep: (typed: unknown) => Promise<void>;
  /** Resolves when what was typed earlier has been read. */
  readonly read: Promise<void>;

  constructor(device: Keeping, name: string, schema: S) {
    this.#keep = (typed) => device.keepForm(name, typed);
    this.read = device.readForm(name).then((kept) => {
      const parsed = schema.safeParse(kept);
      if (parsed.success && !this.#isTouched) this.#typed = parsed.data;
    });
  }

  /** Null: nothing is being written. */
  get typed(): z.infer<S> | null {
    return this.#typed;
  }

  write(typed: z.infer<S>): Promise<void> {
    this.#isTouched = true;
    this.#typed = typed;
    return this.#keep(typed);
  }

  /** Sent or given up. */
  done(): Promise<void> {
    this.#isTouched = true;
    this.#typed = null;
    return this.#keep(undefined);
  }
}
