import { createCleartextMessage, createMessage, encrypt, enums, generateKey, readKey, sign } from 'openpgp';
import type { Correspondent } from './correspondent';

const OPTIONS = {
  ed25519: { type: 'ecc', curve: 'ed25519Legacy' },
  'RSA 3072': { type: 'rsa', rsaBits: 3072 },
  'NIST P-256': { type: 'ecc', curve: 'nistP256' },
  'Ed25519 v6': { type: 'curve25519', config: { v6Keys: true, aeadProtect: true } },
} as const satisfies Record<string, Partial<Parameters<typeof generateKey>[0]>>;

const COMPRESSION = {
  none: enums.compression.uncompressed,
  zip: enums.compression.zip,
  zlib: enums.compression.zlib,
  bzip2: enums.compression.bzip2,
};

/** openpgp.js by itself, without our code around it: what Proton, Mailvelope and FlowCrypt write with. */
export async function openpgpjsCorrespondent(
  algorithm: keyof typeof OPTIONS,
  address: string,
  mine: string,
  armorHeaders: { readonly version?: string; readonly comment?: string } = {},
): Promise<Correspondent> {
  const name = `${algorithm} of openpgp.js`;
  const userIDs = { name, email: address };
  const { privateKey } = await generateKey({ userIDs, format: 'object', ...OPTIONS[algorithm] });
  const octetsOf = (content: Uint8Array | string) =>
    typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const dress = (armored: string) => {
    const { version, comment } = armorHeaders;
    const headers = [version && `Version: ${version}`, comment && `Comment: ${comment}`].filter(Boolean);
    return headers.length === 0 ? armored : armored.replace('-----\n\n', `-----\n${headers.join('\n')}\n\n`);
  };
  return {
    program: 'openpgp.js',
    algorithm,
    name,
    address,
    certificate: privateKey.toPublic().armor(),
    seal: async (content, { sign: signs = true, others = [], to = mine, compress = 'none' } = {}) => {
      const encryptionKeys = await Promise.all([...others, to].map((armoredKey) => readKey({ armoredKey })));
      return dress(
        await encrypt({
          message: await createMessage({ binary: octetsOf(content) }),
          encryptionKeys,
          ...(signs ? { signingKeys: privateKey } : {}),
          config: { preferredCompressionAlgorithm: COMPRESSION[compress] },
        }),
      );
    },
    detach: async (content) =>
      sign({
        message: await createMessage({ binary: octetsOf(content) }),
        signingKeys: privateKey,
        detached: true,
      }),
    clearsign: async (text) =>
      dress(
        await sign({
          message: await createCleartextMessage({ text: new TextDecoder().decode(octetsOf(text)) }),
          signingKeys: privateKey,
        }),
      ),
  };
}
