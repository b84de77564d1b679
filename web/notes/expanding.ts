import { expansionAt, type TextBlock } from '#shared/notes/text-block.ts';

type TextField = HTMLTextAreaElement | HTMLInputElement;

/** What typing can bring about; taking back, pasting and dragging never expand anything. */
const typing = ['insertText', 'insertCompositionText', 'insertLineBreak'];

/**
 * Writes texts by their short forms while somebody types. The replacement is one edit of the browser's own, so one Ctrl+Z
 * brings the short form back; nothing happens while an input method composes.
 */
export function expanding(blocks: () => readonly TextBlock[]): (field: TextField) => () => void {
  return (field) => {
    const expand = () => {
      const end = field.selectionEnd ?? 0;
      const replacement = expansionAt(field.value, end, blocks());
      if (replacement === null) return;
      const { from, to, text, caret } = replacement;
      field.setSelectionRange(from, to);
      // The one way to change a field that the browser's own undo knows.
      document.execCommand('insertText', false, text);
      // A character that ended the short form stands after the text, and the caret after it, unless the text names a place.
      const place = caret === from + text.length ? caret + (end - to) : caret;
      field.setSelectionRange(place, place);
    };
    const typed = (event: Event) => {
      if (!(event instanceof InputEvent) || event.isComposing) return;
      if (typing.includes(event.inputType)) expand();
      // The short form that comes back is marked, as it was when it was replaced: the next key would write over it.
      if (event.inputType === 'historyUndo') field.setSelectionRange(field.selectionEnd, field.selectionEnd);
    };
    // Chromium reports the last input before the composition is over; the field may be changed only afterwards.
    const composed = () => setTimeout(expand);
    field.addEventListener('input', typed);
    field.addEventListener('compositionend', composed);
    return () => {
      field.removeEventListener('input', typed);
      field.removeEventListener('compositionend', composed);
    };
  };
}
