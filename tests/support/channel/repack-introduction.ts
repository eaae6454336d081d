import { agree, decapsulate, encapsulate, makeAgreementKey, openWith, sealWith } from '../../../lib/channel/crypto';
import { storedDevice } from '../../../lib/channel/device';
import {
  deriveIntroductionKey,
  hashIntroduction,
  readIntroduction,
  readPadded,
  type SignedIntroduction,
  writeHead,
  writeIntroduction,
  writePadded,
} from '../../../lib/channel/introduction-format';
import { LABELS, labelled } from '../../../lib/channel/labels';
import { bundle as bundleFormat, signedPrekeys } from '../../../lib/channel/prekeys';
import { statement } from '../../../lib/channel/statement';
import { decode } from '../../../lib/core/wire/encode';
import type { Party } from './world';

const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('something was expected');
  return value;
};

/** What its reader finds in an introduction. */
export function unpack(reader: Party, payload: Uint8Array): SignedIntroduction {
  const own = storedDevice.read(reader.state.device);
  const outer = readIntroduction(payload);
  if (typeof outer === 'string') throw new Error(outer);
  const { head, headOctets, sealed } = outer;
  const generation = present(own.generations.find(({ id }) => id === head.prekeys));
  const octets = { statement: generation.statement.statement, prekeys: generation.body };
  const key = deriveIntroductionKey(hashIntroduction(headOctets, octets), {
    dh2: present(agree(own.agreement, head.ephemeral)),
    dh3: present(agree(generation.agreement, head.ephemeral)),
    kem: decapsulate(generation.kemSeed, head.kem),
  });
  return present(readPadded(present(openWith(key, head.nonce, headOctets, sealed))));
}

/** The same words sealed to whoever the bundle is of; under the old signature, or under one that `sign` makes. */
export function pack(
  { introduction, signature }: SignedIntroduction,
  bundle: Uint8Array,
  random: (octets: number) => Uint8Array,
  sign?: (octets: Uint8Array) => Uint8Array,
  pad: (padded: Uint8Array) => Uint8Array = (padded) => padded,
): Uint8Array {
  const outer = decode(bundleFormat, bundle);
  const to = decode(statement, outer.statement.statement);
  const prekeys = decode(signedPrekeys, outer.prekeys.body);
  const ephemeral = makeAgreementKey(random);
  const kem = present(encapsulate(prekeys.kem, random));
  const nonce = random(12);
  const head = writeHead({
    version: 1,
    responder: to.device,
    prekeys: prekeys.id,
    ephemeral: ephemeral.public,
    kem: kem.sealed,
    nonce,
  });
  const octets = { statement: outer.statement.statement, prekeys: outer.prekeys.body };
  const transcript = hashIntroduction(head, octets);
  const key = deriveIntroductionKey(transcript, {
    dh2: present(agree(ephemeral.secret, to.agreement)),
    dh3: present(agree(ephemeral.secret, prekeys.agreement)),
    kem: kem.secret,
  });
  const signed = sign?.(labelled(LABELS.introductionSigned, transcript, introduction)) ?? signature;
  return writeIntroduction(head, sealWith(key, nonce, head, pad(writePadded({ introduction, signature: signed }))));
}
