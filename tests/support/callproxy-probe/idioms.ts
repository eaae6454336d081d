import type { Idioms } from './idioms/idiom';
import { NEGOTIATION } from './idioms/negotiation';
import { PAGE_CODE } from './idioms/page-code';
import { TRACKS } from './idioms/tracks';

/** How people write pages with calls. */
export const IDIOMS: Idioms = { ...NEGOTIATION, ...TRACKS, ...PAGE_CODE };
