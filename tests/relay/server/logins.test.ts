import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { REQUESTS } from '../../../lib/core/wire/requests';
import type { Handlers } from '../../../relay/server/context';
import { WaitError } from '../../../relay/server/wait-error';
import type { Refusal } from '../../support/relay/client';
import { receive, sendMany, told } from '../delivery/exchange';
import { createMemoryDirectory } from '../delivery/memory-stores';
import { type Stage, type StageOptions, setStage } from './stage';

let stage: Stage;
const start = async (options?: StageOptions): Promise<Stage> => {
  stage = await setStage(options);
  return stage;
};
afterEach(() => stage.end());

const count = (handler: Handlers['prekeys.count']): StageOptions => ({ handlers: { 'prekeys.count': handler } });

describe('a request', () => {
  it('is answered with what its handler answers', async () => {
    await start(count(async (_ctx, caller) => ({ left: caller.login?.user === 'anna.abcde' ? 7 : 0 })));
    const anna = await stage.login('anna');
    expect(await anna.ask('prekeys.count', undefined)).toEqual({ left: 7 });
  });

  it.each([
    ['a code', () => new AppError('relay/quota'), { message: 'relay/quota', waitMs: 0 }, []],
    ['a code and a pause', () => new WaitError(1_500.2), { message: 'relay/wait', waitMs: 1_501 }, []],
    ['a fault of ours', () => new Error('anna is here'), { message: 'relay/internal', waitMs: 0 }, ['relay/internal']],
  ])('that fails is answered with a code: %s', async (_name, failure, refusal, logged) => {
    await start(
      count(async () => {
        throw failure();
      }),
    );
    const anna = await stage.login('anna');
    const refused = (await anna.ask('prekeys.count', undefined).catch((error: unknown) => error)) as Refusal;
    expect(refused).toMatchObject(refusal);
    expect(stage.logged).toEqual(logged);
  });

  it('that is unknown, or does not fit, is answered with a code', async () => {
    await start();
    const anna = await stage.login('anna');
    anna.send({ kind: 'request', request: 77, type: 250, input: new Uint8Array(3) });
    expect(await anna.next('reply')).toMatchObject({ request: 77, code: 'relay/version' });
    anna.send({ kind: 'request', request: 78, type: REQUESTS['session.close'].type, input: new Uint8Array(3) });
    expect(await anna.next('reply')).toMatchObject({ request: 78, code: 'wire/malformed' });
  });

  it('waits for the one before it, and a socket for no other', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    await start(
      count(async (_ctx, caller) => {
        if (caller.login?.user === 'anna.abcde' && asked++ === 0) await held;
        return { left: asked };
      }),
    );
    const anna = await stage.login('anna');
    const ben = await stage.login('ben');
    const answers = Promise.all([anna.ask('prekeys.count', undefined), anna.ask('prekeys.count', undefined)]);
    expect(await ben.ask('prekeys.count', undefined)).toEqual({ left: 1 });
    release();
    expect(await answers).toEqual([{ left: 1 }, { left: 2 }]);
  });

  it('is one of 64 at most [req 38]', async () => {
    await start(count(() => new Promise(() => undefined)));
    const anna = await stage.login('anna');
    const type = REQUESTS['prekeys.count'].type;
    anna.send(
      ...Array.from({ length: 65 }, (_, request) => ({
        kind: 'request' as const,
        request,
        type,
        input: new Uint8Array(0),
      })),
    );
    expect((await anna.closed).reason).toBe('relay/wait');
  });
});

describe('a login', () => {
  it('enters the directory before it is answered, and leaves it with the socket', async () => {
    const events: string[] = [];
    const directory = createMemoryDirectory();
    await start({
      directory: {
        ...directory,
        enter: async (device, user) => {
          await directory.enter(device, user);
          events.push('enter');
        },
      },
      arrivals: {
        entered: async (_ctx, { user }) => void events.push(`entered ${user}`),
        left: async (_ctx, { user }, last) => void events.push(`left ${user} ${last}`),
      },
    });
    const anna = await stage.login('anna');
    expect(events[0]).toBe('enter');
    const second = await stage.login('anna', new Uint8Array(32).fill(1));
    await anna.close();
    await expect.poll(() => events).toContain('left anna.abcde false');
    await second.close();
    await expect.poll(() => events).toContain('left anna.abcde true');
    expect(await directory.present(anna.user)).toEqual([]);
  });

  it('of the same device again leaves nothing when the older socket closes', async () => {
    const left: string[] = [];
    const directory = createMemoryDirectory();
    const arrivals = { entered: async () => undefined, left: async () => void left.push('left') };
    await start({ directory, arrivals });
    const older = await stage.login('anna');
    const newer = await stage.login('anna');
    await older.closed;
    const ben = await stage.login('ben');
    const [id] = sendMany(ben, newer, 1);
    expect(await receive(newer, 1)).toEqual([id]);
    expect(await directory.present(newer.user)).toEqual([newer.device]);
    expect(left).toEqual([]);
  });

  it('fails where the directory is away, and the socket is not logged in', async () => {
    const directory = createMemoryDirectory();
    const switches: { away: boolean } = { away: true };
    const enter: typeof directory.enter = async (device, user) => {
      if (switches.away) throw new AppError('relay/waiting');
      await directory.enter(device, user);
    };
    await start({ directory: { ...directory, enter } });
    await expect(stage.login('anna')).rejects.toThrow('relay/waiting');
    const client = await stage.connect();
    const input = { user: 'anna.abcde' as never, deviceKey: new Uint8Array(32), signature: new Uint8Array(64) };
    await expect(client.ask('account.resume', input)).rejects.toThrow('relay/waiting');
    await expect(client.ask('prekeys.count', undefined)).rejects.toThrow('relay/not-logged-in');
    switches.away = false;
    await client.ask('account.resume', input);
    await expect(client.ask('prekeys.count', undefined)).rejects.toThrow('relay/not-found');
  });

  it('that is revoked closes the socket, and what it did not read is refused', async () => {
    await start();
    const anna = await stage.login('anna');
    const ben = await stage.login('ben');
    const [id] = sendMany(anna, ben, 1);
    await ben.next('deliver');
    await stage.relay.ctx.delivery.disconnect(ben.device, 'relay/revoked');
    expect(await ben.closed).toEqual({ code: 4006, reason: 'relay/revoked' });
    expect(await anna.next('refused')).toMatchObject({ id, code: 'relay/unknown-device' });
    expect(stage.idsOf(ben.device)).toEqual([]);
  });
});

describe('a relay that is to end', () => {
  it('says so, stores what nobody acknowledged, closes with 1012, and takes nobody new [req 37]', async () => {
    await start();
    const anna = await stage.login('anna');
    const ben = await stage.login('ben');
    const ids = sendMany(anna, ben, 20);
    await ben.next('deliver', ({ id }) => id === ids.at(-1));
    const drained = stage.relay.drain();
    expect(await anna.next('notice')).toMatchObject({ code: 'relay/draining' });
    await told(anna, ids.at(-1) as never, 'stored');
    expect(await ben.closed).toEqual({ code: 1012, reason: 'relay/draining' });
    await expect(stage.connect()).rejects.toThrow('503');
    await drained;
    expect(stage.idsOf(ben.device)).toEqual(ids);
  });

  it('answers what was asked before', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    await start(
      count(async () => {
        asked++;
        await held;
        return { left: 3 };
      }),
    );
    const anna = await stage.login('anna');
    const answer = anna.ask('prekeys.count', undefined);
    await expect.poll(() => asked).toBe(1);
    const drained = stage.relay.drain();
    await anna.next('notice');
    release();
    expect(await answer).toEqual({ left: 3 });
    await drained;
  });
});
