import type { Page } from '@playwright/test';

const fieldNames = ['for-whom', 'from-whom', 'number', 'matter'] as const;
export type Fields = Readonly<Record<(typeof fieldNames)[number], string>>;

/** A note in the operator's list, with its state there. */
export type Listed = { readonly id: string; readonly state: string };

export type Shown = {
  /** What stands in the note form; null: there is none. */
  readonly typed: Fields | null;
  /** The same as it stood when the form last said that all of it is kept. */
  readonly saved: Fields | null;
  readonly notes: readonly Listed[];
};

/** Follows what the page shows; what it showed last is known also when it is dead. */
export async function followShown(page: Page): Promise<() => Shown> {
  let latest: Shown = { typed: null, saved: null, notes: [] };
  await page.exposeFunction('tellShown', (shown: Shown) => {
    latest = shown;
  });
  await page.evaluate((names) => {
    let saved: Shown['saved'] = null;
    const look = () => {
      const form = document.querySelector('form.note');
      const value = (name: string) => form?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`)?.value ?? '';
      const fields = Object.fromEntries(names.map((name) => [name, value(name)])) as Fields;
      const typed = form === null ? null : fields;
      if (typed === null || form?.querySelector('[data-kept=kept]')) saved = typed;
      const notes = [...document.querySelectorAll<HTMLElement>('li[data-note]')].map(({ dataset }) => ({
        id: dataset.note ?? '',
        state: dataset.noteState ?? '',
      }));
      void Reflect.get(window, 'tellShown')({ typed, saved, notes });
    };
    const attributeFilter = ['data-kept', 'data-note', 'data-note-state'];
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter });
    look();
  }, fieldNames);
  return () => latest;
}

/** What stands in the form now. */
export async function fieldsOf(page: Page): Promise<Fields> {
  const values = fieldNames.map(async (name) => [name, await page.inputValue(`form.note [name=${name}]`)] as const);
  return Object.fromEntries(await Promise.all(values)) as Fields;
}
