import type { ConversationId, FileId, Transfer } from '../../core/chat';
import type { AttachmentId, MessageId } from '../../core/wire/ids';
import type { Ask, SealedFileTransport } from '../../net/contract';
import type { Work } from '../contract';
import type { FileRecord } from '../records';
import type { FileRows } from '../rows';

export type FilePorts = {
  readonly rows: FileRows;
  readonly ask: Ask;
  /** Origin of the relay; `undefined` where there is no account. */
  readonly relay: () => Promise<string | undefined>;
  readonly transport: SealedFileTransport;
  readonly now: () => number;
  readonly random: (octets: number) => Uint8Array;
  /** How far a transfer is; at most a few times a second. */
  readonly onTransfer: (file: FileId) => void;
  /** All octets are at the relay: the message can go out now. Called again by `resume`, until `confirmUpload`. */
  readonly onUploaded: (upload: {
    readonly file: FileId;
    readonly conversation: ConversationId;
    readonly message: MessageId;
    readonly attachment: AttachmentId;
    readonly expires: number;
  }) => void;
  /** What nobody waits for went wrong. */
  readonly onFailure?: (error: unknown) => void;
  /** Milliseconds between tries that fail; tests shorten them. */
  readonly pauses?: readonly number[];
};

/** Sealed files of conversations: each under a key of its own, in pieces, here and at the relay. */
export type Files = {
  /**
   * Takes out metadata unless told not to, seals, and keeps. Nothing leaves yet. Fails with `file/too-large`,
   * `file/unreadable`, `store/*`, `bus/cancelled`, `vault/locked`, and nothing is left of it; with `file/may-tell` or
   * `file/uncleaned` where what tells of its making cannot be taken out: a person decides, and it is asked for again
   * with `keepMetadata`.
   */
  seal(
    file: {
      readonly conversation: ConversationId;
      readonly message: MessageId;
      readonly name: string;
      readonly mediaType: string;
      readonly content: Blob;
      readonly keepMetadata: boolean;
    },
    work?: Work,
  ): Promise<FileRecord>;
  /**
   * Begins, or goes on where it was; anew where it went up and the relay has it no more, or hardly any more. Answers at
   * once; told by `onTransfer` and `onUploaded`.
   */
  upload(file: FileId): void;
  /** What `onUploaded` said is kept, in the message that goes out: it is not said again. */
  confirmUpload(file: FileId): Promise<void>;
  /** Begins, or goes on where it was; answers once that is kept. `file/damaged` where the sizes cannot be true. */
  download(file: FileRecord, of: { readonly conversation: ConversationId; readonly message: MessageId }): Promise<void>;
  /**
   * Stops a transfer, and nothing of it stays here. What is at the relay of an upload is deleted there as soon as the
   * relay can be asked; nobody waits for that. A file that is here, or that went out, stays.
   */
  cancel(file: FileId): Promise<void>;
  /** From this device, and an upload of mine from the relay, as `cancel` does. */
  remove(file: FileId): Promise<void>;
  transfer(file: FileRecord): Promise<Transfer>;
  /** The content, without a type. `file/not-here`, `file/damaged` (it can be loaded again then), `bus/cancelled`. */
  open(file: FileRecord, work?: Work): Promise<Blob>;
  /** The relay can be asked again: what is unfinished goes on. */
  resume(): Promise<void>;
  /** Keys are locked: transfers go on, what is being sealed or opened ends with `vault/locked`. */
  stop(): void;
};
