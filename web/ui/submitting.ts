import { tick } from 'svelte';

/** What a form does when it is sent; when something is to be put right first, the first field that says so gets the focus. */
export function submitting(save: () => Promise<boolean>): (event: SubmitEvent) => Promise<void> {
  return async (event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (await save()) return;
    await tick();
    form.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"] input')?.focus();
  };
}
