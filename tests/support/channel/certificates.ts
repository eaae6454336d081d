import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { CertificatePort, IntroducerPort } from '../../../lib/channel/ports';
import type { Fingerprint } from '../../../lib/core/brand';
import { createRandom } from './random';

// What OpenPGP does for the channel, without OpenPGP: repeatable and fast. The real thing is in openpgp.test.ts.

type Person = { readonly fingerprint: Fingerprint; readonly signing: KeyObject; readonly opening: KeyObject };

const PKCS8 = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' } as const;

const secretKey = (kind: keyof typeof PKCS8, octets: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([Buffer.from(PKCS8[kind], 'hex'), octets]), format: 'der', type: 'pkcs8' });

const hash = (...parts: Array<string | Uint8Array>): Buffer => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};

function makePerson(name: string): Person {
  const fingerprint = hash('fingerprint', name).subarray(0, 20).toString('hex') as Fingerprint;
  const signing = secretKey('ed25519', hash('signing', name));
  return { fingerprint, signing, opening: secretKey('x25519', hash('opening', name)) };
}

const SIGNATURE = 64;
const NONCE = Buffer.alloc(12);

/** A registry of people by name; a certificate is known as soon as it is asked for. */
export function createCertificates() {
  const people = new Map<string, Person>();
  const person = (name: string): Person => {
    const known = people.get(name) ?? makePerson(name);
    people.set(name, known);
    return known;
  };
  const find = (fingerprint: Fingerprint): Person | undefined =>
    [...people.values()].find((one) => one.fingerprint === fingerprint);
  const shared = (one: KeyObject, other: KeyObject): Buffer =>
    hash('seal', diffieHellman({ privateKey: one, publicKey: createPublicKey(other) }));
  const octetsOf = (name: string): Uint8Array =>
    new Uint8Array(createRandom(`certificate of ${person(name).fingerprint}`)(700));
  return {
    fingerprintOf: (name: string): Fingerprint => person(name).fingerprint,
    /** In the place of a certificate: as long as a small one, and of nobody else. */
    octetsOf,
    portOf(name: string): CertificatePort & IntroducerPort {
      const me = person(name);
      return {
        sign: async (content) => new Uint8Array(sign(null, content, me.signing)),
        verify: async (content, signature, certificate) => {
          const other = find(certificate);
          return other !== undefined && verify(null, content, createPublicKey(other.signing), signature);
        },
        signedBy: async (content, signature, octets) => {
          const [, other] = [...people].find(([one]) => Buffer.compare(octetsOf(one), octets) === 0) ?? [];
          const valid = other && verify(null, content, createPublicKey(other.signing), signature);
          return valid ? other.fingerprint : undefined;
        },
        sealTo: async (content, certificate) => {
          const other = find(certificate);
          if (other === undefined) throw new Error('nobody has this certificate');
          const cipher = createCipheriv('aes-256-gcm', hash(shared(me.opening, other.opening), hash(content)), NONCE);
          const inner = Buffer.concat([sign(null, content, me.signing), content]);
          return new Uint8Array(
            Buffer.concat([hash(content), cipher.update(inner), cipher.final(), cipher.getAuthTag()]),
          );
        },
        openFrom: async (message, certificate) => {
          const other = find(certificate);
          if (other === undefined || message.length < 48 + SIGNATURE) return undefined;
          const key = hash(shared(me.opening, other.opening), message.subarray(0, 32));
          const cipher = createDecipheriv('aes-256-gcm', key, NONCE);
          cipher.setAuthTag(message.subarray(-16));
          try {
            const inner = Buffer.concat([cipher.update(message.subarray(32, -16)), cipher.final()]);
            const content = inner.subarray(SIGNATURE);
            const valid = verify(null, content, createPublicKey(other.signing), inner.subarray(0, SIGNATURE));
            return valid ? new Uint8Array(content) : undefined;
          } catch {
            return undefined;
          }
        },
      };
    },
  };
}

export type Certificates = ReturnType<typeof createCertificates>;
