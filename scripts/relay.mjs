import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, '.output', 'relay');

/**
 * One file with everything that the entry imports, libraries too: it runs where no node_modules is.
 * Built anew only where a source changed. Answers its path, `.output/relay/<name of the entry>.mjs`; entries of
 * bench/ and tests/ are named with their folder.
 */
export async function buildRelay({ entry = 'relay/main.ts' } = {}) {
  const source = relative(ROOT, join(ROOT, entry));
  const name = source === join('relay', 'main.ts') ? 'relay' : source.replace(/\.\w+$/, '').replaceAll(/[\\/]/g, '-');
  const file = join(FOLDER, `${name}.mjs`);
  const noteFile = join(FOLDER, `${name}.sources.json`);
  if (isCurrent(file, noteFile)) return file;
  const { build } = await import('vite');
  const result = await build(options(source, name));
  const [bundle] = Array.isArray(result) ? result : [result];
  const [chunk, ...others] = bundle.output;
  if (others.length > 0) throw new Error(`The bundle of ${source} is more than one file.`);
  const sources = chunk.moduleIds.filter((id) => id.startsWith(ROOT) && !id.includes('node_modules')).map(pathOf);
  mkdirSync(FOLDER, { recursive: true });
  replace(file, chunk.code);
  replace(
    noteFile,
    JSON.stringify({ code: hash(chunk.code), sources: [...new Set(sources)], state: stateOf(sources) }),
  );
  return file;
}

const options = (source, name) => ({
  root: ROOT,
  configFile: false,
  envFile: false,
  mode: 'production',
  logLevel: 'error',
  publicDir: false,
  // Optional and native, each behind a try of its library: plain JavaScript does their work.
  ssr: { target: 'node', noExternal: true, external: ['bufferutil', 'utf-8-validate', 'pg-native', 'pg-cloudflare'] },
  build: {
    ssr: join(ROOT, source),
    target: 'node24',
    write: false,
    minify: false,
    rolldownOptions: { output: { format: 'es', entryFileNames: `${name}.mjs`, codeSplitting: false } },
  },
});

const hash = (octets) => createHash('sha256').update(octets).digest('hex');
const pathOf = (id) => relative(ROOT, id.replace(/\?.*$/, ''));

/** Of all that goes into a bundle: sources, packages (by their lock), and how it is built. */
function stateOf(sources) {
  const own = relative(ROOT, fileURLToPath(import.meta.url));
  const all = [...new Set([...sources, 'package-lock.json', own])].toSorted((a, b) => (a < b ? -1 : 1));
  return hash(all.map((path) => `${path} ${hash(readFileSync(join(ROOT, path)))}`).join('\n'));
}

function isCurrent(file, noteFile) {
  try {
    const { code, sources, state } = JSON.parse(readFileSync(noteFile, 'utf8'));
    return code === hash(readFileSync(file)) && state === stateOf(sources);
  } catch {
    return false;
  }
}

/** Never half written, though two build at once. */
function replace(file, content) {
  const fresh = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(fresh, content);
  renameSync(fresh, file);
}

/** V8 would let short-lived objects take 150 MB before it looks at them: most of the memory of 10,000 idle sockets. */
const NODE_FLAGS = ['--max-semi-space-size=8'];

/** Signals go on to the relay, which ends by itself; its exit code is ours. */
function run(file, args) {
  const child = spawn('node', [...NODE_FLAGS, file, ...args], {
    stdio: 'inherit',
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // What bootstrap uses would end us before the relay.
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  process.on('exit', () => child.kill('SIGKILL'));
  return new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function main(args) {
  const entry = args[0] === '--entry' ? args.splice(0, 2)[1] : undefined;
  if (args[0] === '--build') {
    console.log(relative(process.cwd(), await buildRelay({ entry })));
    return 0;
  }
  await bootstrap({ tests: false });
  // A benchmark starts the relay that lies beside it.
  if (entry !== undefined) await buildRelay();
  return run(await buildRelay({ entry }), args);
}

if (basename(process.argv[1] ?? '') === 'relay.mjs' && process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
