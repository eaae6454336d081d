import { findRoundcubeForm } from './roundcube/compose';
import { isRoundcube, roundcubeKind } from './roundcube/page';
import { findRoundcubeMail } from './roundcube/reading';
import type { MailSite } from './site';

/** Roundcube 1.5 and 1.6 with the Elastic skin; message and preview pages also with others. */
export const roundcube: MailSite = {
  id: 'roundcube',
  name: 'Roundcube',
  recognises: isRoundcube,
  kindOf: roundcubeKind,
  find: findRoundcubeMail,
  findForm: findRoundcubeForm,
  makeRoom(page, height) {
    const { body } = page;
    // The skin lays everything out in 100 % of the body; the login page is no mail.
    if (body.classList.contains('task-login') || page.querySelector('#layout') === null) return undefined;
    const before = body.style.cssText;
    body.style.setProperty('box-sizing', 'border-box', 'important');
    body.style.setProperty('padding-top', `${height}px`, 'important');
    return () => {
      body.style.cssText = before;
    };
  },
};
