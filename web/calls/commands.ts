/** When a command can act; what shows the keys puts them in this order. */
export const contexts = ['call', 'note', 'desk'] as const;
export type Context = (typeof contexts)[number];

type Command = {
  /** As delivered; the first is the one that the strip shows. A chord is printed as on keys: Ctrl, Alt, Shift, then the key. */
  readonly keys: readonly string[];
  readonly context: Context;
};

/**
 * Everything that a key of the desk can do: the desk, the key sheet, the palette and the settings read this table; the names
 * are `actionWords`.
 */
export const commands = {
  answer: { keys: ['F2', 'Alt+Enter'], context: 'call' },
  hold: { keys: ['F4', 'Alt+H'], context: 'call' },
  transfer: { keys: ['F8', 'Alt+T'], context: 'call' },
  conference: { keys: ['Alt+J', 'Shift+F8'], context: 'call' },
  ask: { keys: ['Alt+Q'], context: 'call' },
  mute: { keys: ['Alt+S'], context: 'call' },
  keypad: { keys: ['Alt+K'], context: 'call' },
  hangup: { keys: ['Shift+F2', 'Alt+Shift+H'], context: 'call' },
  send: { keys: ['Ctrl+Enter'], context: 'note' },
  urgent: { keys: ['Alt+U'], context: 'note' },
  'wrong-number': { keys: ['Alt+W'], context: 'note' },
  'test-call': { keys: ['Alt+E'], context: 'note' },
  spell: { keys: ['Alt+A'], context: 'note' },
  undo: { keys: ['Alt+Z'], context: 'note' },
  tasks: { keys: ['Alt+C'], context: 'desk' },
  pause: { keys: ['Alt+P'], context: 'desk' },
  find: { keys: ['Ctrl+K', 'Alt+F'], context: 'desk' },
  settings: { keys: ['Alt+O'], context: 'desk' },
  sheet: { keys: ['F1', '?'], context: 'desk' },
} as const satisfies Readonly<Record<string, Command>>;

/** What a key of the desk can do. */
export type Action = keyof typeof commands;
export const actions = Object.keys(commands).filter((name): name is Action => name in commands);
