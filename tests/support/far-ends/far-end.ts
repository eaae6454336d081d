import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { prosodyMissing, type XmppLab, type XmppUser } from '../xmpp-lab/lab';

export type Heard = { readonly text: string; readonly sealed: boolean };

/** Another program for XMPP, logged in, that speaks what we speak. */
export type FarEnd = {
  /** Puts its certificate where others find it. */
  publish(): Promise<void>;
  /** Finds the certificate of an address, takes it, and seals what it says to that address from then on. */
  begin(address: string, fingerprint: string): Promise<void>;
  say(address: string, text: string): void;
  /** What was said to it and that it shows, oldest first. */
  heard(): readonly Heard[];
  close(): Promise<void>;
};

export type OpenFarEnd = (lab: Pick<XmppLab, 'c2sPort'>, user: XmppUser) => Promise<FarEnd>;

/** What stands in the way of this program here, in words. `script` and `setpriv` are util-linux's. */
export function farEndMissing(program: string): string | undefined {
  const absent = [program, 'script', 'setpriv', 'gpg', 'openssl'].filter((name) => findProgram(name) === undefined);
  return prosodyMissing() ?? (absent.length === 0 ? undefined : `no ${absent.join(' and no ')} here`);
}
