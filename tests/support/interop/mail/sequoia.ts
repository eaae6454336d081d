import { join } from 'node:path';
import type { Correspondent } from './correspondent';
import type { Workshop } from './programs';

const SUITES = { ed25519: 'cv25519', 'RSA 3072': 'rsa3k' } as const;

/** Sequoia's sq: it has no state, every key is a file. */
export async function sequoiaCorrespondent(
  workshop: Workshop,
  algorithm: keyof typeof SUITES,
  address: string,
  mine: string,
): Promise<Correspondent> {
  const name = `${algorithm} of sq`;
  const key = join(workshop.folder, `sq-${algorithm.replaceAll(' ', '')}.key`);
  const userId = `${name} <${address}>`;
  const suite = ['--cipher-suite', SUITES[algorithm], '--cannot-authenticate'];
  await workshop.run('sq', ['key', 'generate', '--userid', userId, ...suite, '--export', key]);
  const sq = async (parameters: readonly string[], input?: Uint8Array | string) =>
    (await workshop.run('sq', parameters, input)).stdout.toString();
  return {
    program: 'sq',
    algorithm,
    name,
    address,
    certificate: await sq(['key', 'extract-cert', key]),
    seal: (content, { sign = true, others = [], to = mine, compress, more = [] } = {}) => {
      const ring = [...others, to].flatMap((armored) => ['--recipient-cert', workshop.file(armored, 'asc')]);
      const packing = compress === undefined ? [] : ['--compression', compress];
      return sq(['encrypt', ...ring, ...packing, ...(sign ? ['--signer-key', key] : []), ...more], content);
    },
    detach: (content) => sq(['sign', '--detached', '--signer-key', key], content),
    clearsign: (text) => sq(['sign', '--cleartext-signature', '--signer-key', key], text),
  };
}
