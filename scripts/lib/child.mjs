import { spawn, spawnSync } from 'node:child_process';

const running = new Set();

/** Ends everything that was started here, with its children, by its process group. */
function endChildren(signal) {
  for (const child of running) {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // Gone already.
    }
  }
}

const PATIENCE = 4_000;

/** First asks, so that they can end the browsers and labs that they started; then does not ask. */
function endOrKill() {
  endChildren('SIGTERM');
  return setTimeout(() => endChildren('SIGKILL'), PATIENCE);
}

process.on('exit', () => endChildren('SIGKILL'));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    endOrKill();
    setTimeout(() => process.exit(code), running.size > 0 ? PATIENCE + 200 : 0);
  });
}

/**
 * Runs a program in a process group of its own. Answers its exit code, `undefined` where it took longer than
 * `within` milliseconds and was ended.
 */
export function runBounded(program, args, { within, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: 'inherit',
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
      env: { ...process.env, ...env },
    });
    running.add(child);
    let late = false;
    const timer = setTimeout(
      () => {
        late = true;
        endOrKill();
      },
      Math.max(1, within),
    );
    const settle = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(late ? undefined : (code ?? 1));
    };
    child.on('error', (error) => {
      console.error(String(error));
      settle(127);
    });
    child.on('exit', settle);
  });
}

/** Runs quietly; answers whether it went well, and shows its last `lines` lines where it did not (none for 0). */
export function runQuietly(program, args, { within = 900_000, env = {}, lines = 8 } = {}) {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: within,
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  });
  if (done.status === 0) return true;
  if (lines === 0) return false;
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim().split('\n').slice(-lines);
  console.error(
    [`${program} ${args.join(' ')}: did not work`, ...said, ...(done.error ? [String(done.error)] : [])].join('\n  '),
  );
  return false;
}
