export const themes = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themes)[number];

const KEY = 'permanence.theme';

/** Light, dark, or as the system says. */
export class Theme {
  #choice = $state<ThemeChoice>('system');

  constructor() {
    const kept = localStorage.getItem(KEY);
    this.#choice = themes.find((t) => t === kept) ?? 'system';
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  choose(choice: ThemeChoice): void {
    localStorage.setItem(KEY, choice);
    this.#choice = choice;
  }
}
