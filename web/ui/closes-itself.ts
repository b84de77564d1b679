import type { Attachment } from 'svelte/attachments';

/** For a menu of `<details>`: it closes when something in it is chosen, by Escape, and when one turns to something else. */
export const closesItself: Attachment<HTMLDetailsElement> = (menu) => {
  const close = () => {
    menu.open = false;
  };
  const closeIfLeft = (to: EventTarget | null) => {
    if (to instanceof Node && !menu.contains(to)) close();
  };
  const onPointerDown = (event: PointerEvent) => closeIfLeft(event.target);
  menu.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('button:not([aria-disabled=true])') !== null) close();
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => closeIfLeft(relatedTarget));
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    event.stopPropagation();
    close();
    menu.querySelector('summary')?.focus();
  });
  document.addEventListener('pointerdown', onPointerDown);
  return () => document.removeEventListener('pointerdown', onPointerDown);
};
