import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import type { Fingerprint } from '../../../lib/core/brand';
import type { Agreement } from '../../../lib/media/agreement';
import type { Line } from '../../../lib/media/line';
import type { Retained } from '../../../lib/media/retained';
import type { SasOptions, SasStep } from '../../../lib/media/sas-exchange';
import { createSasInitiator } from '../../../lib/media/sas-initiator';
import type { CallContext } from '../../../lib/media/sas-keys';
import { createSasResponder } from '../../../lib/media/sas-responder';
import { CALL } from './call';

const PRIVATE = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b656e032100', 'hex');
const privateKey = (secret: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([PRIVATE, secret]), format: 'der', type: 'pkcs8' });
const publicKey = (point: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([PUBLIC, point]), format: 'der', type: 'spki' });

/** X25519 of OpenSSL: another implementation, and twenty times as fast. */
export const nodeAgreement: Agreement = {
  publicKey: (secret) =>
    new Uint8Array(createPublicKey(privateKey(secret)).export({ format: 'der', type: 'spki' }).subarray(-32)),
  agree(secret, point) {
    try {
      return new Uint8Array(diffieHellman({ privateKey: privateKey(secret), publicKey: publicKey(point) }));
    } catch {
      return undefined;
    }
  },
};

/** Commutes as X25519 does and hides nothing: for counting thousands of exchanges, of which none is to be broken. */
export const countingAgreement: Agreement = {
  publicKey: (secret) => secret.slice(),
  agree: (secret, point) => secret.map((octet, at) => octet ^ (point[at] ?? 0)),
};

export const fingerprintOf = (name: string): Fingerprint =>
  Buffer.from(name.repeat(20)).toString('hex').slice(0, 40) as Fingerprint;

export const contextOf = (changes: Partial<CallContext> = {}): CallContext => ({
  call: CALL,
  initiatorCertificate: fingerprintOf('anna'),
  responderCertificate: fingerprintOf('bert'),
  initiatorDtls: new Uint8Array(32).fill(0xa1),
  responderDtls: new Uint8Array(32).fill(0xb2),
  ...changes,
});

type Side = Partial<Pick<SasOptions, 'context' | 'retained' | 'agreement'>>;

export function createSas(random: SasOptions['random'], anna: Side = {}, bert: Side = {}) {
  const common = {
    context: contextOf(),
    retained: undefined as Retained | undefined,
    random,
    agreement: nodeAgreement,
  };
  return {
    initiator: createSasInitiator({ ...common, ...anna }),
    responder: createSasResponder({ ...common, ...bert }),
  };
}

export const sent = (step: SasStep): Uint8Array => {
  if (step.kind === 'aborted' || step.send === undefined) throw new Error(`nothing to send: ${JSON.stringify(step)}`);
  return step.send;
};
export const lineOfStep = (step: SasStep): Line => {
  if (step.kind !== 'done') throw new Error(`not done: ${JSON.stringify(step)}`);
  return step.line;
};

/** A whole exchange without anybody between: both lines. */
export function exchange(random: SasOptions['random'], anna: Side = {}, bert: Side = {}) {
  const { initiator, responder } = createSas(random, anna, bert);
  const part = sent(responder.receive(initiator.commit));
  const reveal = sent(initiator.receive(part));
  const end = responder.receive(reveal);
  return { anna: lineOfStep(initiator.receive(sent(end))), bert: lineOfStep(end) };
}
