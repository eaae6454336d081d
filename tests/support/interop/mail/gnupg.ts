import type { Correspondent } from './correspondent';
import type { Workshop } from './programs';

const ALGORITHMS = {
  ed25519: ['ed25519', 'cv25519'],
  'RSA 3072': ['rsa3072', 'rsa3072'],
  'NIST P-256': ['nistp256', 'nistp256'],
  'NIST P-384': ['nistp384', 'nistp384'],
  'NIST P-521': ['nistp521', 'nistp521'],
  'Brainpool P-256': ['brainpoolP256r1', 'brainpoolP256r1'],
  'Brainpool P-384': ['brainpoolP384r1', 'brainpoolP384r1'],
} as const;

export type GnupgAlgorithm = keyof typeof ALGORITHMS;

/** GnuPG with its own home in the workshop. */
export function createGnupg(workshop: Workshop) {
  const common = ['--homedir', workshop.home('gpg'), '--batch', '--yes', '--no-tty', '--quiet'];
  const open = ['--trust-model', 'always', '--pinentry-mode', 'loopback', '--passphrase', ''];
  const gpg = (parameters: readonly string[], input?: Uint8Array | string) =>
    workshop.run('gpg', [...common, ...open, ...parameters], input);

  return {
    gpg,

    async makeKey(algorithm: GnupgAlgorithm, userId: string): Promise<string> {
      const [sign, encrypt] = ALGORITHMS[algorithm];
      await gpg(['--quick-generate-key', userId, sign, 'sign,cert', 'never']);
      const list = (await gpg(['--with-colons', '--list-keys', `=${userId}`])).stdout.toString();
      const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(list)?.[1] ?? '';
      await gpg(['--quick-add-key', fingerprint, encrypt, 'encrypt', 'never']);
      return fingerprint;
    },

    exportSecret: async (fingerprint: string) =>
      (await gpg(['--armor', '--export-secret-keys', fingerprint])).stdout.toString(),

    /** @param mine my armored certificate, that everything is sealed to */
    async correspondent(algorithm: GnupgAlgorithm, address: string, mine: string): Promise<Correspondent> {
      const name = `${algorithm} of gpg`;
      const signer = await this.makeKey(algorithm, `${name} <${address}>`);
      const sign = ['--local-user', `${signer}!`, '--digest-algo', 'SHA512'];
      const write = async (parameters: readonly string[], input: Uint8Array | string) =>
        (await gpg(['--armor', ...parameters], input)).stdout.toString();
      return {
        program: 'gpg',
        algorithm,
        name,
        address,
        certificate: await write(['--export', signer], ''),
        seal: (content, { sign: signs = true, others = [], to = mine, compress, more = [] } = {}) => {
          const recipients = [...others, to].flatMap((armored) => ['--recipient-file', workshop.file(armored, 'asc')]);
          const packing = compress === undefined ? [] : ['--compress-algo', compress];
          const work = signs ? [...sign, '--sign', '--encrypt'] : ['--encrypt'];
          return write([...more, ...packing, ...recipients, ...work], content);
        },
        detach: (content) => write([...sign, '--detach-sign'], content),
        clearsign: (text) => write([...sign, '--clearsign'], text),
      };
    },
  };
}

export type Gnupg = ReturnType<typeof createGnupg>;
