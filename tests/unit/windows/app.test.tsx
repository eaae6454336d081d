// @vitest-environment jsdom
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDraftId, parseOrigin } from '../../../lib/core/parse';
import { DEFAULT_SETTINGS } from '../../../lib/core/settings';
import type { VaultPhase } from '../../../lib/core/vault-state';
import { App } from '../../../lib/windows/app/app';
import { matching } from '../../../lib/windows/app/contacts/search';
import { fileNameFor } from '../../../lib/windows/app/keys/file-name';
import { routeOf } from '../../../lib/windows/app/routes';
import { guessBits, strengthOf } from '../../../lib/windows/passphrase-strength';
import { draw, erase, find, press, settle, submit, type } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { ANNA, certificateOf, contactOf, keyOf, ME, NEW_KIND, print } from '../../support/windows/people';

const PASSPHRASE = 'quartz lantern meadow orbit fjord';
const full: Answers = {
  'vault.state': () => ({ phase: 'unlocked' }),
  'keys.list': () => [keyOf(ME)],
  'contacts.list': () => [contactOf(ANNA)],
  'sites.list': () => [],
  'drafts.list': () => [],
  'settings.get': () => DEFAULT_SETTINGS,
};

beforeAll(() => {
  // jsdom may lack the modal methods of <dialog>; drawing it open is all these tests need.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.setAttribute('open', '');
  };
  HTMLDialogElement.prototype.close = function close() {
    this.removeAttribute('open');
  };
});
beforeEach(() => {
  location.hash = '';
});
afterEach(erase);

describe('the set-up', () => {
  it('leads from the passphrase to a key and to granting a site', async () => {
    let phase: VaultPhase = 'absent';
    const ports = createFakePorts({
      ...full,
      'vault.state': () => ({ phase }),
      'vault.create': () => {
        phase = 'unlocked';
        return { phase };
      },
      'keys.make': () => keyOf(ME),
      'settings.set': () => undefined,
    });
    const root = await draw(<App />, ports);
    await press(root, 'Begin');
    await type(root, 'Passphrase', PASSPHRASE);
    await type(root, 'The same again', PASSPHRASE);
    await submit(root);
    expect(ports.inputsOf('vault.create')).toEqual([{ passphrase: PASSPHRASE }]);
    await type(root, 'Name', 'Bob Lind');
    await type(root, 'Email', 'Bob@example.org');
    await submit(root);
    expect(ports.inputsOf('keys.make')).toEqual([{ name: 'Bob Lind', email: 'bob@example.org', version: 'v4' }]);
    await type(root, 'Your words', 'blue kettle');
    await submit(root);
    expect(ports.inputsOf('settings.set')).toEqual([{ ...DEFAULT_SETTINGS, phrase: 'blue kettle' }]);
    expect(root.textContent).toContain('Use Sotto on');
    await press(root, 'Go to Sotto');
    expect(find(root, 'Contacts')).toBeDefined();
  });

  it('sets no passphrase while the two differ', async () => {
    const ports = createFakePorts({ ...full, 'vault.state': () => ({ phase: 'absent' }) });
    const root = await draw(<App />, ports);
    await press(root, 'Begin');
    await type(root, 'Passphrase', PASSPHRASE);
    await type(root, 'The same again', 'quartz lantern meadow orbit other');
    await submit(root);
    expect(root.textContent).toContain('The two are not the same.');
    expect(ports.inputsOf('vault.create')).toEqual([]);
  });
});

describe('locked', () => {
  const locked = () => {
    let phase: VaultPhase = 'locked';
    return createFakePorts({
      ...full,
      'vault.state': () => ({ phase }),
      'vault.unlock': () => {
        phase = 'unlocked';
        return { phase };
      },
    });
  };

  it('goes on by itself after unlocking', async () => {
    location.hash = '#keys';
    const ports = locked();
    const root = await draw(<App />, ports);
    expect(ports.inputsOf('keys.list')).toEqual([]);
    await type(root, 'Passphrase', PASSPHRASE);
    await submit(root);
    expect(root.textContent).toContain('Fingerprint to read aloud');
    expect(ports.closed()).toBe(0);
  });

  it('closes the window that was opened to unlock', async () => {
    location.hash = '#unlock';
    const ports = locked();
    const root = await draw(<App />, ports);
    await type(root, 'Passphrase', PASSPHRASE);
    await submit(root);
    expect(ports.closed()).toBe(1);
  });

  it('hides everything the moment the keys lock', async () => {
    location.hash = '#keys';
    let phase: VaultPhase = 'unlocked';
    const ports = createFakePorts({ ...full, 'vault.state': () => ({ phase }) });
    const root = await draw(<App />, ports);
    expect(root.textContent).toContain('bob@example.org');
    phase = 'locked';
    ports.announce('vault');
    await settle();
    expect(root.textContent).not.toContain('bob@example.org');
    expect(root.textContent).toContain('Your keys are locked');
  });
});

describe('keys', () => {
  /** `real` asks the event itself: a script's press, the only one there is in jsdom, is then refused. */
  const keys = async (press: 'real' | 'by-person') => {
    location.hash = '#keys';
    const ports = createFakePorts(
      { ...full, 'keys.exportPrivate': () => 'PRIVATE ARMOR', 'keys.delete': () => undefined },
      press === 'real' ? {} : { isByPerson: () => true },
    );
    return { ports, root: await draw(<App />, ports) };
  };
  const exporting = async (kind: 'real' | 'by-person') => {
    const { ports, root } = await keys(kind);
    await press(root, 'Back up private key');
    await type(root, 'Passphrase for the file', PASSPHRASE);
    await type(root, 'The same again', PASSPHRASE);
    await press(root, 'Save private key');
    return ports;
  };

  it('do not give the private part to a click that a script made [req 5]', async () => {
    const ports = await exporting('real');
    expect(ports.inputsOf('keys.exportPrivate')).toEqual([]);
    expect(ports.saved).toEqual([]);
  });

  it('give the private part, under the new passphrase, to a click of the person [req 5]', async () => {
    const ports = await exporting('by-person');
    expect(ports.inputsOf('keys.exportPrivate')).toEqual([{ fingerprint: ME.fingerprint, passphrase: PASSPHRASE }]);
    expect(ports.saved.map(({ text }) => text)).toEqual(['PRIVATE ARMOR']);
  });

  it('are deleted only after the address was typed', async () => {
    const { ports, root } = await keys('by-person');
    await press(root, 'Delete this key');
    await press(root, 'Delete this key for ever');
    expect(ports.inputsOf('keys.delete')).toEqual([]);
    await type(root, 'Type bob@example.org to confirm', 'bob@example.org');
    await press(root, 'Delete this key for ever');
    expect(ports.inputsOf('keys.delete')).toEqual([{ fingerprint: ME.fingerprint }]);
  });

  it('make a file name that no file system minds', () => {
    const view = certificateOf('X', 'x@example.org');
    expect(fileNameFor(view, 'certificate')).toMatch(/^x@example\.org-[0-9a-f]{16}-certificate\.asc$/);
    const strange = { ...view, userIds: [{ text: '', name: '', email: '../a|b@c' as never, state: 'valid' as const }] };
    expect(fileNameFor(strange, 'private')).not.toMatch(/[/|]|^\./);
  });
});

describe('contacts', () => {
  it('hand a pasted certificate to the certificate window and take nothing silently', async () => {
    location.hash = '#contacts';
    const ports = createFakePorts({
      ...full,
      'contacts.submit': () => ({ ok: true, fingerprint: NEW_KIND.fingerprint, news: 'new' }),
      'frame.openCertificate': () => undefined,
    });
    const root = await draw(<App />, ports);
    await press(root, 'Add a certificate');
    await type(root, 'Or paste the certificate', '-----BEGIN PGP PUBLIC KEY BLOCK-----');
    await submit(root);
    expect(ports.inputsOf('contacts.submit')).toMatchObject([{ evidence: { source: 'paste' } }]);
    expect(ports.inputsOf('frame.openCertificate')).toEqual([{ fingerprint: NEW_KIND.fingerprint }]);
    expect(ports.inputsOf('contacts.decide')).toEqual([]);
  });

  it('say what is wrong with what was pasted', async () => {
    location.hash = '#contacts';
    const ports = createFakePorts({ ...full, 'contacts.submit': () => ({ ok: false, code: 'key/secret-as-public' }) });
    const root = await draw(<App />, ports);
    await press(root, 'Add a certificate');
    await type(root, 'Or paste the certificate', 'x');
    await submit(root);
    expect(root.textContent).toContain('This is a private key, not a certificate.');
  });

  it('are found by parts of name, address and fingerprint, those that wait first', () => {
    const carla = contactOf(certificateOf('Carla Ruiz', 'carla@example.com', { fingerprint: print('51d2a0c4') }), {
      decision: 'verified',
    });
    const all = [carla, contactOf(NEW_KIND)];
    expect(matching(all, '').map(({ fingerprint }) => fingerprint)).toEqual([NEW_KIND.fingerprint, carla.fingerprint]);
    expect(matching(all, 'ruiz carla')).toEqual([carla]);
    expect(matching(all, '51D2 A0C4')).toEqual([carla]);
    expect(matching(all, 'nobody')).toEqual([]);
  });
});

describe('drafts', () => {
  it('never make a link of anything but a web address', async () => {
    const draft = (digit: string, origin: string) => ({
      id: parseDraftId(digit.repeat(32)),
      origin,
      to: [],
      subject: 'S',
      changedAt: 0,
    });
    const root = await draw(
      <App />,
      createFakePorts({
        ...full,
        'drafts.list': () => [draft('0', 'javascript:alert(1)'), draft('1', parseOrigin('https://mail.example.org'))],
      }),
    );
    const links = [...root.querySelectorAll('a')].map(({ href }) => href);
    expect(links).toEqual(['https://mail.example.org/']);
  });
});

describe('small things', () => {
  it('routes by the hash and falls back to Mail', () => {
    expect(routeOf('#keys')).toEqual({ tab: 'keys', unlock: false });
    expect(routeOf('#drafts').tab).toBe('mail');
    expect(routeOf('#unlock')).toEqual({ tab: 'mail', unlock: true });
    expect(routeOf('#chat')).toEqual({ tab: 'chat', unlock: false });
    expect(routeOf('#calls').tab).toBe('calls');
    expect(routeOf('#call').tab).toBe('mail');
  });

  it('does not call repeated or counted characters strong', () => {
    expect(strengthOf('aaaaaaaaaaaaaaaaaaaa').level).toBe(1);
    expect(strengthOf('12345678901234').level).toBe(1);
    expect(strengthOf('short').level).toBe(0);
    expect(strengthOf(PASSPHRASE).level).toBe(3);
    expect(guessBits(PASSPHRASE)).toBeGreaterThan(guessBits('abcdefghijklmnop'));
  });
});
