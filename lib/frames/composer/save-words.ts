import type { SendProgress } from '../../bus/views';
import { clockWords } from '../../core/amounts';
import type { SaveState } from '../../core/autosave';
import { sentenceFor } from '../../core/errors';

/** What the composer says of the draft: `Draft kept 10:31`. */
export function saveWords(state: SaveState): string {
  switch (state.step) {
    case 'untouched':
      return '';
    case 'waiting':
    case 'saving':
      return 'Keeping draft';
    case 'kept':
      return `Draft kept ${clockWords(state.at)}`;
    case 'failed':
      return `Draft not kept yet. ${sentenceFor(state.code)}`;
  }
}

/** What is being done while a message goes out. */
export function progressWords({ step, fraction }: SendProgress): string {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  switch (step) {
    case 'sealing':
      return percent > 0 ? `Sealing, ${percent} %` : 'Sealing';
    case 'placing':
      return 'Placing the sealed message in the page';
    case 'sending':
      return 'The webmail is sending';
  }
}
