import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/lib/find-browsers.mjs';

/** Its fake camera shows 20 pictures a second where it is not told otherwise. */
const FLAGS = [
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
];

/** As `tests/support/browser` has them for people with Sotto, for a Firefox without it. */
export const FIREFOX_CALLS = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
} as const;

/** From now on every Chromium of this process has a camera of 30 pictures a second: what is said last counts there. */
export function quickenCamera(): { undo(): void } {
  const browser = findBrowser('chromium');
  if (browser === undefined) throw new Error('no Chromium: set CHROME_PATH');
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-camera-'));
  const script = join(folder, 'chromium');
  writeFileSync(script, `#!/bin/sh\nexec '${browser}' "$@" ${FLAGS.join(' ')}\n`, { mode: 0o755 });
  const before = process.env['CHROME_PATH'];
  process.env['CHROME_PATH'] = script;
  return {
    undo() {
      if (before === undefined) delete process.env['CHROME_PATH'];
      else process.env['CHROME_PATH'] = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
