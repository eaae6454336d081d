import { toErrorCode } from '../../core/errors';
import type { FramePorts } from './ports';

const AGAIN_MS = 50;
const ATTEMPTS = 40;

/** The page mounts us while it offers the ticket: where a background that just woke is slower, it is asked again. */
export async function whenOffered<T>(ask: () => Promise<T>, later: FramePorts['later']): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (toErrorCode(error) !== 'ticket/unknown' || attempt === ATTEMPTS) throw error;
      await new Promise<void>((resolve) => later(resolve, AGAIN_MS));
    }
  }
}
