import { bar } from '../frames-data';
import { barScene } from '../frames-drawing';
import type { Scene } from '../scene';

/** The bar in the page. */
export const SCENES: readonly Scene[] = [
  barScene('ready', bar()),
  barScene('attention', bar({ attention: 2, draftsWaiting: 1 })),
  barScene('locked', bar({ phase: 'locked', draftsWaiting: 1 })),
  barScene('absent', bar({ phase: 'absent' })),
];
