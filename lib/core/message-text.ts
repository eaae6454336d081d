import { neutraliseText } from './display-text';
import { linkify, type TextPiece } from './linkify';

/** What the app's chat and our frames in other people's pages do alike with the words of a chat message. */

/** Empty lines around a message are nobody's meaning; the beginning of a line may be. */
export const tidied = (text: string): string => text.replace(/^(?:\s*\n)+/, '').trimEnd();

const NUMBER = new Intl.NumberFormat();

/** `Room for 120 more`, `7 too many`. */
export const roomWords = (left: number): string =>
  left >= 0 ? `Room for ${NUMBER.format(left)} more` : `${NUMBER.format(-left)} too many`;

const FEW_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** Up to three emoji and nothing else: drawn large. */
export const isFewEmoji = (text: string): boolean => text.length < 40 && FEW_EMOJI.test(text.trim());

/** Its pieces as they may be drawn: nothing in them can turn or hide what stands beside them. [req 24] */
export const messagePieces = (text: string): readonly TextPiece[] => linkify(neutraliseText(text));
