import { describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { createReader } from '../../../lib/frames/reader/reader';
import { fakePorts, readingOf, settle } from './support';

/** A background that knows the ticket only from the given question on. */
function setUp(knownFrom: number) {
  let asked = 0;
  const background = fakePorts({
    'reader.open': () => {
      asked += 1;
      if (asked < knownFrom) throw new AppError('ticket/unknown');
      return { kind: 'message', outcome: { ok: true, reading: readingOf() } };
    },
  });
  const reader = createReader(background.ports);
  void reader.open();
  return { ...background, reader, asked: () => asked };
}

describe('a reader that stands before the background was told of its message', () => {
  it('asks again until the offer has arrived', async () => {
    const { reader, pass } = setUp(4);
    await settle();
    expect(reader.state.get()).toEqual({ step: 'opening' });
    await pass(1_000);
    expect(reader.state.get()).toMatchObject({ step: 'message' });
  });

  it('gives up after two seconds and says that there is no such ticket', async () => {
    const { reader, pass, asked } = setUp(1_000);
    await settle();
    await pass(3_000);
    expect(reader.state.get()).toEqual({ step: 'failed', code: 'ticket/unknown' });
    expect(asked()).toBe(40);
  });
});
