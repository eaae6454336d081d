import type { ConversationId } from '../../core/chat';
import type { Files } from '../files/contract';
import type { Meeting, Outbox, Parts } from '../seams';

/** What talking is made of. */
export type TalkingParts = Omit<Parts, 'files'> & {
  readonly outbox: Outbox;
  readonly meeting: Pick<Meeting, 'admit' | 'renew' | 'status'>;
  readonly files: Pick<
    Files,
    'seal' | 'upload' | 'confirmUpload' | 'download' | 'cancel' | 'remove' | 'transfer' | 'open'
  >;
  /** Octets of a conversation without trace. */
  readonly onNoTrace: (conversation: ConversationId, octets: Uint8Array) => void;
};
