import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromeScope } from '../browser/chrome-scope';
import type { Person } from '../browser/person';

/** A profile of Chromium that reaches nobody but through a TURN server over TCP, as behind a strict firewall. */
export function relayOnlyProfile() {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-relay-only-'));
  mkdirSync(join(folder, 'Default'));
  const preferences = { webrtc: { ip_handling_policy: 'disable_non_proxied_udp' } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return { folder, drop: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The same in a Firefox that runs already: for connections that are made from now on. */
export async function makeRelayOnly(who: Pick<Person, 'browser'>): Promise<void> {
  await chromeScope(who.browser).run(`Services.prefs.setBoolPref('media.peerconnection.ice.relay_only', true);`);
}
