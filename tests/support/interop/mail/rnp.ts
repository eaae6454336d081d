import type { Correspondent } from './correspondent';
import type { Workshop } from './programs';

/** Answers to `rnpkeys --generate-key --expert`. */
const CHOICES = { ed25519: '22\n', 'RSA 3072': '1\n3072\n', 'NIST P-256': '19\n1\n' } as const;

/** RNP, the library inside Thunderbird, with a home for each key. */
export async function rnpCorrespondent(
  workshop: Workshop,
  algorithm: keyof typeof CHOICES,
  address: string,
  mine: string,
): Promise<Correspondent> {
  const name = `${algorithm} of rnp`;
  const home = ['--homedir', workshop.home(`rnp-${algorithm.replaceAll(' ', '')}`)];
  const keys = (parameters: readonly string[], input?: string) =>
    workshop.run('rnpkeys', [...home, '--password', '', ...parameters], input);
  const imported = new Map<string, string>();
  const importCertificate = async (armored: string): Promise<string> => {
    const known = imported.get(armored);
    if (known !== undefined) return known;
    const { stdout } = await keys(['--import-keys', workshop.file(armored, 'asc')]);
    const fingerprint = /^\s+([0-9a-f]{40})$/m.exec(stdout.toString())?.[1] ?? '';
    imported.set(armored, fingerprint);
    return fingerprint;
  };
  await keys(['--generate-key', '--expert', '--userid', `${name} <${address}>`], CHOICES[algorithm]);
  const write = async (parameters: readonly string[], content: Uint8Array | string) => {
    const source = workshop.file(content);
    const all = [...home, '--password', '', '--notty', '--userid', address, ...parameters, '--output', '-', source];
    return (await workshop.run('rnp', all)).stdout.toString();
  };
  return {
    program: 'rnp',
    algorithm,
    name,
    address,
    certificate: (await keys(['--export-key', address])).stdout.toString(),
    seal: async (content, { sign = true, others = [], to = mine, compress, more = [] } = {}) => {
      const recipients: string[] = [];
      for (const armored of [...others, to]) recipients.push('--recipient', await importCertificate(armored));
      const packing = { none: ['-z', '0'], zip: ['--zip'], zlib: ['--zlib'], bzip2: ['--bzip'] };
      const work = ['--armor', '--encrypt', ...(sign ? ['--sign'] : []), ...packing[compress ?? 'none']];
      return write([...work, ...recipients, ...more], content);
    },
    detach: (content) => write(['--armor', '--sign', '--detach'], content),
    clearsign: (text) => write(['--clearsign'], text),
  };
}
