import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FromProxy, ToProxy } from '../../../lib/proxy/contract';
import {
  readFromProxy,
  readToProxy,
  type TextTools,
  writeFromProxy,
  writeToProxy,
} from '../../../lib/proxy/line-format';

const tools: TextTools = {
  indexOf: (text, part) => text.indexOf(part),
  slice: (text, from, to) => text.slice(from, to),
};
const count = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const place = { stream: count, number: count, direction: fc.constantFrom('in' as const, 'out' as const) };
const text = fc.string({ unit: 'binary' });
const blind = fc.constantFrom(
  'worker' as const,
  'shared-worker' as const,
  'service-worker' as const,
  'websocket-stream' as const,
  'web-transport' as const,
  'earlier' as const,
  'replaced' as const,
  'unreadable' as const,
);
const over = fc.constantFrom('websocket' as const, 'bosh' as const, 'event-source' as const);
const kind = <const K extends string>(name: K) => fc.constant(name);

const fromProxy: fc.Arbitrary<FromProxy> = fc.oneof(
  fc.record({ kind: kind('stream'), stream: count, over, url: text }),
  fc.record({ kind: kind('frame'), ...place, text }),
  fc.record({ kind: kind('closed'), stream: count }),
  fc.record({ kind: kind('late'), ...place }),
  fc.record({ kind: kind('elsewhere'), what: blind, url: text }),
);
const toProxy: fc.Arbitrary<ToProxy> = fc.oneof(
  fc.record({ kind: kind('answer'), ...place, text }),
  fc.record({ kind: kind('answer'), ...place }),
  fc.record({ kind: kind('refuse'), ...place }),
  fc.record({ kind: kind('strict'), on: fc.boolean() }),
  fc.record({ kind: kind('gone') }),
);

describe('what both halves say', () => {
  it('is read as it was written, with any text and any line feeds in it', () => {
    fc.assert(
      fc.property(fromProxy, toProxy, (said, answered) => {
        expect(readFromProxy(tools, writeFromProxy(said))).toEqual(said);
        expect(readToProxy(tools, writeToProxy(answered))).toEqual(answered);
      }),
    );
  });

  it('is nothing where it has another form, and never a throw', () => {
    const bad = ['', 'frame', 'frame\n1\n1\nup\nx', 'frame\n0\n1\nin\nx', 'frame\n1.5\n1\nin\nx', 'stream\n1\ntcp\nx'];
    for (const said of [...bad, 'elsewhere\nmars\nx', 'closed\nNaN', 'late\n1\n4294967297\nin', 'toString'])
      expect(readFromProxy(tools, said), said).toBeUndefined();
    for (const said of ['', 'answer', 'same\n1\n-1\nin', 'refuse\n1\n1\n', 'Gone', '__proto__'])
      expect(readToProxy(tools, said), said).toBeUndefined();
    fc.assert(
      fc.property(text, (said) => {
        readFromProxy(tools, said);
        readToProxy(tools, said);
      }),
    );
  });
});
