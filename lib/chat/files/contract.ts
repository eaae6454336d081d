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
  /** All octets are at the relay: the message can go out now. Called again after a restart, until `uploaded` is kept. */
  readonly onUploaded: (upload: {
    readonly file: FileId;
    readonly conversation: ConversationId;
    readonly message: MessageId;
    readonly attachment: AttachmentId;
    readonly expires: number;
  }) => void;
};

/** Sealed files of conversations: each under a key of its own, in pieces, here and at the relay. */
export type Files = {
  /** Takes out metadata unless told not to, seals, and keeps. Nothing leaves yet. `file/*`, `store/full`, `bus/cancelled`. */
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
  /** Begins, or goes on where it was. Answers at once; told by `onTransfer` and `onUploaded`. */
  upload(file: FileId): void;
  download(file: FileRecord, of: { readonly conversation: ConversationId; readonly message: MessageId }): Promise<void>;
  /** Stops a transfer; at the relay, what is there of an upload is deleted if the relay can be asked. */
  cancel(file: FileId): Promise<void>;
  /** From this device, and an upload of mine from the relay where possible. */
  remove(file: FileId): Promise<void>;
  transfer(file: FileRecord): Promise<Transfer>;
  open(file: FileRecord, work?: Work): Promise<Blob>;
  /** The relay can be asked again: what is unfinished goes on. */
  resume(): Promise<void>;
  /** Keys are locked or the background ends: transfers go on, nothing readable stays in memory. */
  stop(): void;
};
