import type { AccountKey } from './account-key';
import type { OtrPorts } from './ports';

/** The policies of the specification, by its names. Version 3 alone is ever spoken. */
export type OtrPolicy = {
  /** Nothing is sent in clear. */
  readonly requireEncryption: boolean;
  /** What is sent in clear shows that we are willing. */
  readonly sendWhitespaceTag: boolean;
  /** A tag on a message in clear begins a private conversation. */
  readonly whitespaceStartAke: boolean;
  /** An error message is answered with a query, so that a lost session is made anew. */
  readonly errorStartAke: boolean;
};

export type ConversationOptions = {
  readonly key: AccountKey;
  readonly ports: OtrPorts;
  /**
   * Our instance tag, 0x100 or more; a new one where it is left out. Who keeps it for as long as a worker may die and
   * come back still hears what is sent to a conversation that was lost, and can answer that it was.
   */
  readonly instance?: number;
  /** What is not named stays as in `STRICT`. */
  readonly policy?: Partial<OtrPolicy>;
  /** The most characters that one text may have on this network (64 at least). Without it nothing is cut. */
  readonly fragmentLength?: number;
  /** Contents are padded to a multiple of so many octets, to hide their length: 256, or 1 for none. */
  readonly paddingBlock?: number;
  /** Said behind a query, to a person whose program knows no OTR. */
  readonly queryWords?: string;
  /** Said to the other program where its message cannot be read. */
  readonly errorWords?: string;
};

const STRICT: OtrPolicy = {
  requireEncryption: true,
  sendWhitespaceTag: false,
  whitespaceStartAke: false,
  errorStartAke: true,
};

/** The options with everything that was left out. */
export const completed = (options: ConversationOptions) => ({
  fragmentLength: Number.POSITIVE_INFINITY,
  paddingBlock: 256,
  queryWords: '',
  errorWords: 'A private message could not be read.',
  ...options,
  policy: { ...STRICT, ...options.policy },
});
