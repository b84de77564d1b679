import { m } from '#web/paraglide/messages.js';

type Page = {
  readonly href: string;
  readonly word: () => string;
  /** For those of the office alone. */
  readonly office?: true;
};

/** What stands behind the last tab, by what it is about. */
export const accountParts: readonly { readonly title: () => string; readonly pages: readonly Page[] }[] = [
  {
    title: m.portal_part_answering,
    pages: [
      { href: '/portal/first-words', word: m.own_title_first_words },
      { href: '/portal/hours', word: m.own_title_hours },
      { href: '/portal/greeting', word: m.greeting_link },
      { href: '/portal/forwarding', word: m.forwarding_link },
    ],
  },
  {
    title: m.portal_part_callers,
    pages: [
      { href: '/portal/directory', word: m.directory_title },
      { href: '/portal/callers', word: m.cards_title },
    ],
  },
  {
    title: m.portal_part_contract,
    pages: [
      { href: '/portal/usage', word: m.client_usage, office: true },
      { href: '/portal/data-kept', word: m.data_kept_title },
      { href: '/portal/person-data', word: m.data_person_title },
      { href: '/portal/webhooks', word: m.webhook_title, office: true },
    ],
  },
  {
    title: m.portal_part_access,
    pages: [
      { href: '/portal/pin', word: m.hotline_pin_title },
      { href: '/portal/devices', word: m.devices_title },
    ],
  },
];

/** The tabs, each with the pages that are reached through it. */
export const tabs: readonly (Page & { readonly within: readonly string[] })[] = [
  { href: '/portal', word: m.own_tab_notes, within: [] },
  { href: '/portal/calls', word: m.client_calls, within: [] },
  { href: '/portal/instructions', word: m.own_tab_instructions, within: [] },
  { href: '/portal/roster', word: m.own_tab_roster, within: ['/portal/team', '/portal/delivery'] },
  {
    href: '/portal/account',
    word: m.portal_tab_account,
    within: accountParts.flatMap(({ pages }) => pages.map(({ href }) => href)),
  },
];
