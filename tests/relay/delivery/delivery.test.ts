import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../../../lib/core/wire/ids';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { type Member, type Stage, setStage } from '../server/stage';
import { receive, sendMany, told } from './exchange';

let stage: Stage;
let anna: Member;
let ben: Member;

beforeEach(async () => {
  stage = await setStage();
  anna = await stage.login('anna');
  ben = await stage.login('ben');
});
afterEach(() => stage.end());

describe('a device that is connected', () => {
  it('gets a message from memory: the sender hears delivered, and nothing was stored', async () => {
    const payload = sealedPayload();
    const id = newMessageId();
    anna.send({ kind: 'send', id, to: [ben.device], payload });
    const delivered = await ben.next('deliver');
    expect(Buffer.from(delivered.payload)).toEqual(Buffer.from(payload));
    ben.send({ kind: 'acknowledge', ids: [delivered.id] });
    expect(await told(anna, id, 'delivered')).toMatchObject({ devices: [ben.device] });
    expect(stage.switches.appends).toBe(0);
    expect(anna.frames).toEqual([]);
  });

  it('gets a thousand messages in the order in which they were sent [req 36]', async () => {
    const ids = sendMany(anna, ben, 1_000);
    expect(await receive(ben, 1_000)).toEqual(ids);
    await told(anna, ids.at(-1) as MessageId, 'delivered');
  });

  it('has its message stored when it does not acknowledge in time, and the sender hears both in turn', async () => {
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await ben.next('deliver');
    stage.move(1_000);
    await told(anna, id, 'stored');
    expect(stage.idsOf(ben.device)).toEqual([id]);
    ben.send({ kind: 'acknowledge', ids: [id] });
    await told(anna, id, 'delivered');
    expect(stage.idsOf(ben.device)).toEqual([]);
  });

  it('has what it did not acknowledge stored in order when its socket goes, before what comes later [req 36]', async () => {
    const early = sendMany(anna, ben, 5);
    await ben.next('deliver', ({ id }) => id === early.at(-1));
    ben.socket.terminate();
    await expect.poll(() => stage.counts.get('sockets'), { interval: 1 }).toBe(1);
    const late = sendMany(anna, ben, 5);
    await told(anna, late.at(-1) as MessageId, 'stored');
    const again = await stage.login('ben');
    expect(await receive(again, 10)).toEqual([...early, ...late]);
  });

  it('keeps the order when it acknowledges while its message is being stored', async () => {
    const release = stage.hold();
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await ben.next('deliver');
    stage.move(1_000);
    ben.send({ kind: 'acknowledge', ids: [id] });
    await told(anna, id, 'delivered');
    release();
    await expect.poll(() => stage.idsOf(ben.device)).toEqual([]);
    const [next] = sendMany(anna, ben, 1) as [MessageId];
    expect((await ben.next('deliver')).id).toBe(next);
    expect(anna.frames.filter((frame) => frame.kind === 'status' && frame.id === id)).toEqual([]);
  });

  it('is handed a message once, however often it is sent [req 36]', async () => {
    const payload = sealedPayload();
    const id = newMessageId();
    const frame = { kind: 'send' as const, id, to: [ben.device], payload };
    anna.send(frame, frame);
    await ben.next('deliver');
    anna.send(frame);
    ben.send({ kind: 'acknowledge', ids: [id] });
    await told(anna, id, 'delivered');
    anna.send(frame);
    await told(anna, id, 'delivered');
    const [other] = sendMany(anna, ben, 1) as [MessageId];
    expect((await ben.next('deliver')).id).toBe(other);
  });

  it('takes over from its older socket, which is closed, and gets what that one did not acknowledge', async () => {
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await ben.next('deliver');
    const newer = await stage.login('ben');
    expect(await ben.closed).toEqual({ code: 4005, reason: 'relay/replaced' });
    expect((await newer.next('deliver')).id).toBe(id);
    newer.send({ kind: 'acknowledge', ids: [id] });
    await told(anna, id, 'delivered');
    const [after] = sendMany(anna, newer, 1) as [MessageId];
    expect((await newer.next('deliver')).id).toBe(after);
  });

  it('that does not read on is given no more than a window, then the rest in order [req 36]', async () => {
    const ids = sendMany(anna, ben, 3_000);
    await told(anna, ids.at(-1) as MessageId, 'stored');
    expect(ben.frames.length).toBeLessThanOrEqual(1_000);
    expect(await receive(ben, 3_000)).toEqual(ids);
    await told(anna, ids.at(-1) as MessageId, 'delivered');
    const live = sendMany(anna, ben, 100);
    expect(await receive(ben, 100)).toEqual(live);
  });

  it('gets signals, which are never kept', async () => {
    const payload = sealedPayload(60, 'signal');
    anna.send({ kind: 'signal', to: [ben.device], payload });
    expect(Buffer.from((await ben.next('signal')).payload)).toEqual(Buffer.from(payload));
    await ben.close();
    anna.send({ kind: 'signal', to: [ben.device], payload });
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await told(anna, id, 'stored');
    expect(stage.idsOf(ben.device)).toEqual([id]);
  });
});
