import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../../../lib/core/wire/ids';
import { sealedPayload } from '../../support/relay/payload';
import { type Member, type Stage, setStage } from '../server/stage';
import { receive, sendMany, told } from './exchange';
import { createMemoryDirectory, createMemoryMailboxes } from './memory-stores';

let one: Stage;
let other: Stage;
let anna: Member;
let ben: Member;

beforeEach(async () => {
  const held = new Map();
  const mail = createMemoryMailboxes();
  one = await setStage({ mail, directory: createMemoryDirectory(held) });
  other = await setStage({ mail, directory: createMemoryDirectory(held) });
  anna = await one.login('anna');
  ben = await other.login('ben');
});
afterEach(async () => {
  await one.end();
  await other.end();
});

describe('devices at two processes', () => {
  it('exchange messages in order, and senders hear stored, then delivered [req 36]', async () => {
    const ids = sendMany(anna, ben, 300);
    expect(await receive(ben, 300)).toEqual(ids);
    const last = ids.at(-1) as MessageId;
    await told(anna, last, 'delivered');
    await told(anna, last, 'stored');
    expect(one.idsOf(ben.device)).toEqual([]);
    const back = sendMany(ben, anna, 5);
    expect(await receive(anna, 5)).toEqual(back);
  });

  it('get signals, and what is for all devices of a user', async () => {
    anna.send({ kind: 'signal', to: [ben.device], payload: sealedPayload(60, 'signal') });
    await ben.next('signal');
    const second = await one.login('ben', new Uint8Array(32).fill(9));
    await one.relay.ctx.delivery.pushToUser(ben.user, { kind: 'notice', code: 'relay/back' });
    await Promise.all([ben.next('notice'), second.next('notice')]);
  });

  it('are one when a device moves: the older socket closes, and what it did not acknowledge follows [req 36]', async () => {
    const ids = sendMany(ben, anna, 3);
    await anna.next('deliver');
    const moved = await other.login('anna');
    expect((await anna.closed).reason).toBe('relay/replaced');
    expect(await receive(moved, 3)).toEqual(ids);
    await told(ben, ids[2] as MessageId, 'delivered');
    const live = sendMany(ben, moved, 3);
    expect(await receive(moved, 3)).toEqual(live);
  });

  it('hear from another process even when they have just left it', async () => {
    const [id] = sendMany(anna, ben, 1) as [MessageId];
    await ben.next('deliver');
    await told(anna, id, 'stored');
    anna.socket.terminate();
    ben.send({ kind: 'acknowledge', ids: [id] });
    const back = await one.login('anna');
    await told(back, id, 'delivered');
  });

  it('are closed from another process', async () => {
    await one.relay.ctx.delivery.disconnect(ben.device, 'relay/revoked');
    expect((await ben.closed).reason).toBe('relay/revoked');
  });
});
