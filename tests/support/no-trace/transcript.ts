import type { Frame } from '../../../lib/chat/no-trace/frames';
import { fromArmor } from '../../../lib/otr/armor';
import { decodeMessage } from '../../../lib/otr/messages';
import { type DataMessage, readData } from '../otr/transcript';

/** The data messages of OTR in these frames, as their receiver could write them down. */
export const dataMessagesIn = (frames: readonly Frame[]): readonly DataMessage[] =>
  frames.flatMap((frame) => {
    const isEncoded = frame.kind === 'otr' && frame.text.startsWith('?OTR:');
    if (!isEncoded || decodeMessage(fromArmor(frame.text)).kind !== 'data') return [];
    return [readData(frame.text)];
  });
