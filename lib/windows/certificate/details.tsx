import { Copy } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../components/button';
import { Disclosure } from '../../../components/disclosure';
import { Facts } from '../../../components/facts';
import { Fingerprint } from '../../../components/fingerprint';
import type { CertificateView, Subkey, UserId } from '../../core/certificate';
import { usePorts } from '../ports';
import { algorithmWords, dayWords, expiryWords, HEALTH_WORDS } from '../words';
import { Signatures } from './signatures';

/** Everything the certificate says: Name, Email, Public key, Signature list, Certificate. */
export function Details({ view }: { readonly view: CertificateView }) {
  const { now } = usePorts();
  return (
    <div class="stack details">
      <section class="stack">
        <h3>Name and Email</h3>
        <ul class="stack names">
          {view.userIds.map((userId) => (
            <li key={userId.text}>
              <Facts facts={nameFacts(userId)} />
            </li>
          ))}
          {view.userIds.length === 0 && <li class="soft">It names nobody.</li>}
        </ul>
      </section>
      <section class="stack">
        <h3>Public key</h3>
        <Facts
          facts={[
            { name: 'Algorithm', value: view.algorithm.name },
            {
              name: 'Size',
              value: view.algorithm.bits === undefined ? 'Fixed by the algorithm' : `${view.algorithm.bits} bits`,
            },
            { name: 'Created', value: dayWords(view.created) },
            { name: 'Expires', value: expiryWords(view.expires, now()) },
            { name: 'State', value: HEALTH_WORDS[view.health] },
            { name: 'Version', value: `OpenPGP v${view.version}` },
            { name: 'Fingerprint', value: <Fingerprint value={view.fingerprint} label="Fingerprint" /> },
          ]}
        />
        {view.subkeys.length > 0 && (
          <Disclosure words={`Subkeys (${view.subkeys.length})`}>
            <ul class="stack">
              {view.subkeys.map((subkey) => (
                <li key={subkey.fingerprint} class="card">
                  <Facts facts={subkeyFacts(subkey, now())} />
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
      </section>
      <section class="stack">
        <h3>Signature list</h3>
        <Signatures certifications={view.certifications} />
      </section>
      <section class="stack">
        <h3>Certificate</h3>
        <ArmoredBlock armored={view.armored} />
      </section>
    </div>
  );
}

const STATES: Readonly<Record<UserId['state'], string>> = {
  valid: '',
  revoked: ' (taken back)',
  expired: ' (over)',
  invalid: ' (not signed by the owner)',
};

const nameFacts = ({ name, email, state }: UserId) => [
  { name: 'Name', value: <bdi>{`${name === '' ? 'None' : name}${STATES[state]}`}</bdi> },
  { name: 'Email', value: <bdi>{email ?? 'None'}</bdi> },
];

const USAGE: Readonly<Record<Subkey['usage'][number], string>> = {
  sign: 'signing',
  encrypt: 'sealing',
  certify: 'vouching',
  authenticate: 'signing in',
};

const subkeyFacts = (subkey: Subkey, now: number) => [
  { name: 'For', value: subkey.usage.map((usage) => USAGE[usage]).join(', ') || 'nothing' },
  { name: 'Algorithm', value: algorithmWords(subkey.algorithm) },
  { name: 'Created', value: dayWords(subkey.created) },
  { name: 'Expires', value: expiryWords(subkey.expires, now) },
  { name: 'State', value: subkey.state },
  { name: 'Fingerprint', value: <Fingerprint value={subkey.fingerprint} label="Fingerprint of the subkey" /> },
];

/** The armored block, to read or to copy. */
export function ArmoredBlock({ armored }: { readonly armored: string }) {
  const { copy } = usePorts();
  const [words, setWords] = useState('');
  const onCopy = () => {
    copy(armored).then(
      () => setWords('Copied.'),
      () => setWords('The browser did not allow it. Select the block and copy it.'),
    );
  };
  return (
    <div class="stack">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard */}
      <pre class="armored mono" dir="ltr" tabIndex={0}>
        {armored.trim()}
      </pre>
      <div class="row">
        <Button icon={Copy} onClick={onCopy}>
          Copy certificate
        </Button>
        <span class="soft" role="status">
          {words}
        </span>
      </div>
    </div>
  );
}
