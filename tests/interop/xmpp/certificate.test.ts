import { describe, expect, it, vi } from 'vitest';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { type Desk, findTool, gpg, openDesk } from '../../support/interop/command-line';
import { address } from '../../support/openpgp/people';

// The library's build for browsers, which is the one that ships.
vi.mock('openpgp', () => vi.importActual('../../../node_modules/openpgp/dist/openpgp.mjs'));

const pgp = createOpenPgp();
const MAIL = 'Alice <alice@example.org>';
const XMPP = 'xmpp:alice@lab.test';
const WORDS = 'Grüße, żółć, 你好 👋🏽';
const DAYS = 90;

type Named = Awaited<ReturnType<typeof makeNamed>>;

/** As an account publishes it (XEP-0373, 4): a key for mail, with the account as one user id more. */
async function makeNamed(desk: Desk, made = makeKey()) {
  const { secret, certificate } = await made;
  const named = await pgp.certifyUserId(secret, certificate, XMPP);
  return {
    secret,
    named,
    file: desk.file('named.pgp', named.octets),
    before: desk.file('before.pgp', certificate.octets),
  };
}

const makeKey = () =>
  pgp.makeKey({ name: 'Alice', email: address('alice@example.org'), version: 'v4', expiresInDays: DAYS });

async function opens({ secret, named }: Named, message: Uint8Array) {
  const { content } = await pgp.open(message, [secret], [named]);
  expect(new TextDecoder().decode(content)).toBe(WORDS);
}

const gnupg = findTool('gpg');
describe.skipIf(gnupg.missing)(`GnuPG reads the certificate of an account${gnupg.hint}`, () => {
  /** Fields of `--with-colons`, for one kind of line. */
  const lines = (desk: Desk, kind: string) =>
    desk
      .run('gpg', [...gpg(), '--with-colons', '--list-keys', '--fixed-list-mode'])
      .toString()
      .split('\n')
      .map((line) => line.split(':'))
      .filter(([first]) => first === kind);
  const expiries = (desk: Desk) =>
    [...lines(desk, 'pub'), ...lines(desk, 'sub')].map((fields) => [fields[1], fields[6]]);

  it('with both names, the one for mail first, and the same times; and finds it by the account', async () => {
    using desk = openDesk();
    const alice = await makeNamed(desk);
    desk.run('gpg', [...gpg(), '--import', alice.before]);
    const old = expiries(desk);
    desk.run('gpg', [...gpg(), '--import', alice.file]);
    expect(lines(desk, 'uid').map((fields) => fields[9]?.replaceAll('\\x3a', ':'))).toEqual([MAIL, XMPP]);
    expect(expiries(desk)).toEqual(old);
    expect(old.every(([, until]) => Number(until) > Date.now() / 1_000)).toBe(true);
    const sealed = desk.run('gpg', [...gpg(), '--recipient', `=${XMPP}`, '--encrypt'], WORDS);
    await opens(alice, sealed);
    expect(desk.run('gpg', [...gpg(), '--check-signatures']).toString()).not.toMatch(/bad|not checked/i);
  });

  it('adds the account to a key of its own making, whose name it had not marked as the primary one', async () => {
    using desk = openDesk();
    desk.run('gpg', [...gpg(), '--quick-generate-key', MAIL, 'ed25519', 'cert,sign', '1y']);
    const fingerprint = lines(desk, 'fpr')[0]?.[9] ?? '';
    desk.run('gpg', [...gpg(), '--quick-add-key', fingerprint, 'cv25519', 'encr', '1y']);
    const exported = desk.run('gpg', [...gpg(), '--export-secret-keys', fingerprint]);
    const [imported] = await pgp.importSecret(new Uint8Array(exported), undefined);
    if (imported === undefined) throw new Error('no key');
    const old = expiries(desk);
    const alice = await makeNamed(desk, Promise.resolve(imported));
    desk.run('gpg', [...gpg(), '--import', alice.file]);
    expect(lines(desk, 'uid').map((fields) => fields[9]?.replaceAll('\\x3a', ':'))).toEqual([MAIL, XMPP]);
    expect(expiries(desk)).toEqual(old);
  });
});

const sequoia = findTool('sq');
describe.skipIf(sequoia.missing)(`Sequoia reads the certificate of an account${sequoia.hint}`, () => {
  it('with both names and without a complaint, and seals for it', async () => {
    using desk = openDesk();
    const alice = await makeNamed(desk);
    const told = desk.run('sq', ['inspect', '--certifications', alice.file]).toString();
    expect([...told.matchAll(/UserID: (.*)$/gm)].map(([, name]) => name)).toEqual([MAIL, XMPP]);
    expect(told).not.toMatch(/invalid|bad|revoked|expired/i);
    await opens(alice, desk.run('sq', ['encrypt', '--binary', '--recipient-cert', alice.file], WORDS));
  });
});
