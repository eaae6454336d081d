import { MessageWords } from '../../../../../components/message-words';
import { isFewEmoji, messagePieces } from '../../../../core/message-text';

/** What was written, with its lines and its links; nothing in it can turn or hide what stands beside it. [req 24] */
export const MessageText = ({ text }: { readonly text: string }) => (
  <MessageWords text={text} pieces={messagePieces} large={isFewEmoji(text)} />
);
