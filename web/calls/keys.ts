import { type Action, actions, commands } from './commands.ts';

/** A chord as it is printed on keys: modifiers in the order Ctrl, Alt, Shift, then the key. */
export type Chord = string;
export type Keymap = Readonly<Record<Action, readonly Chord[]>>;

/** The keys as delivered; the first chord of each action is the one that the strip shows. */
export const standardKeymap: Keymap = keymapOf({});

/** An operator's keys: his own chords where he has any, the standard ones for the rest. */
export function keymapOf(own: Readonly<Record<string, readonly Chord[]>>): Keymap {
  const keymap: Partial<Record<Action, readonly Chord[]>> = {};
  for (const action of actions) keymap[action] = own[action] ?? commands[action].keys;
  return keymap as Record<Action, readonly Chord[]>; // every action is there
}

/** What is read of a keyboard event. */
export type KeyPress = {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
};

/** The chord of a key press; null while an input method composes or for a modifier alone. */
export function chordOf(press: KeyPress): Chord | null {
  if (press.isComposing || press.key === 'Process' || press.key === 'Dead') return null;
  if (['Alt', 'Control', 'Shift', 'Meta', 'AltGraph'].includes(press.key)) return null;
  if (press.key === '?') return '?';
  const control = press.ctrlKey || press.metaKey;
  return [control && 'Ctrl', press.altKey && 'Alt', press.shiftKey && 'Shift', keyName(press)].filter(Boolean).join('+');
}

/** The action of a key press; a character alone acts outside text fields only. */
export function actionOf(press: KeyPress, keymap: Keymap, inText: boolean): Action | null {
  const chord = chordOf(press);
  if (chord === null || (inText && chord.length === 1)) return null;
  return actions.find((action) => keymap[action].includes(chord)) ?? null;
}

/** Why a chord is not given to an action. */
export type Refusal =
  /** The browser or the system acts on it before the page, or would lose the page. */
  | { readonly kind: 'browser' }
  /** It writes or edits text, or moves through the page. */
  | { readonly kind: 'editing' }
  | { readonly kind: 'taken'; readonly by: Action };

/** Why the action cannot have this chord; null: it can. */
export function chordRefusal(chord: Chord, action: Action, keymap: Keymap): Refusal | null {
  if (ofBrowser.test(chord)) return { kind: 'browser' };
  if (ofEditing.test(chord)) return { kind: 'editing' };
  const by = actions.find((other) => other !== action && keymap[other].includes(chord));
  return by === undefined ? null : { kind: 'taken', by };
}

/** A chord as `aria-keyshortcuts` wants it. */
export const ariaChord = (chord: Chord): string => chord.replace('Ctrl', 'Control');

/** Windows and tabs opened, closed and changed, reload, history, address, zoom, print, full screen, the system's own. */
const ofBrowser =
  /^(Ctrl\+(Shift\+)?[NTWQRLPSDHJU\d]|Ctrl\+Shift\+[IJKCM]|Ctrl\+(Shift\+)?(Tab|PageUp|PageDown|F4|F5|[-+=0])|F5|F11|F12|Shift\+F5|Alt\+(F4|Tab|Space|D|Home|Arrow(Left|Right))|Alt\+Shift\+Tab|Ctrl\+Alt\+(Delete|Tab))$/;

/** Copy, paste, undo and the like; keys of text and of moving; AltGr, which is Ctrl+Alt, writes characters. */
const ofEditing =
  /^(Ctrl\+(Shift\+)?[ACVXZYBI]|(Ctrl\+)?(Shift\+)?(Arrow\w+|Home|End|PageUp|PageDown|Backspace|Delete|Insert|Tab|Escape|Space)|(Shift\+)?Enter|Shift\+.|Ctrl\+Alt\+.|\d|-)$/u;

/** Alt changes what letters print on some keyboards; then the position of the key decides. */
function keyName(press: KeyPress): string {
  if (press.key === ' ') return 'Space';
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase();
  const letter = press.altKey ? /^Key([A-Z])$/.exec(press.code) : null;
  return letter?.[1] ?? press.key;
}
