import { chromeScope } from '../browser/chrome-scope';
import type { Person } from '../browser/person';

/** A Firefox that reaches nobody but through a TURN server: for connections that are made from now on. */
export async function makeRelayOnly(who: Pick<Person, 'browser'>): Promise<void> {
  await chromeScope(who.browser).run(`Services.prefs.setBoolPref('media.peerconnection.ice.relay_only', true);`);
}
