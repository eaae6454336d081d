import type { SealedStatus, SignatureStatus } from '../../../../lib/core/reading';
import type { Cast, Player } from '../../../support/interop/mail/cast';
import type { Correspondent } from '../../../support/interop/mail/correspondent';

export type Expected = {
  readonly sealed: SealedStatus;
  readonly signature: SignatureStatus;
  /** Empty lines at its end count for nothing. */
  readonly text?: string;
  readonly html?: RegExp;
  /** The protected one; absent where nothing protects it. */
  readonly subject?: string;
  /** Name and content. */
  readonly files?: ReadonlyArray<readonly [string, Uint8Array | string]>;
  readonly outside?: RegExp;
};

/** One mail of one program in one shape, and what a reader must make of it. */
export type Row = {
  /** The program whose shape this is. */
  readonly shape: string;
  readonly what: string;
  readonly by: Player;
  readonly expected: Expected;
  make(from: Correspondent, cast: Cast): Promise<Uint8Array>;
};

export const WORDS = 'Grüße aus Köln, naïve ✓\n\nZweiter Absatz = 100 %.';
export const SUBJECT = 'Vertraulich: Angebot für März';
/** Every octet, so that no text conversion goes unseen. */
export const OCTETS = Uint8Array.from({ length: 1_024 }, (_, index) => (index * 7) & 255);
export const SUBJECT_FIELD = 'Subject: =?UTF-8?Q?Vertraulich=3A_Angebot_f=C3=BCr_M=C3=A4rz?=';

export const SIGNED: Expected = { sealed: 'not-sealed', signature: 'verified', text: WORDS };
export const SEALED: Expected = { sealed: 'sealed', signature: 'verified', text: WORDS };
export const UNSIGNED: Expected = { sealed: 'sealed', signature: 'none', text: WORDS };
