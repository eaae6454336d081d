import { findShared, type Retained, type RetainedIds, type Role } from './retained';
import { deriveSasKeys, type SasKeys } from './sas-keys';

/** `new`: nothing was kept here; `lost`: something was, and the other device does not know it. */
export type Continuity = 'new' | 'continued' | 'lost';

/** What a finished exchange gives. */
export type Line = {
  /** 32 bits, the same on both screens: see `charactersOf` and `wordsOf`. */
  readonly sas: Uint8Array;
  readonly continuity: Continuity;
  /** It continues a line on which two people have compared the words. */
  readonly verified: boolean;
  /** Seal what I announce to this device with the first, open what it announces with the second. */
  readonly boxes: { readonly mine: Uint8Array; readonly theirs: Uint8Array };
  /** What to keep, by what the people said of the words; `undefined`: nothing is to be kept that was not before. */
  remember(words: 'not compared' | 'same' | 'different'): Retained | undefined;
};

export type Exchange = {
  readonly role: Role;
  readonly before: Retained | undefined;
  readonly transcript: Uint8Array;
  /** Nonces that the ids of the other side are bound to. */
  readonly nonces: readonly Uint8Array[];
  readonly theirs: RetainedIds;
  readonly dh: Uint8Array;
};

export type Derived = { readonly keys: SasKeys; readonly shared: Uint8Array | undefined };

export function deriveLine({ role, before, transcript, nonces, theirs, dh }: Exchange): Derived {
  const shared = findShared(before, role, nonces, theirs);
  return { keys: deriveSasKeys(transcript, { dh, retained: shared }), shared };
}

export function lineOf(role: Role, before: Retained | undefined, { keys, shared }: Derived): Line {
  const continuity: Continuity = shared ? 'continued' : before ? 'lost' : 'new';
  const verified = continuity === 'continued' && before?.verified === true;
  const { initiatorBox, responderBox, retained } = keys;
  return {
    sas: keys.sas,
    continuity,
    verified,
    boxes:
      role === 'initiator'
        ? { mine: initiatorBox, theirs: responderBox }
        : { mine: responderBox, theirs: initiatorBox },
    remember(words) {
      // RFC 6189, 4.6.1.1: what is lost may be an attack, and replaces nothing until the words are compared.
      if (words === 'different' || (continuity === 'lost' && words !== 'same')) return before;
      return { rs1: retained.slice(), rs2: shared?.slice(), verified: verified || words === 'same' };
    },
  };
}
