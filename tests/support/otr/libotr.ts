import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from 'vitest';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';

const SOURCE = resolve('tests/labs/otr/peer.c');
const LIBRARY = 'libotr';
const COMPILER = 'gcc';
const FINDER = 'pkg-config';

/** What stands in the way of tests with the real libotr, in words; `undefined` where they can run. */
export function libotrMissing(): string | undefined {
  const absent = [COMPILER, FINDER].filter((name) => findProgram(name) === undefined);
  if (absent.length > 0) return `no ${absent.join(' and no ')}`;
  return spawnSync(FINDER, ['--exists', LIBRARY]).status === 0 ? undefined : `no ${LIBRARY}`;
}

/** A set of tests with the real libotr, skipped by name where it is not here. */
export function describeWithLibotr(title: string, tests: () => void): void {
  const missing = libotrMissing();
  describe.skipIf(missing !== undefined)(missing === undefined ? title : `${title} (skipped: ${missing})`, tests);
}

/** What the peer did at one command: tests/labs/otr/peer.c names the kinds. */
export type PeerLine =
  | { readonly kind: 'wire' | 'sealed' | 'clear'; readonly text: string }
  | { readonly kind: 'info'; readonly facts: Readonly<Partial<{ [name: string]: string }>> };

export type LibotrPeer = {
  readonly name: string;
  readonly fingerprint: string;
  readonly lines: PeerLine[];
  do(command: string, ...fields: readonly string[]): Promise<readonly PeerLine[]>;
  /** What it showed, and how it was protected. */
  shown(kind: 'sealed' | 'clear'): readonly string[];
  /** The newest value of a fact. */
  fact(name: string): string | undefined;
  facts(name: string): readonly string[];
};

/** A folder with the compiled program. */
export type LibotrLab = {
  open(name: string, options?: { readonly fragment?: number; readonly versions?: string }): Promise<LibotrPeer>;
  close(): void;
};

export function openLibotrLab(): LibotrLab {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-otr-'));
  const program = join(folder, 'peer');
  const flags = execFileSync(FINDER, ['--cflags', '--libs', LIBRARY], { encoding: 'utf8' }).trim().split(/\s+/);
  execFileSync(COMPILER, ['-O1', '-o', program, SOURCE, ...flags, '-lgcrypt']);
  const closers: Array<() => void> = [];
  return {
    async open(name, { fragment = 0, versions = '3' } = {}) {
      const child = spawn(program, [name, 'contact', folder, String(fragment), versions], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      closers.push(() => child.kill());
      const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const lines: PeerLine[] = [];
      const read = async (): Promise<readonly PeerLine[]> => {
        const answered: PeerLine[] = [];
        for (;;) {
          const { value, done } = await answers.next();
          if (done === true) throw new Error(`libotr's ${name} is gone`);
          if (value === '.') break;
          answered.push(parseLine(value));
        }
        lines.push(...answered);
        return answered;
      };
      const facts = (fact: string): readonly string[] =>
        lines.flatMap((line) => (line.kind === 'info' ? (line.facts[fact] ?? []) : []));
      await read();
      return {
        name,
        fingerprint: facts('fingerprint')[0] ?? '',
        lines,
        async do(command, ...fields) {
          child.stdin.write(`${[command, ...fields].join('\t')}\n`);
          return read();
        },
        shown: (kind) => lines.flatMap((line) => (line.kind === kind ? [line.text] : [])),
        fact: (fact) => facts(fact).at(-1),
        facts,
      };
    },
    close() {
      for (const close of closers) close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const KINDS = { w: 'wire', p: 'sealed', u: 'clear' } as const;

function parseLine(line: string): PeerLine {
  const [kind = '', ...fields] = line.split('\t');
  if (kind === 'w' || kind === 'p' || kind === 'u') return { kind: KINDS[kind], text: fields.join('\t') };
  const facts = fields.map((field): [string, string] => {
    const at = field.indexOf('=');
    return [field.slice(0, at), field.slice(at + 1)];
  });
  return { kind: 'info', facts: Object.fromEntries(facts) };
}

export const wiresOf = (lines: readonly PeerLine[]): readonly string[] =>
  lines.flatMap((line) => (line.kind === 'wire' ? [line.text] : []));
