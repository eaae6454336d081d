import { type Carried, type Codec, fixed, struct, uint8 } from '../core/wire/codec';
import { decode, encode } from '../core/wire/encode';
import type { Octets } from './octets';

const VERSION = 1;
const KINDS = { commit: 0, part: 1, reveal: 2, confirm: 3 } as const;

const key = fixed(32);
const retainedId = fixed(8);
const head = { version: uint8, kind: uint8 };

/** Nonce and X25519 key of one side, and which earlier secrets it has: RFC 6189, 4.3 and 5.5. */
const share = { nonce: key, ephemeral: key, retained1: retainedId, retained2: retainedId };

const commit = struct({ ...head, context: key, commitment: key });
const part = struct({ ...head, ...share });
const core = struct({ ...head, ...share });
const reveal = struct({ ...head, ...share, confirm: fixed(16) });
const confirm = struct({ ...head, confirm: fixed(16) });

type Body<C> = Omit<Carried<C>, 'version' | 'kind'>;
export type Commit = Body<typeof commit>;
export type Share = Body<typeof part>;
export type Reveal = Body<typeof reveal>;

const writing =
  <T extends { version: number; kind: number }>(codec: Codec<T>, kind: number) =>
  (value: Omit<T, 'version' | 'kind'>): Octets =>
    encode(codec, { version: VERSION, kind, ...value } as T);

/** `undefined` for what is cut, has octets left over, is of another kind or version. Fields are copies. */
const reading =
  <T extends { version: number; kind: number }>(codec: Codec<T>, kind: number) =>
  (octets: Uint8Array): T | undefined => {
    try {
      const value = decode(codec, octets.slice());
      return value.version === VERSION && value.kind === kind ? value : undefined;
    } catch {
      return undefined;
    }
  };

export const writeCommit = writing(commit, KINDS.commit);
export const writePart = writing(part, KINDS.part);
/** What of a reveal goes into the transcript: all but its MAC. */
export const writeRevealCore = writing(core, KINDS.reveal);
export const writeReveal = writing(reveal, KINDS.reveal);
export const writeConfirm = writing(confirm, KINDS.confirm);

export const readCommit = reading(commit, KINDS.commit);
export const readPart = reading(part, KINDS.part);
export const readReveal = reading(reveal, KINDS.reveal);
export const readConfirm = reading(confirm, KINDS.confirm);
