import { createContext } from 'svelte';
import { lastUserOf } from '../../accounts/last-user.ts';
import type { PortalPlace } from './place.svelte.ts';

/** Who was last signed in at the portal of this browser. */
export const portalUser = () => lastUserOf('portal', localStorage);

/** What the pages of the portal share, once somebody has signed in. */
export const [usePlace, setPlace] = createContext<PortalPlace>();
