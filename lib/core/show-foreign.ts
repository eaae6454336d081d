import { neutralise } from './display-text';
import { nameDomains } from './domains';

/** What somebody else wrote, as it may be shown: one line, nothing unseen, no look-alike domain unnamed. [req 24] */
export const showForeign = (text: string, length?: number): string => nameDomains(neutralise(text, length));
