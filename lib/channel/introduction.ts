import type { Fingerprint } from '../core/brand';
import { encode } from '../core/wire/encode';
import { type DeviceId, type MessageId, toHex, type UserId } from '../core/wire/ids';
import { agree, decapsulate, encapsulate, makeAgreementKey, openWith, sealWith, signWith, wipe } from './crypto';
import { type Device, type Generation, statementOf, storedDevice } from './device';
import {
  deriveIntroductionKey,
  hashIntroduction,
  INTRODUCTION_VERSION,
  introduction,
  type ReadIntroduction,
  readIntroduction,
  writeHead,
  writeIntroduction,
  writePadded,
} from './introduction-format';
import { LABELS, labelled } from './labels';
import { CHANNEL_LIMITS } from './limits';
import type { CertificatePort, IntroducerPort, StepPorts } from './ports';
import { type BundleProblem, type CheckedBundle, type ClaimedBundle, checkBundle, checkClaimedBundle } from './prekeys';
import { type OpenedIntroduction, proveIntroduction, refused } from './prove-introduction';
import type { SignedStatement, Statement } from './statement';

export type SealedIntroduction =
  | {
      readonly kind: 'sealed';
      readonly id: MessageId;
      readonly payload: Uint8Array<ArrayBuffer>;
      /** Whom it is sealed for, as the bundle says: proven only where `accepts` was given. */
      readonly to: Statement;
      readonly signed: SignedStatement;
    }
  | { readonly kind: 'refused'; readonly reason: BundleProblem | 'own-expired' | 'weak-key' | 'too-large' };

export type IntroductionInput = {
  /** Mine, as it is stored. */
  readonly device: Uint8Array;
  /** Whom I asked the relay for, and which of their devices it named. */
  readonly to: { readonly user: UserId; readonly device: DeviceId };
  /** As the relay handed it over. */
  readonly bundle: Uint8Array;
  readonly content: {
    readonly intent: 'offer' | 'end';
    /** Mine, that my device is bound to: binary, public, at most 48,000 octets. */
    readonly certificate: Uint8Array;
    /**
     * The certificate of theirs that I have accepted. Given, the bundle must be of a device of that certificate, and is
     * refused else; not given, whoever handed the bundle over may be the one who reads the introduction.
     */
    readonly accepts: Fingerprint | undefined;
  };
};

/** Shows my certificate to one device, through a relay that cannot read it. Fails with what the port fails with. */
export async function sealIntroduction(
  { device, to, bundle, content }: IntroductionInput,
  ports: StepPorts & { readonly certificate: Pick<CertificatePort, 'verify'> },
): Promise<SealedIntroduction> {
  const own = storedDevice.read(device);
  const now = ports.now();
  if (now > statementOf(own).validUntil) return { kind: 'refused', reason: 'own-expired' };
  if (content.certificate.length > CHANNEL_LIMITS.certificateOctets) return { kind: 'refused', reason: 'too-large' };
  const checked =
    content.accepts === undefined
      ? checkClaimedBundle(bundle, to.user, now)
      : await checkBundle(
          { bundle, oneTime: undefined },
          { user: to.user, certificate: content.accepts },
          now,
          ports.certificate,
        );
  if (checked.kind === 'refused') return checked;
  if (checked.statement.device !== to.device) return { kind: 'refused', reason: 'foreign' };
  return sealFor(own, checked, content, ports);
}

function sealFor(
  own: Device,
  to: CheckedBundle | ClaimedBundle,
  { intent, certificate, accepts }: IntroductionInput['content'],
  ports: StepPorts,
): SealedIntroduction {
  const ephemeral = makeAgreementKey(ports.random);
  const dh2 = agree(ephemeral.secret, to.statement.agreement);
  const dh3 = agree(ephemeral.secret, to.prekeys.agreement);
  wipe(ephemeral.secret);
  const kem = encapsulate(to.prekeys.kem, ports.random);
  if (!dh2 || !dh3 || !kem) {
    wipe(dh2, dh3, kem?.secret);
    return { kind: 'refused', reason: 'weak-key' };
  }
  const nonce = ports.random(12);
  const head = writeHead({
    version: INTRODUCTION_VERSION,
    responder: to.statement.device,
    prekeys: to.prekeys.id,
    ephemeral: ephemeral.public,
    kem: kem.sealed,
    nonce,
  });
  const transcript = hashIntroduction(head, { statement: to.statementOctets, prekeys: to.prekeysOctets });
  const id = toHex(ports.random(16)) as MessageId;
  const words = encode(introduction, {
    version: INTRODUCTION_VERSION,
    id,
    kind: intent,
    issued: ports.now(),
    statement: own.statement,
    certificate,
    accepts,
  });
  const signature = signWith(own.identity, labelled(LABELS.introductionSigned, transcript, words));
  const padded = writePadded({ introduction: words, signature });
  const key = deriveIntroductionKey(transcript, { dh2, dh3, kem: kem.secret });
  const payload = writeIntroduction(head, sealWith(key, nonce, head, padded));
  wipe(key, padded, words);
  return { kind: 'sealed', id, payload, to: to.statement, signed: to.signed };
}

/** The padded content, opened with the secrets of this generation. */
function openSealed(own: Device, generation: Generation, { head, headOctets, sealed }: ReadIntroduction) {
  const dh2 = agree(own.agreement, head.ephemeral);
  const dh3 = agree(generation.agreement, head.ephemeral);
  if (!dh2 || !dh3) {
    wipe(dh2, dh3);
    return 'weak-key';
  }
  const octets = { statement: generation.statement.statement, prekeys: generation.body };
  const transcript = hashIntroduction(headOctets, octets);
  const key = deriveIntroductionKey(transcript, { dh2, dh3, kem: decapsulate(generation.kemSeed, head.kem) });
  const padded = openWith(key, head.nonce, headOctets, sealed);
  wipe(key);
  return padded && { padded, transcript };
}

/**
 * Who introduces themselves. Changes nothing, so that the same introduction opens again: who calls drops those whose id
 * came before. Everything but the person's decision is proven: the certificate signed the statement, and the device of
 * the statement signed this introduction for this device. `at`: when the payload came; by default, now.
 */
export async function openIntroduction(
  { device, payload, at }: { readonly device: Uint8Array; readonly payload: Uint8Array; readonly at?: number },
  ports: { now(): number; readonly certificate: IntroducerPort },
): Promise<OpenedIntroduction> {
  const outer = readIntroduction(payload);
  if (typeof outer === 'string') return { kind: 'unreadable', reason: outer };
  const own = storedDevice.read(device);
  if (outer.head.responder !== statementOf(own).device) return refused('not-for-me');
  const generation = own.generations.find(({ id }) => id === outer.head.prekeys);
  if (generation === undefined) return refused('prekey-gone');
  const opened = openSealed(own, generation, outer);
  if (opened === undefined) return { kind: 'unreadable', reason: 'damaged' };
  if (opened === 'weak-key') return refused('weak-key');
  try {
    return await proveIntroduction(opened.padded, opened.transcript, at ?? ports.now(), ports.certificate);
  } finally {
    wipe(opened.padded);
  }
}
