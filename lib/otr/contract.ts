import type { OtrEvent, OtrPeer, OtrState } from './events';

/** What is to be done, in this order. */
export type Answer = Promise<readonly OtrEvent[]>;

/**
 * One conversation with one contact, in memory only: it is made of functions, and nothing of it can be stored. Calls
 * are done one after another; each answers what is to be done. None throws for what came from the network or was typed.
 */
export type Conversation = {
  /** Our instance tag. */
  readonly instance: number;
  /** `exchanging`: a key exchange is under way. */
  view(): { readonly state: OtrState; readonly peer?: OtrPeer; readonly exchanging: boolean };
  /** Asks the other side for a private conversation, or for new keys where it is private. */
  start(): Answer;
  /** One text as the network gave it. */
  receive(text: string): Answer;
  send(text: string): Answer;
  /** Compares a secret without giving it away. The other person hears `asked`, with the question if there is one. */
  startSmp(secret: string, question?: string): Answer;
  answerSmp(secret: string): Answer;
  abortSmp(): Answer;
  /** `use`: 32 bits that both programs know; `details`: theirs to understand. */
  announceExtraKey(use: number, details: Uint8Array): Answer;
  /** Ends it on both sides and forgets every key of it. The account key stays with its owner. */
  end(): Answer;
};
