import type { FoundContacts, FoundDoubles } from '../../ports/contacts.ts';

/** What the page asks the worker that searches: `open` first, once. */
export type ToSearch =
  | { readonly k: 'open'; readonly userId: string }
  | { readonly k: 'find'; readonly ask: number; readonly accountId: string; readonly typed: string; readonly limit: number }
  | { readonly k: 'doubles'; readonly ask: number; readonly accountId: string; readonly limit: number };

/** Answers carry the number of the question; `changed` comes by itself. */
export type FromSearch =
  | { readonly k: 'changed' }
  | { readonly k: 'found'; readonly ask: number; readonly found: Omit<FoundContacts, 'reach'> }
  | { readonly k: 'doubles'; readonly ask: number; readonly doubles: FoundDoubles }
  | { readonly k: 'failed'; readonly ask: number; readonly why: string };
