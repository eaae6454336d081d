import { expect, it } from 'vitest';
import { fromArmor, toArmor } from '../../../lib/otr/armor';
import { exchange, makePair, textsOf } from '../../support/otr/people';
import { readData } from '../../support/otr/transcript';

it('[req 8] a data message with any one octet changed shows nothing, and the genuine one is read after', async () => {
  const [alice, bob] = await makePair();
  await exchange(alice, bob, await alice.send('before'));
  await exchange(bob, alice, await bob.send('between'));
  const [text = ''] = textsOf(await alice.send('genuine'));
  const octets = fromArmor(text);
  const authenticated = octets.length - readData(text).message.revealed.length - 4;
  const codes = new Set<string>();
  for (let at = 0; at < authenticated; at++) {
    const changed = toArmor(octets.with(at, (octets[at] ?? 0) ^ 0x10));
    for (const event of await bob.receive(changed)) {
      expect(event.type, `octet ${at}`).toMatch(/^(?:refused|send)$/);
      if (event.type === 'refused') codes.add(event.code);
    }
  }
  expect(codes).toEqual(new Set(['wire/malformed', 'otr/unreadable', 'otr/other-instance']));
  await bob.receive(text);
  expect(bob.shown()).toEqual(['before', 'genuine']);
});
