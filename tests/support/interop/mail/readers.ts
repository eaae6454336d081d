import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tryRun, type Workshop } from './programs';

const PARSER = fileURLToPath(new URL('parse-entity.py', import.meta.url));

/** A message as another program opened it. */
export type OpenedElsewhere = { readonly content: Buffer; readonly good: boolean; readonly words: string };

/** Opens a message with the reader's secret key, and checks its signature with the writer's certificate. */
export type Elsewhere = (armored: Uint8Array | string) => Promise<OpenedElsewhere>;

/** @param secret armored, without a passphrase; @param writer armored certificate */
export function gpgReader(workshop: Workshop, secret: string, writer: string): Elsewhere {
  const home = ['--homedir', workshop.home('gpg'), '--batch', '--no-tty', '--trust-model', 'always'];
  const ready = (async () => {
    await workshop.run('gpg', [...home, '--quiet', '--import', workshop.file(secret), workshop.file(writer)]);
  })();
  return async (armored) => {
    await ready;
    const { code, stdout, stderr } = await tryRun('gpg', [...home, '--status-fd', '2', '--decrypt'], armored);
    const wanted = ['GOODSIG', 'VALIDSIG', 'DECRYPTION_OKAY', 'GOODMDC'];
    const good = code === 0 && wanted.every((word) => stderr.includes(`[GNUPG:] ${word}`));
    return { content: stdout, good, words: stderr };
  };
}

export function sqReader(workshop: Workshop, secret: string, writer: string): Elsewhere {
  const keys = ['--recipient-key', workshop.file(secret), '--signer-cert', workshop.file(writer)];
  return async (armored) => {
    const out = workshop.file('');
    const { code, stderr } = await tryRun('sq', ['--force', 'decrypt', ...keys, '--output', out], armored);
    return { content: readFileSync(out), good: code === 0 && /1 good signature/.test(stderr), words: stderr };
  };
}

export function rnpReader(workshop: Workshop, secret: string, writer: string): Elsewhere {
  const home = ['--homedir', workshop.home('rnp-reader')];
  const ready = (async () => {
    await workshop.run('rnpkeys', [...home, '--import-keys', workshop.file(secret, 'asc')]);
    await workshop.run('rnpkeys', [...home, '--import-keys', workshop.file(writer, 'asc')]);
  })();
  return async (armored) => {
    await ready;
    const out = `${workshop.file('')}.out`;
    const source = workshop.file(armored);
    const { code, stderr } = await tryRun('rnp', [
      ...home,
      '--password',
      '',
      '--notty',
      '--decrypt',
      '--output',
      out,
      source,
    ]);
    const content = code === 0 ? readFileSync(out) : Buffer.alloc(0);
    return { content, good: code === 0 && /Good signature made/.test(stderr), words: stderr };
  };
}

export type ParsedEntity = {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protected: string | null;
  readonly hp: string | null;
  readonly text: string;
  readonly files: ReadonlyArray<{ readonly name: string; readonly type: string; readonly sha256: string }>;
  /** Octets of the parts that are not made of parts, one character each. */
  readonly parts: readonly string[];
  readonly defects: readonly string[];
};

/** What Python's own mail parser makes of it. */
export async function parseElsewhere(mail: Uint8Array): Promise<ParsedEntity> {
  const { code, stdout, stderr } = await tryRun('python3', [PARSER], mail);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout.toString()) as ParsedEntity;
}
