import type { ConversationStatus } from '../../../core/chat';
import { sentenceFor } from '../../../core/errors';
import { hasWebRtc } from './web-rtc';

/** Why one cannot be called now, in a sentence; `undefined` where they can. */
export function refusalOf({ channel }: Pick<ConversationStatus, 'channel'>): string | undefined {
  if (!hasWebRtc()) return sentenceFor('call/no-webrtc');
  return channel === 'open' ? undefined : sentenceFor('call/not-open');
}
