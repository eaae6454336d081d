import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../../../lib/core/wire/ids';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { type Member, type Stage, setStage } from '../server/stage';
import { receive, sendMany, told } from './exchange';

let stage: Stage;
let anna: Member;
let ben: Member;

beforeEach(async () => {
  stage = await setStage({ still: true, limits: { mailboxMessages: 6_000 } });
  anna = await stage.login('anna');
  ben = await stage.login('ben');
});
afterEach(() => stage.end());

describe('a device that is away', () => {
  beforeEach(async () => {
    await ben.close();
  });

  it('gets what waits in order when it comes back, each once, and then what is new [req 36]', async () => {
    const waiting = sendMany(anna, ben, 5_000);
    await told(anna, waiting.at(-1) as MessageId, 'stored');
    const back = await stage.login('ben');
    const live = sendMany(anna, back, 200);
    expect(await receive(back, 5_200)).toEqual([...waiting, ...live]);
    await told(anna, live.at(-1) as MessageId, 'delivered');
    expect(stage.idsOf(back.device)).toEqual([]);
    expect(back.frames).toEqual([]);
  });

  it('gets them in order when it comes back while they are being stored [req 36]', async () => {
    const release = stage.hold();
    const early = sendMany(anna, ben, 20);
    await anna.ask('prekeys.count', undefined).catch(() => undefined);
    const back = await stage.login('ben');
    const late = sendMany(anna, back, 20);
    await anna.ask('prekeys.count', undefined).catch(() => undefined);
    expect(back.frames.filter(({ kind }) => kind === 'deliver')).toEqual([]);
    release();
    expect(await receive(back, 40)).toEqual([...early, ...late]);
    // What came when nearly all was handed over waited in memory for the rest.
    expect(stage.switches.appends).toBe(20);
  });

  it('gets messages from a sender that never pauses in order, and soon from memory again [req 36]', async () => {
    const waiting = sendMany(anna, ben, 500);
    await told(anna, waiting.at(-1) as MessageId, 'stored');
    anna.frames.length = 0;
    const back = await stage.login('ben');
    const got: MessageId[] = [];
    const reading = (async () => {
      while (got.length < 2_500) got.push(...(await receive(back, 1)));
    })();
    // Twenty are always under way: the next goes out as soon as one is stored or delivered.
    const sent = sendMany(anna, back, 20);
    const answered = new Set<MessageId>(waiting);
    const appends: number[] = [];
    while (sent.length < 2_000) {
      const { id } = await anna.next('status');
      if (answered.has(id)) continue;
      answered.add(id);
      sent.push(...sendMany(anna, back, 1));
      appends.push(stage.switches.appends);
    }
    await reading;
    expect(got).toEqual([...waiting, ...sent]);
    expect(appends.at(-1)).toBe(appends.at(-500));
  });

  it('does not keep a sender that is away from hearing what became of its message', async () => {
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await told(anna, id, 'stored');
    await anna.close();
    const back = await stage.login('ben');
    await receive(back, 1);
    await expect.poll(() => stage.idsOf(anna.device).length).toBe(1);
    const sender = await stage.login('anna');
    expect(await told(sender, id, 'delivered')).toMatchObject({ devices: [ben.device] });
    await expect.poll(() => stage.idsOf(anna.device)).toEqual([]);
  });

  it('loses what it did not fetch in 72 hours, and the sender is told [req 38]', async () => {
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await told(anna, id, 'stored');
    stage.shift(72 * 3_600_000 - 1_000);
    await stage.relay.expire();
    expect(stage.idsOf(ben.device)).toEqual([id]);
    stage.shift(2_000);
    await stage.relay.expire();
    expect(stage.idsOf(ben.device)).toEqual([]);
    expect(await told(anna, id, 'expired')).toMatchObject({ devices: [ben.device] });
  });

  it('has a mailbox that can be full: the sender hears when to try again [req 38]', async () => {
    const ids = sendMany(anna, ben, 6_001);
    const refused = await anna.next('refused');
    expect(refused).toMatchObject({ id: ids.at(-1), code: 'relay/quota', waitMs: 60_000, devices: [ben.device] });
    expect(stage.idsOf(ben.device).length).toBe(6_000);
  });

  it('shares one append with all others of the message', async () => {
    const others = await Promise.all(['cem', 'dora', 'emil'].map((name) => stage.login(name)));
    for (const other of others) await other.close();
    const id = newMessageId();
    const to = [ben, ...others].map(({ device }) => device);
    anna.send({ kind: 'send', id, to, payload: sealedPayload() });
    expect(await told(anna, id, 'stored')).toMatchObject({ devices: to });
    expect(stage.switches.appends).toBe(1);
  });

  it('that nobody knows is refused, and the others of the message are not', async () => {
    const stranger = newMessageId() as string as typeof ben.device;
    stage.unknown.add(stranger);
    const id = newMessageId();
    anna.send({ kind: 'send', id, to: [ben.device, stranger], payload: sealedPayload() });
    expect(await anna.next('refused')).toMatchObject({ id, code: 'relay/unknown-device', devices: [stranger] });
    expect(await told(anna, id, 'stored')).toMatchObject({ devices: [ben.device] });
  });
});

describe('a store that is away', () => {
  it('is waited for: everybody is told, nobody hears stored before it is true, and nothing is lost [req 37]', async () => {
    await ben.close();
    stage.setAway(true);
    expect(await anna.next('notice')).toMatchObject({ code: 'relay/waiting' });
    const ids = sendMany(anna, ben, 50);
    await anna.ask('prekeys.count', undefined).catch(() => undefined);
    stage.relay.sweep();
    await anna.ask('prekeys.count', undefined).catch(() => undefined);
    expect(anna.frames).toEqual([]);
    stage.setAway(false);
    expect(await anna.next('notice')).toMatchObject({ code: 'relay/back' });
    await told(anna, ids.at(-1) as MessageId, 'stored');
    const back = await stage.login('ben');
    expect(await receive(back, 50)).toEqual(ids);
  });

  it('does not stop messages between devices that are connected', async () => {
    stage.setAway(true);
    const ids = sendMany(anna, ben, 3);
    expect(await receive(ben, 3)).toEqual(ids);
    await told(anna, ids[2] as MessageId, 'delivered');
  });

  it('is told what was acknowledged meanwhile', async () => {
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await ben.next('deliver');
    stage.move(1_000);
    await told(anna, id, 'stored');
    stage.setAway(true);
    ben.send({ kind: 'acknowledge', ids: [id] });
    await ben.ask('prekeys.count', undefined).catch(() => undefined);
    stage.setAway(false);
    await told(anna, id, 'delivered');
    expect(stage.idsOf(ben.device)).toEqual([]);
  });
});
