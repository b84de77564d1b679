import { lastUserOf } from '../../accounts/last-user.ts';

/** Who was last signed in at the desk of this browser. */
export const deskUser = () => lastUserOf('desk', localStorage);
