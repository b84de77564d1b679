/** What a key of the desk can do. */
export type Action =
  | 'answer'
  | 'hangup'
  | 'hold'
  | 'transfer'
  | 'ask'
  | 'mute'
  | 'keypad'
  | 'urgent'
  | 'wrong-number'
  | 'test-call'
  | 'send'
  | 'undo'
  | 'tasks'
  | 'pause'
  | 'find'
  | 'sheet';

/** A chord as it is printed on keys: modifiers in the order Ctrl, Alt, Shift, then the key. */
export type Chord = string;
export type Keymap = Readonly<Record<Action, readonly Chord[]>>;

/** The keys as delivered; the first chord of each action is the one that the strip shows. */
export const standardKeymap: Keymap = {
  answer: ['F2', 'Alt+Enter'],
  hangup: ['Shift+F2', 'Alt+Shift+H'],
  hold: ['F4', 'Alt+H'],
  transfer: ['F8', 'Alt+T'],
  ask: ['Alt+Q'],
  mute: ['Alt+S'],
  keypad: ['Alt+K'],
  urgent: ['Alt+U'],
  'wrong-number': ['Alt+W'],
  'test-call': ['Alt+E'],
  send: ['Ctrl+Enter'],
  undo: ['Alt+Z'],
  tasks: ['Alt+C'],
  pause: ['Alt+P'],
  find: ['Ctrl+K', 'Alt+F'],
  sheet: ['F1', '?'],
};

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
function chordOf(press: KeyPress): Chord | null {
  if (press.isComposing || press.key === 'Process' || press.key === 'Dead') return null;
  if (['Alt', 'Control', 'Shift', 'Meta', 'AltGraph'].includes(press.key)) return null;
  if (press.key === '?') return '?';
  const control = press.ctrlKey || press.metaKey;
  return [control && 'Ctrl', press.altKey && 'Alt', press.shiftKey && 'Shift', keyName(press)].filter(Boolean).join('+');
}

/** The action of a key press; `?` acts outside text fields only. */
export function actionOf(press: KeyPress, keymap: Keymap, inText: boolean): Action | null {
  const chord = chordOf(press);
  if (chord === null || (inText && chord.length === 1)) return null;
  return actions(keymap).find((action) => keymap[action].includes(chord)) ?? null;
}

/** A chord as `aria-keyshortcuts` wants it. */
export const ariaChord = (chord: Chord): string => chord.replace('Ctrl', 'Control');

const actions = (keymap: Keymap): Action[] => Object.keys(keymap).filter((name): name is Action => name in standardKeymap);

/** Alt changes what letters print on some keyboards; then the position of the key decides. */
function keyName(press: KeyPress): string {
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase();
  const letter = press.altKey ? /^Key([A-Z])$/.exec(press.code) : null;
  return letter?.[1] ?? press.key;
}
