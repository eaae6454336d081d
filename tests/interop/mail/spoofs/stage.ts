import { createCleartextMessage, createMessage, encrypt, readKey, sign } from 'openpgp';
import { createReader, type Reader } from '../../../support/interop/mail/reader';
import { makePerson, type Person } from '../../../support/people';

export const ALICE = 'alice@lab.test';
export const MALLORY = 'mallory@evil.test';
/** What Alice wrote. It may be shown as hers. */
export const TRUE_WORDS = 'Lunch at noon.';
/** What Mallory would like her to have written. It may not. */
export const EVIL = 'Pay Mallory 5000';

/** Alice is verified; Mallory is too, under her own address: an accepted contact turns evil. */
export type Stage = {
  readonly reader: Reader;
  /** The same person, to whom a certificate of Mallory's that names Alice's address was sent as well. */
  readonly besieged: Reader;
  readonly alice: Pen;
  readonly mallory: Pen;
  /** Mallory's key that names Alice's address, accepted by nobody. */
  readonly impostor: Pen;
};

/** What somebody can do with their key. */
export type Pen = {
  readonly certificate: string;
  detach(content: Uint8Array | string): Promise<string>;
  clearsign(text: string): Promise<string>;
  /** Signed, not encrypted, in one armored message. */
  wrap(content: Uint8Array | string): Promise<string>;
  /** Encrypted to me; signed unless told otherwise. */
  seal(content: Uint8Array | string, signs?: boolean): Promise<string>;
};

export async function setStage(): Promise<Stage> {
  const reader = await createReader();
  const besieged = await createReader();
  const mine = [await reader.own('me@lab.test'), await besieged.own('me@lab.test')];
  const [alice, mallory, impostor] = [
    penOf(await makePerson([ALICE]), mine),
    penOf(await makePerson([MALLORY]), mine),
    penOf(await makePerson([ALICE, 'other@evil.test']), mine),
  ] as const;
  for (const one of [reader, besieged]) {
    await one.introduce(alice.certificate);
    await one.introduce(mallory.certificate);
  }
  await besieged.introduce(impostor.certificate, 'later');
  return { reader, besieged, alice, mallory, impostor };
}

function penOf({ secret }: Person, mine: readonly string[]): Pen {
  const signingKeys = secret;
  const message = (content: Uint8Array | string) => createMessage({ binary: new Uint8Array(Buffer.from(content)) });
  return {
    certificate: secret.toPublic().armor(),
    detach: async (content) => sign({ message: await message(content), signingKeys, detached: true }),
    clearsign: async (text) => sign({ message: await createCleartextMessage({ text }), signingKeys }),
    wrap: async (content) => sign({ message: await message(content), signingKeys }),
    seal: async (content, signs = true) =>
      encrypt({
        message: await message(content),
        encryptionKeys: await Promise.all(mine.map((armoredKey) => readKey({ armoredKey }))),
        ...(signs ? { signingKeys } : {}),
      }),
  };
}
