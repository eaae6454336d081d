import { createMessage, encrypt, readKey, sign } from 'openpgp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CertificatePort } from '../../../lib/channel/ports';
import type { Fingerprint } from '../../../lib/core/brand';
import type { Decision } from '../../../lib/core/certificate';
import { AppError } from '../../../lib/core/errors';
import { createKeyring } from '../../../lib/keyring/keyring';
import { createOpenPgp } from '../../../lib/openpgp/openpgp';
import { createKeyringPerson, type KeyringPerson } from '../../support/channel/keyring-people';
import { createKeyringWorld, pasted } from '../../support/keyring-world';
import { codeOf } from '../../support/openpgp/people';
import { address, makePerson, type Person, revoked } from '../../support/people';

const CONTENT = new TextEncoder().encode('half of a key\r\n');
const DAY = 86_400_000;

let anna: KeyringPerson;
let bert: KeyringPerson;
beforeAll(async () => {
  [anna, bert] = [await createKeyringPerson('Anna'), await createKeyringPerson('Bert', 'v6')];
});

const submit = async (at: KeyringPerson, { octets }: Pick<Person, 'octets'>) =>
  expect(await at.contacts.submit(octets, pasted())).toMatchObject({ ok: true });

const signedBy = async (person: Person, options: object = {}) =>
  sign({
    message: await createMessage({ binary: CONTENT }),
    signingKeys: person.secret,
    detached: true,
    format: 'binary',
    ...options,
  });

it('is the port of the channel', () => {
  const port: CertificatePort = anna.certificates;
  expect(port).toBeDefined();
});

describe('my certificate for chat', () => {
  it('is none where I have no key, and nothing is signed', async () => {
    const { channelCertificates } = (await createKeyringWorld()).start();
    const none = channelCertificates();
    expect(await codeOf(none.ownForChat())).toBe('chat/no-key');
    expect(await codeOf(none.sign(CONTENT))).toBe('chat/no-key');
  });

  it('is the preferred key that can be used, and stays the one that my device is bound to', async () => {
    const world = await createKeyringWorld();
    const { ownKeys, channelCertificates, vault } = world.start();
    let bound: Fingerprint | undefined;
    const mine = channelCertificates(async () => bound);
    const make = (name: string) => ownKeys.make({ name, email: address(`${name}@example.org`), version: 'v4' });
    const first = await make('first');
    world.profile.now += 1;
    const second = await make('second');
    expect((await mine.ownForChat()).fingerprint).toBe(first.fingerprint);
    await ownKeys.prefer(second.fingerprint);
    expect((await mine.ownForChat()).fingerprint).toBe(second.fingerprint);
    bound = first.fingerprint;
    expect((await mine.ownForChat()).fingerprint).toBe(first.fingerprint);
    const facts = await createOpenPgp().verifyDetached(CONTENT, await mine.sign(CONTENT), [await mine.ownForChat()]);
    expect(facts).toMatchObject([{ outcome: 'valid', fingerprint: first.fingerprint }]);
    await vault.lock();
    expect((await mine.ownForChat()).fingerprint).toBe(first.fingerprint);
    await ownKeys.delete(first.fingerprint);
    expect((await mine.ownForChat()).fingerprint).toBe(second.fingerprint);
  });

  it('is never an expired one', async () => {
    const { ownKeys, channelCertificates } = (await createKeyringWorld()).start();
    const old = await makePerson(['old@example.org'], { date: new Date(Date.now() - 10 * DAY), expiresIn: 86_400 });
    await ownKeys.import(old.secret.write(), undefined);
    expect(await codeOf(channelCertificates().ownForChat())).toBe('chat/no-key');
  });
});

describe('a signature', () => {
  it.each<Decision>(['later', 'refused', 'in-use', 'verified'])(
    'is told for what it is where its certificate is here, with the decision %s',
    async (decision) => {
      const signature = await anna.certificates.sign(CONTENT);
      await bert.decide(anna, decision);
      expect(await bert.certificates.verify(CONTENT, signature, anna.fingerprint)).toBe(true);
      expect(await bert.certificates.verify(CONTENT.subarray(1), signature, anna.fingerprint)).toBe(false);
      expect(await bert.certificates.verify(CONTENT, signature, bert.fingerprint)).toBe(false);
    },
  );

  it('by a certificate that is not here, expired or revoked is none', async () => {
    const stranger = await makePerson(['stranger@example.org']);
    const signature = await signedBy(stranger);
    const verify = (person: Person, octets: Uint8Array) =>
      bert.certificates.verify(CONTENT, octets, person.fingerprint);
    expect(await verify(stranger, signature)).toBe(false);
    await submit(bert, stranger);
    expect(await verify(stranger, signature)).toBe(true);
    await submit(bert, await revoked(stranger));
    expect(await verify(stranger, signature)).toBe(false);

    const date = new Date(Date.now() - 10 * DAY);
    const old = await makePerson(['old@example.org'], { date, expiresIn: 86_400 });
    const inTime = await signedBy(old, { date: new Date(Date.now() - 9.5 * DAY) });
    await submit(bert, old);
    expect(await verify(old, inTime)).toBe(false);
  });

  it('is one packet without armor, over the very octets', async () => {
    const carla = await makePerson(['carla@example.org']);
    await submit(bert, carla);
    const verify = (octets: Uint8Array) => bert.certificates.verify(CONTENT, octets, carla.fingerprint);
    const signature = await signedBy(carla);
    expect(await verify(signature)).toBe(true);
    expect(await verify(new Uint8Array([...signature, ...signature]))).toBe(false);
    expect(await verify(new TextEncoder().encode((await signedBy(carla, { format: 'armored' })) as never))).toBe(false);
    const message = await createMessage({ text: 'half of a key\r\n' });
    expect(await verify(await signedBy(carla, { message }))).toBe(false);
    for (const octets of [new Uint8Array(), new Uint8Array(40), CONTENT]) expect(await verify(octets)).toBe(false);
  });

  it('may be by a clock that is a week ahead, and not more', async () => {
    const carla = await makePerson(['ahead@example.org']);
    await submit(bert, carla);
    const madeIn = async (days: number) => {
      const signature = await signedBy(carla, { date: new Date(Date.now() + days * DAY) });
      return bert.certificates.verify(CONTENT, signature, carla.fingerprint);
    };
    expect([await madeIn(6.9), await madeIn(7.1)]).toEqual([true, false]);
  });
});

describe('a sealed half', () => {
  it('goes between two people who have accepted each other, and to nobody else', async () => {
    await anna.decide(bert, 'in-use');
    await bert.decide(anna, 'verified');
    const sealed = await anna.certificates.sealTo(CONTENT, bert.fingerprint);
    expect(await bert.certificates.openFrom(sealed, anna.fingerprint)).toEqual(CONTENT);
    // Not to myself.
    await anna.decide(bert, 'verified');
    expect(await anna.certificates.openFrom(sealed, bert.fingerprint)).toBeUndefined();
  });

  it.each([
    ['later', 'contact/undecided'],
    ['refused', 'contact/refused'],
  ] as const)('[req 32] is neither made nor opened after the decision became %s', async (decision, code) => {
    await anna.decide(bert, 'in-use');
    await bert.decide(anna, 'in-use');
    const sealed = await anna.certificates.sealTo(CONTENT, bert.fingerprint);
    await bert.decide(anna, decision);
    expect(await codeOf(bert.certificates.openFrom(sealed, anna.fingerprint))).toBe(code);
    expect(await codeOf(bert.certificates.sealTo(CONTENT, anna.fingerprint))).toBe(code);
    await bert.decide(anna, 'in-use');
    expect(await bert.certificates.openFrom(sealed, anna.fingerprint)).toEqual(CONTENT);
  });

  it('[req 32] stops while another certificate asks for the place of the accepted one', async () => {
    const dora = await makePerson(['dora@example.org']);
    const rival = await makePerson(['dora@example.org']);
    await anna.decide(dora, 'verified');
    expect((await anna.certificates.sealTo(CONTENT, dora.fingerprint)).length).toBeGreaterThan(100);
    await submit(anna, rival);
    expect(await codeOf(anna.certificates.sealTo(CONTENT, dora.fingerprint))).toBe('contact/changed');
    expect(await codeOf(anna.certificates.sealTo(CONTENT, rival.fingerprint))).toBe('contact/undecided');
    expect(await codeOf(anna.certificates.openFrom(CONTENT, dora.fingerprint))).toBe('contact/changed');
  });

  it('[req 12] is not made for a stranger, for me, or for a certificate that was revoked', async () => {
    const erik = await makePerson(['erik@example.org']);
    const code = (fingerprint: Fingerprint) => codeOf(anna.certificates.sealTo(CONTENT, fingerprint));
    expect(await code(erik.fingerprint)).toBe('contact/unknown');
    expect(await code(anna.fingerprint)).toBe('contact/own-certificate');
    await anna.decide(erik, 'verified');
    await submit(anna, await revoked(erik));
    expect(await code(erik.fingerprint)).toBe('key/revoked');
    expect(await codeOf(anna.certificates.openFrom(CONTENT, erik.fingerprint))).toBe('key/revoked');
  });

  it('is nothing where it was changed, is not sealed, or is signed by nobody or by somebody else', async () => {
    const carla = await makePerson(['half@example.org']);
    await bert.decide(anna, 'verified');
    await bert.decide(carla, 'verified');
    await anna.decide(bert, 'verified');
    const open = (octets: Uint8Array) => bert.certificates.openFrom(octets, carla.fingerprint);
    const message = await createMessage({ binary: CONTENT });
    const encryptionKeys = await readKey({ binaryKey: bert.octets });
    const sealedBy = (keys: object): Promise<Uint8Array> =>
      encrypt({ message, encryptionKeys, format: 'binary', ...keys }) as never;
    const good = await sealedBy({ signingKeys: carla.secret });
    expect(await open(good)).toEqual(CONTENT);
    // By a clock that is ahead.
    const date = (days: number) => ({ signingKeys: carla.secret, date: new Date(Date.now() + days * DAY) });
    expect(await open(await sealedBy(date(6.9)))).toEqual(CONTENT);
    expect(await open(await sealedBy(date(7.1)))).toBeUndefined();
    expect(await open(await sealedBy({}))).toBeUndefined();
    expect(await open(await anna.certificates.sealTo(CONTENT, bert.fingerprint))).toBeUndefined();
    expect(await open(await sign({ message, signingKeys: carla.secret, format: 'binary' }))).toBeUndefined();
    const both = [carla.secret, (await makePerson(['second@example.org'])).secret];
    expect(await open(await sealedBy({ signingKeys: both }))).toBeUndefined();
    for (const octets of [good.with(-3, 1), good.subarray(0, -1), new Uint8Array(), CONTENT]) {
      expect(await open(octets)).toBeUndefined();
    }
  });
});

describe('my secret', () => {
  it('[req 4] is not to be had while keys are locked; what is open to see stays so', async () => {
    const [one, other] = [await createKeyringPerson('Ines'), await createKeyringPerson('Jan')];
    await one.decide(other, 'verified');
    await other.decide(one, 'verified');
    const sealed = await other.certificates.sealTo(CONTENT, one.fingerprint);
    const signature = await other.certificates.sign(CONTENT);
    await one.vault.lock();
    const { sign: signLocked, sealTo, openFrom, verify, ownForChat } = one.certificates;
    expect(await codeOf(signLocked(CONTENT))).toBe('vault/locked');
    expect(await codeOf(sealTo(CONTENT, other.fingerprint))).toBe('vault/locked');
    expect(await codeOf(openFrom(sealed, other.fingerprint))).toBe('vault/locked');
    expect(await verify(CONTENT, signature, other.fingerprint)).toBe(true);
    expect((await ownForChat()).fingerprint).toBe(one.fingerprint);
  });

  it('is overwritten when the work is done, and when it fails', async () => {
    const { vault, store } = anna;
    const given: Uint8Array[] = [];
    const { channelCertificates } = createKeyring({
      pgp: createOpenPgp(),
      ownKeys: store.ownKeys,
      contacts: store.contacts,
      vault: {
        seal: (octets, context) => vault.seal(octets, context),
        open: async (sealed, context) => {
          const octets = await vault.open(sealed, context);
          given.push(octets);
          return octets;
        },
      },
      clock: { now: Date.now },
    });
    await anna.decide(bert, 'verified');
    const watched = channelCertificates();
    await watched.sign(CONTENT);
    await watched.sealTo(CONTENT, bert.fingerprint);
    expect(await watched.openFrom(CONTENT, bert.fingerprint)).toBeUndefined();
    expect(await codeOf(watched.sealTo(new Uint8Array(49 * 1024 * 1024), bert.fingerprint))).toBe('mail/quota');
    expect(given).toHaveLength(4);
    for (const octets of given) {
      expect(octets.length).toBeGreaterThan(40);
      expect(octets.every((octet) => octet === 0)).toBe(true);
    }
  });
});

it('what is wrong here is not taken for what is wrong with the octets', async () => {
  const pgp = createOpenPgp();
  const fail = () => Promise.reject(new AppError('bus/internal'));
  const { vault, store } = bert;
  const ports = { ownKeys: store.ownKeys, contacts: store.contacts, vault, clock: { now: Date.now } };
  const broken = createKeyring({ ...ports, pgp: { ...pgp, open: fail, verifyDetached: fail } }).channelCertificates();
  await bert.decide(anna, 'verified');
  expect(await codeOf(broken.openFrom(CONTENT, anna.fingerprint))).toBe('bus/internal');
  expect(await codeOf(broken.verify(CONTENT, CONTENT, anna.fingerprint))).toBe('bus/internal');
});

describe('a certificate that is not here', () => {
  it('is known by its octets, where it made the signature', async () => {
    const erik = await makePerson(['erik.unknown@example.org']);
    const other = await makePerson(['other@example.org']);
    const signature = await signedBy(erik);
    const by = (octets: Uint8Array, content = CONTENT) => bert.certificates.signedBy(content, signature, octets);
    expect(await by(erik.octets)).toBe(erik.fingerprint);
    expect(await by(other.octets)).toBeUndefined();
    expect(await by(erik.octets, CONTENT.subarray(1))).toBeUndefined();
    expect(await by((await revoked(erik)).octets)).toBeUndefined();
    expect(await bert.contacts.decisionOn(erik.fingerprint)).toBe('unknown');
  });

  it('is one public certificate without armor and nothing else', async () => {
    const erik = await makePerson(['erik.alone@example.org']);
    const signature = await signedBy(erik);
    const by = (octets: Uint8Array) => bert.certificates.signedBy(CONTENT, signature, octets);
    const { view } = bert.certificates;
    const armored = new TextEncoder().encode(erik.secret.toPublic().armor());
    const two = new Uint8Array([...erik.octets, ...anna.octets]);
    for (const octets of [erik.secret.write(), armored, two, new Uint8Array(), CONTENT, erik.octets.subarray(0, -1)]) {
      expect(await by(octets)).toBeUndefined();
    }
    expect(await view(erik.fingerprint)).toBeUndefined();
  });
});

it('shows any certificate that is here', async () => {
  expect((await bert.certificates.view(anna.fingerprint))?.userIds[0]?.name).toBe('Anna');
  expect((await bert.certificates.view(bert.fingerprint))?.fingerprint).toBe(bert.fingerprint);
  expect(await bert.certificates.view('ab'.repeat(20) as Fingerprint)).toBeUndefined();
});
