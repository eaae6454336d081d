import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Recording, replay } from '../../support/otr/recording';

// Made by tests/interop/otr/recording.test.ts with a real libotr: a known answer for every octet that we send, and
// for every octet of libotr's that we read, also where no libotr is here.

const recording = JSON.parse(readFileSync('tests/fixtures/otr/libotr-session.json', 'utf8')) as Recording;

it(`a session that was recorded with libotr ${recording.libotr} happens again, to the octet`, async () => {
  const { pairs, undrawn } = await replay(recording);
  expect(pairs.length).toBeGreaterThan(10);
  for (const [now, then] of pairs) expect(now).toEqual(then);
  expect(undrawn).toBe(0);
  const types = pairs.flatMap(([now]) =>
    (now as Array<{ type: string; outcome?: string }>).map((one) => one.outcome ?? one.type),
  );
  for (const type of ['show', 'state', 'asked', 'same', 'different']) expect(types).toContain(type);
});
