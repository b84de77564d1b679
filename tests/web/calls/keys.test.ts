import { describe, expect, test } from 'vitest';
import { actions } from '../../../web/calls/commands.ts';
import { actionOf, chordRefusal, type KeyPress, keymapOf, standardKeymap } from '../../../web/calls/keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

describe('the keys of the desk', () => {
  test.each([
    ['F2', press('F2'), 'answer'],
    ['Alt+Enter', press('Enter', { altKey: true }), 'answer'],
    ['Shift+F2', press('F2', { shiftKey: true }), 'hangup'],
    ['Alt+Shift+H', press('H', { altKey: true, shiftKey: true }), 'hangup'],
    ['F4', press('F4'), 'hold'],
    ['Alt+H', press('h', { altKey: true }), 'hold'],
    ['Alt+S', press('s', { altKey: true }), 'mute'],
    ['Alt+U', press('u', { altKey: true }), 'urgent'],
    ['Alt+W', press('w', { altKey: true }), 'wrong-number'],
    ['Alt+E', press('e', { altKey: true }), 'test-call'],
    ['Ctrl+Enter', press('Enter', { ctrlKey: true }), 'send'],
    ['Alt+P', press('p', { altKey: true }), 'pause'],
    ['F1', press('F1'), 'sheet'],
  ])('%s acts also while somebody types', (_, event, action) => {
    expect(actionOf(event, standardKeymap, true)).toBe(action);
  });

  test('where Alt prints another letter the position of the key decides', () => {
    expect(actionOf(press('∂', { altKey: true, code: 'KeyU' }), standardKeymap, true)).toBe('urgent');
  });

  test('the question mark opens the key sheet outside text only', () => {
    expect(actionOf(press('?', { shiftKey: true }), standardKeymap, false)).toBe('sheet');
    expect(actionOf(press('?', { shiftKey: true }), standardKeymap, true)).toBeNull();
  });

  test('no key acts while an input method composes', () => {
    expect(actionOf(press('Enter', { ctrlKey: true, isComposing: true }), standardKeymap, true)).toBeNull();
    expect(actionOf(press('Process', { altKey: true }), standardKeymap, true)).toBeNull();
  });

  test('letters and modifiers alone do nothing', () => {
    expect(actionOf(press('u'), standardKeymap, false)).toBeNull();
    expect(actionOf(press('Shift', { shiftKey: true }), standardKeymap, false)).toBeNull();
  });

  test('a remapped key acts, the old one no longer', () => {
    const remapped = keymapOf({ hold: ['F6'], 'a command of a later version': ['F7'] });
    expect(actionOf(press('F6'), remapped, true)).toBe('hold');
    expect(actionOf(press('F4'), remapped, true)).toBeNull();
  });

  test('no two commands share a key as delivered, and each could be given to its command', () => {
    const chords = Object.values(standardKeymap).flat();
    expect(new Set(chords).size).toBe(chords.length);
    for (const action of actions) {
      for (const chord of standardKeymap[action])
        expect([chord, chordRefusal(chord, action, standardKeymap)]).toEqual([chord, null]);
    }
  });

  test.each([
    ['Ctrl+W', 'browser'],
    ['Ctrl+Shift+T', 'browser'],
    ['Ctrl+Tab', 'browser'],
    ['Ctrl+1', 'browser'],
    ['Alt+F4', 'browser'],
    ['F5', 'browser'],
    ['F11', 'browser'],
    ['Ctrl+C', 'editing'],
    ['Ctrl+Z', 'editing'],
    ['Shift+A', 'editing'],
    ['Ctrl+Alt+E', 'editing'],
    ['Enter', 'editing'],
    ['Tab', 'editing'],
    ['1', 'editing'],
    ['-', 'editing'],
  ])('%s is given to no command: %s', (chord, kind) => {
    expect(chordRefusal(chord, 'hold', standardKeymap)).toEqual({ kind });
  });

  test('a key that another command has is named with it', () => {
    expect(chordRefusal('F8', 'hold', standardKeymap)).toEqual({ kind: 'taken', by: 'transfer' });
    expect(chordRefusal('F8', 'hold', keymapOf({ transfer: ['F9'] }))).toBeNull();
    expect(chordRefusal('F4', 'hold', standardKeymap)).toBeNull();
  });
});
