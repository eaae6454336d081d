import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exchange, makePair, textsOf } from '../../support/otr/people';
import { createTestPorts } from '../../support/otr/ports';
import {
  type DataMessage,
  dataMessagesOf,
  forgeWith,
  readData,
  revealedBy,
  toolkitMissing,
  verifies,
} from '../../support/otr/transcript';

const missing = toolkitMissing();
const WORDS = 'I owe you 100';
const FORGED = 'I owe you 999';

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
const hexOf = (value: bigint): string => {
  const digits = value.toString(16);
  return digits.padStart(digits.length + (digits.length % 2), '0');
};

/** A conversation of a few turns that begins with Alice's words; every secret key of Bob's is noted before it is gone. */
async function talk() {
  const secrets: Uint8Array[] = [];
  const noting = createTestPorts((octets) => {
    if (octets.length === 40) secrets.push(octets);
  });
  const [alice, bob] = await makePair({}, { ports: noting });
  await exchange(alice, bob, await alice.send(WORDS));
  for (let turn = 0; turn < 3; turn++) {
    await exchange(bob, alice, await bob.send(`bob ${turn}`));
    await exchange(alice, bob, await alice.send(`alice ${turn}`));
  }
  return { alice, bob, secrets, first: dataMessagesOf(alice)[0] as DataMessage };
}

describe.skipIf(missing !== undefined)(`a transcript proves nothing${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it("our messages tell libotr's parser the same fields that they tell us", async () => {
    const { alice, first } = await talk();
    const printed = await forgeWith('otr_parse', [], `${textsOf(alice.events).join('\n')}\n`);
    for (const kind of ['D-H Key', 'Signature', 'Data']) expect(printed).toContain(`${kind} Message:`);
    expect(printed).toContain(`DH y: ${hexOf(first.message.nextPublic)}`);
    expect(printed).toContain(`Encrypted message: ${hex(first.message.encrypted)}`);
    expect(printed).toContain(`MAC: ${hex(first.message.mac)}`);
    for (const revealed of dataMessagesOf(alice).flatMap(revealedBy)) expect(printed).toContain(hex(revealed));
  });

  it('whoever wrote it down can change a word afterwards, by a MAC key that was revealed, and it verifies', async () => {
    const { bob, first } = await talk();
    const key = dataMessagesOf(bob)
      .flatMap(revealedBy)
      .find((revealed) => verifies(first, revealed));
    if (key === undefined) throw new Error('the key of the first message was not revealed');
    const forged = readData(await forgeWith('otr_modify', [hex(key), WORDS, FORGED, '0'], first.text));
    expect(hex(forged.message.encrypted)).not.toBe(hex(first.message.encrypted));
    expect(verifies(forged, key)).toBe(true);
    // Neither is more genuine than the other; the guard itself is seen to fail on a changed message without the key.
    const unsigned = { ...forged, message: { ...forged.message, mac: first.message.mac } };
    expect(verifies(unsigned, key)).toBe(false);
  });

  it("libotr's tools compute the same keys as we do, and forge with them a message that the receiver takes", async () => {
    const { bob, alice, secrets } = await talk();
    const [text = ''] = textsOf(await alice.send(WORDS));
    const genuine = readData(text);
    const theirs = dataMessagesOf(alice).findLast(
      ({ message }) => message.senderKeyId === genuine.message.senderKeyId - 1,
    );
    const secret = secrets[genuine.message.receiverKeyId - 1];
    if (theirs === undefined || secret === undefined) throw new Error('no key');
    const printed = await forgeWith('otr_sesskeys', [hex(secret), hexOf(theirs.message.nextPublic)]);
    const keys = [...printed.matchAll(/AES key: ([0-9a-f]{32})/g)].map(([, key = '']) => key);
    const counter = Buffer.alloc(16);
    counter.writeBigUInt64BE(genuine.message.counter);
    const read = (key: string): string =>
      createDecipheriv('aes-128-ctr', Buffer.from(key, 'hex'), counter).update(genuine.message.encrypted).toString();
    const key = keys.find((one) => read(one).startsWith(WORDS));
    if (key === undefined) throw new Error(`none of the keys reads it: ${printed}`);
    const forged = await forgeWith('otr_readforge', [key, FORGED], text);
    await bob.receive(/\?OTR:[^.]*\./.exec(forged)?.[0] ?? '');
    expect(bob.last('show')).toEqual({ type: 'show', text: FORGED, sealed: true });
  });
});
