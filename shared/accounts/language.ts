import * as z from 'zod/mini';

/** In which callers are spoken to and users read. */
export const languages = ['fr', 'nl', 'ja', 'en'] as const;
export const languageSchema = z.enum(languages);
