import { roundcube } from './roundcube';
import type { MailSite } from './site';

/** Every webmail that Sotto knows by name, tried in this order. `npm run new:site -- mail` adds a line here. */
export const MAIL_SITES: readonly MailSite[] = [
  roundcube,
  // new sites above this line
];
