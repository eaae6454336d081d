import { afterEach, describe, expect, it, vi } from 'vitest';
import { CALL_ID, createWorld, join, type World } from '../../support/callmedia/worker';
import { deviceOf } from '../../support/media/call';
import { until } from '../../support/wait';

const worlds: World[] = [];
const world = (place: number): World => {
  const made = createWorld(place);
  worlds.push(made);
  return made;
};
const pair = async () => {
  const [anna, bert] = [world(0), world(1)];
  await join(anna, bert);
  return { anna, bert };
};
afterEach(() => {
  for (const one of worlds.splice(0)) one.close();
});

const OPUS = Uint8Array.of(0x78, 1, 2, 3, 4);
const VP8_KEY = Uint8Array.from({ length: 200 }, (_, at) => (at * 7) & 0xfe);
const contains = (whole: Uint8Array, part: Uint8Array) => Buffer.from(whole).includes(Buffer.from(part));
const CAMERA = { flow: 1, direction: 'out', stream: 'camera' } as const;
const MICROPHONE = { flow: 2, direction: 'out', stream: 'microphone' } as const;
const sealedBy = async (flow: ReturnType<World['flow']>, type: string, frame: Uint8Array) => {
  const sealed = await flow.send(type, frame);
  if (sealed === undefined) throw new Error('it was dropped');
  return sealed;
};

describe('the media worker', () => {
  it('gives back a sealed frame that the other opens, and no octet of it in clear', async () => {
    const { anna, bert } = await pair();
    const sealed = await sealedBy(anna.flow(CAMERA), 'video/VP8', VP8_KEY);
    expect(contains(sealed, VP8_KEY.subarray(4, 12))).toBe(false);
    expect(await bert.flow({ flow: 1, direction: 'in' }).send('video/VP8', sealed)).toEqual(VP8_KEY);
  });

  it('seals and opens by the browser alone, with one call for each frame: tables of a library can be timed', async () => {
    const { anna, bert } = await pair();
    const [sealing, opening] = [vi.spyOn(crypto.subtle, 'encrypt'), vi.spyOn(crypto.subtle, 'decrypt')];
    const [out, into] = [anna.flow(MICROPHONE), bert.flow({ flow: 1, direction: 'in' })];
    try {
      for (let frame = 0; frame < 5; frame++) await into.send('audio/opus', await sealedBy(out, 'audio/opus', OPUS));
      expect([sealing.mock.calls.length, opening.mock.calls.length]).toEqual([5, 5]);
    } finally {
      sealing.mockRestore();
      opening.mockRestore();
    }
  });

  it('drops what goes out and what comes in before there is a key', async () => {
    const anna = world(0);
    expect(await anna.flow(CAMERA).send('video/VP8', VP8_KEY)).toBeUndefined();
    expect(await anna.flow({ flow: 9, direction: 'in' }).send('audio/opus', OPUS)).toBeUndefined();
    expect(await anna.data()('out', OPUS)).toBeUndefined();
  });

  it('drops codecs that cannot be sealed, flows without a name, and kinds that are not their flow’s', async () => {
    const { anna } = await pair();
    expect(await anna.flow(CAMERA).send('video/H264', VP8_KEY)).toBeUndefined();
    expect(await anna.flow(CAMERA).send('audio/opus', OPUS)).toBeUndefined();
    const nameless = anna.flow({ flow: 7, direction: 'out' });
    expect(await nameless.send('audio/opus', OPUS)).toBeUndefined();
    anna.tell({ say: 'stream', flow: 7, stream: 'microphone' });
    expect(await nameless.send('audio/opus', OPUS)).toBeDefined();
  });

  it('[req 39] refuses a frame with any octet changed, and opens the true one after', async () => {
    const { anna, bert } = await pair();
    const sealed = await sealedBy(anna.flow(MICROPHONE), 'audio/opus', OPUS);
    const into = bert.flow({ flow: 1, direction: 'in' });
    for (const at of sealed.keys()) {
      const changed = sealed.map((octet, place) => (place === at ? octet ^ 0x55 : octet));
      expect(await into.send('audio/opus', changed)).toBeUndefined();
    }
    expect(await into.send('audio/opus', sealed)).toEqual(OPUS);
  });

  it('[req 39] refuses 1,000 frames that come again, and 1,000 that were changed, and counts the latter', async () => {
    const { anna, bert } = await pair();
    const out = anna.flow(MICROPHONE);
    const sealed = await Promise.all(Array.from({ length: 1_000 }, () => sealedBy(out, 'audio/opus', OPUS)));
    const into = bert.flow({ flow: 1, direction: 'in' });
    const first = await Promise.all(sealed.map((frame) => into.send('audio/opus', frame)));
    const again = await Promise.all(sealed.map((frame) => into.send('audio/opus', frame)));
    expect(first.every((frame) => frame !== undefined)).toBe(true);
    expect(again.every((frame) => frame === undefined)).toBe(true);
    const fresh = await Promise.all(Array.from({ length: 1_000 }, () => sealedBy(out, 'audio/opus', OPUS)));
    const changed = fresh.map((frame) => frame.map((octet, at) => (at === frame.length - 1 ? octet ^ 1 : octet)));
    const opened = await Promise.all(changed.map((frame) => into.send('audio/opus', frame)));
    expect(opened.every((frame) => frame === undefined)).toBe(true);
    for (let turn = 0; turn < 20; turn++) bert.tick();
    const told = await until('the counts', () => bert.fromKeys.find(({ say }) => say === 'counts'));
    expect(told).toMatchObject({ opened: 1_000, refused: 1_000, sealed: 0 });
  });

  it('does not open a frame of one flow as another codec’s', async () => {
    const { anna, bert } = await pair();
    const sealed = await sealedBy(anna.flow(CAMERA), 'video/VP9', VP8_KEY);
    expect(await bert.flow({ flow: 1, direction: 'in' }).send('audio/opus', sealed)).toBeUndefined();
  });

  it('answers in the order in which frames came, whatever their size', async () => {
    const { anna } = await pair();
    const out = anna.flow(CAMERA);
    await Promise.all([200_000, 20, 90_000, 30].map((length) => out.send('video/VP9', new Uint8Array(length).fill(3))));
    expect(out.order).toEqual([1, 2, 3, 4]);
  });

  it('tells the page’s script counts, and that others send in clear', async () => {
    const { anna, bert } = await pair();
    await sealedBy(anna.flow(CAMERA), 'video/VP8', VP8_KEY);
    anna.tick();
    expect(anna.said.at(-1)).toMatchObject({ say: 'alive', flows: [{ flow: 1, passed: 1, dropped: 0 }] });
    await bert.flow({ flow: 5, direction: 'in' }).send('video/VP8', VP8_KEY);
    bert.tick();
    expect(bert.said.at(-1)).toMatchObject({ flows: [{ flow: 5, passed: 0, dropped: 1, clear: 1 }] });
    bert.tick();
    expect(bert.said.at(-1)).toMatchObject({ say: 'alive', flows: [] });
  });

  it('never uses a generation again, even where it is told to begin with the same one', async () => {
    const { anna } = await pair();
    anna.key({ say: 'begin', call: CALL_ID, place: 0, members: [deviceOf(1)], generation: 0 });
    const said = () => anna.fromKeys.flatMap((message) => (message.say === 'announce' ? [message.generation] : []));
    await until('a second announcement', () => said().length === 2);
    expect(said()).toEqual([0, 1]);
  });

  it('takes no second port for keys, and ignores orders for another call', async () => {
    const { anna, bert } = await pair();
    anna.tellRaw({
      say: 'keys',
      port: {
        set onmessage(_listener: unknown) {
          throw new Error('it was listened to');
        },
      },
    });
    anna.key({ say: 'end', call: CALL_ID.replace('01', 'ff') as never });
    const sealed = await sealedBy(anna.flow(MICROPHONE), 'audio/opus', OPUS);
    expect(await bert.flow({ flow: 1, direction: 'in' }).send('audio/opus', sealed)).toEqual(OPUS);
    anna.key({ say: 'end', call: CALL_ID });
    await until('the end', async () => (await anna.flow(MICROPHONE).send('audio/opus', OPUS)) === undefined);
  });

  it('carries messages of data channels both ways', async () => {
    const { anna, bert } = await pair();
    const [out, into] = [anna.data(), bert.data()];
    const sealed = await until('the acknowledgement', () => out('out', OPUS));
    expect(contains(sealed, OPUS)).toBe(false);
    expect(await into('in', sealed)).toEqual(OPUS);
    expect(await into('in', OPUS)).toBeUndefined();
  });
});

describe('the media worker on the browser’s own streams', () => {
  it('seals and opens by transforms, asks for a key frame, and leaves foreign transforms alone', async () => {
    const { anna, bert } = await pair();
    const out = anna.transform(JSON.stringify(CAMERA));
    const into = bert.transform(JSON.stringify({ flow: 3, direction: 'in' }));
    out.write('video/VP8', VP8_KEY).catch(() => undefined);
    const sealed = await out.read();
    into.write('video/VP8', VP8_KEY).catch(() => undefined);
    into.write('video/VP8', sealed).catch(() => undefined);
    expect(await into.read()).toEqual(VP8_KEY);
    expect(out.keyFrames()).toBe(1);
    for (const options of ['', '{}', '[]', 'null', { flow: 1, direction: 'out' }])
      expect(bert.transform(options).keyFrames()).toBe(0);
  });
});
