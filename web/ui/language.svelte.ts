import { getLocale, type locales, setLocale } from '#web/paraglide/runtime.js';

export type Locale = (typeof locales)[number];

/** Each language by its own name. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', nl: 'Nederlands', ja: '日本語' };

const CHOSEN = 'permanence.language';

/** The language of the screens; changed without a reload, so that it may be changed during a call. */
export class Language {
  #current = $state<Locale>(getLocale());

  get current(): Locale {
    return this.#current;
  }

  choose(locale: Locale): void {
    localStorage.setItem(CHOSEN, locale);
    this.#show(locale);
  }

  /** The user's own language, unless another was chosen on this device. */
  suggest(locale: Locale | null): void {
    if (locale !== null && localStorage.getItem(CHOSEN) === null) this.#show(locale);
  }

  #show(locale: Locale): void {
    void setLocale(locale, { reload: false });
    this.#current = locale;
  }
}
