import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../../../lib/core/wire/ids';
import { newMessageId, sealedPayload } from '../../support/relay/payload';
import { type Member, type Stage, setStage } from '../server/stage';

let stage: Stage;
let anna: Member;
let ben: Member;

beforeEach(async () => {
  stage = await setStage();
  anna = await stage.login('anna');
  ben = await stage.login('ben');
});
afterEach(() => stage.end());

/** Sends so many, and answers their ids. */
function sendMany(from: Member, to: Member, count: number, octets = 60): MessageId[] {
  const ids = Array.from({ length: count }, newMessageId);
  from.send(...ids.map((id) => ({ kind: 'send' as const, id, to: [to.device], payload: sealedPayload(octets) })));
  return ids;
}

/** Takes the next so many messages and acknowledges them; answers their ids in the order of arrival. */
async function receive(at: Member, count: number): Promise<MessageId[]> {
  const ids: MessageId[] = [];
  while (ids.length < count) {
    const { id } = await at.next('deliver');
    ids.push(id);
    at.send({ kind: 'acknowledge', ids: [id] });
  }
  return ids;
}

const told = (at: Member, id: MessageId, state: string) =>
  at.next('status', (frame) => frame.id === id && frame.state === state);

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
});
