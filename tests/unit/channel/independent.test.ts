import { describe, expect, it } from 'vitest';
import { statement } from '../../../lib/channel/statement';
import { decode } from '../../../lib/core/wire/encode';
import { createCertificates } from '../../support/channel/certificates';
import { createIndependentPeer } from '../../support/channel/independent/peer';
import { introduction, meetBy, whoIs } from '../../support/channel/introductions';
import { createParty, START } from '../../support/channel/world';

/** One of ours and one written from docs/protocol.md alone. */
async function createMixedWorld() {
  const certificates = createCertificates();
  const clock = { now: START };
  const ours = await createParty('anna', certificates, clock);
  const theirs = await createIndependentPeer({
    user: 'bert.k7m2q',
    certificate: certificates.fingerprintOf('bert'),
    peer: certificates.fingerprintOf('anna'),
    port: certificates.portOf('bert'),
    now: () => clock.now,
  });
  ours.meet(decode(statement, theirs.statement));
  return { ours, theirs, certificates };
}

type Mixed = Awaited<ReturnType<typeof createMixedWorld>>;

async function converse({ ours, theirs }: Mixed): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    expect(await ours.listen(theirs.say(`round ${round}`))).toBe(`round ${round}`);
    expect((await theirs.hear(ours.say(`answer ${round}`))).content).toBe(`answer ${round}`);
    const [one, two, three] = [ours.say('one'), ours.say('two'), ours.say('three')] as const;
    expect((await theirs.hear(three)).content).toBe('three');
    expect((await theirs.hear(one)).content).toBe('one');
    const [four, five] = [theirs.say('four'), theirs.say('five')] as const;
    expect(await ours.listen(five)).toBe('five');
    expect((await theirs.hear(two)).content).toBe('two');
    expect(await ours.listen(four)).toBe('four');
  }
  expect(Buffer.from(ours.status().comparison ?? [])).toEqual(theirs.comparison());
  expect(theirs.comparison()).toHaveLength(8);
}

describe('an implementation written from docs/protocol.md alone', () => {
  it.each([true, false])('answers our opening (one-time prekey: %s)', async (once) => {
    const world = await createMixedWorld();
    const { ours, theirs } = world;
    const publication = { bundle: theirs.bundle, oneTime: [], expires: 0 };
    expect(await ours.start(publication, once ? theirs.oneTime : undefined)).toBe('started');
    expect((await theirs.hear(ours.say('first'))).content).toBe('first');
    expect((await theirs.hear(ours.say('second'))).content).toBe('second');
    await converse(world);
  });

  it.each([true, false])('opens a session with us (one-time prekey: %s)', async (once) => {
    const world = await createMixedWorld();
    const { ours, theirs } = world;
    const { bundle, oneTime } = ours.publish();
    await theirs.start(bundle, once ? oneTime[0] : undefined);
    expect(await ours.listen(theirs.say('first'))).toBe('first');
    expect(await ours.listen(theirs.say('second'))).toBe('second');
    expect((await theirs.hear(ours.say('third'))).content).toBe('third');
    await converse(world);
  });

  it('understands an end', async () => {
    const world = await createMixedWorld();
    const { ours, theirs } = world;
    await theirs.start(ours.publish().bundle, undefined);
    expect(await ours.listen(theirs.say('', 1))).toBe('empty');
    expect((await theirs.hear(ours.nod())).kind).toBe(1);
    expect(await ours.listen(theirs.say('', 2))).toBe('ended');
    expect(ours.status().state).toBe('none');
  });

  it.each(['offer', 'end'] as const)('reads our introduction (%s)', async (intent) => {
    const { ours, theirs, certificates } = await createMixedWorld();
    const certificate = certificates.octetsOf('anna');
    const accepts = certificates.fingerprintOf('bert');
    const to = { statement: () => decode(statement, theirs.statement) };
    for (const accepted of [accepts, undefined]) {
      const payload = await introduction(ours, to, theirs.bundle, { certificate, intent, accepts: accepted });
      const met = await theirs.meet(payload);
      expect(met.from?.user).toBe('anna.k7m2q');
      expect(met).toMatchObject({ kind: intent, issued: START });
      expect(Buffer.compare(met.certificate, certificate)).toBe(0);
      expect(met.accepts && Buffer.from(met.accepts).toString('hex')).toBe(accepted);
    }
  });

  it.each(['offer', 'end'] as const)('introduces itself to us (%s)', async (kind) => {
    const { ours, theirs, certificates } = await createMixedWorld();
    const certificate = certificates.octetsOf('bert');
    const accepts = Buffer.from(certificates.fingerprintOf('anna'), 'hex');
    const { bundle } = ours.publish(0);
    for (const accepted of [accepts, undefined]) {
      const opened = await meetBy(ours, theirs.introduce(bundle, { kind, certificate, accepts: accepted }));
      expect(opened).toMatchObject({
        kind: 'introduced',
        intent: kind,
        certificate,
        from: decode(statement, new Uint8Array(theirs.statement)),
        accepts: accepted?.toString('hex'),
      });
    }
    const foreign = theirs.introduce(bundle, { kind, certificate: certificates.octetsOf('carla'), accepts });
    expect(await whoIs(ours, foreign)).toBe('refused: certificate');
  });

  it('refuses an introduction as we do: for another device, changed, or with another certificate', async () => {
    const { ours, theirs, certificates } = await createMixedWorld();
    const to = { statement: () => decode(statement, theirs.statement) };
    const certificate = certificates.octetsOf('anna');
    const payload = await introduction(ours, to, theirs.bundle, { certificate });
    const other = await introduction(ours, to, theirs.bundle, { certificate: certificates.octetsOf('carla') });
    await expect(theirs.meet(other)).rejects.toThrow('certificate');
    await expect(theirs.meet(payload.with(10, 1))).rejects.toThrow('not-for-me');
    await expect(theirs.meet(payload.with(-1, 1))).rejects.toThrow('damaged');
    await expect(theirs.meet(payload.with(3, 2))).rejects.toThrow('version');
  });
});
