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
    const layout = page.querySelector<HTMLElement>('#layout');
    if (layout === null) return undefined;
    const before = layout.style.cssText;
    layout.style.setProperty('top', `${height}px`, 'important');
    layout.style.setProperty('height', `calc(100% - ${height}px)`, 'important');
    return () => {
      layout.style.cssText = before;
    };
  },
};
