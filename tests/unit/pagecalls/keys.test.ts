import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../lib/core/calls';
import { fromHex } from '../../../lib/core/wire/hex';
import { sealAnnouncement } from '../../../lib/media/key-box';
import type { Announcement } from '../../../lib/media/sender-key';
import { createHeldKeys } from '../../../lib/pagecalls/held-keys';
import { takeTheirs } from '../../../lib/pagecalls/keys';
import { type Call, newMember, newTab } from '../../../lib/pagecalls/state';
import { createRandom } from '../../support/channel/random';
import { certificateOf, conversationOf, deviceOf, ORIGIN } from './people';

const CALL = 'ab'.repeat(16) as CallId;
const random = createRandom('keys of members');
const boxes = { mine: random(32).slice(), theirs: random(32).slice() };

/** What comes of an announcement that Bert, at place 1, seals as the exchange with him says. */
async function taken(changes: Partial<Announcement>, key = boxes.theirs, octet = 0) {
  const held = createHeldKeys();
  const channel = { conversation: conversationOf('anna', 'bert'), device: deviceOf('bert') };
  const member = newMember({ place: 1, fingerprint: certificateOf('bert'), channel, stage: 'here' }, 0);
  const call = { id: CALL, place: 0, members: [member] } as unknown as Call;
  const keys = [{ generation: 3, step: 0, key: random(32).slice() }];
  const announcement = { suite: 5, call: fromHex(CALL), sender: 1, keys, ...changes };
  const octets = sealAnnouncement(key, random, announcement).slice();
  octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ octet;
  const context = { pairs: { boxes: async () => boxes }, held } as unknown as Parameters<typeof takeTheirs>[0];
  const change = { now: 7 } as unknown as Parameters<typeof takeTheirs>[1];
  await takeTheirs(context, change, { tab: newTab(1, ORIGIN), call, member }, octets);
  return { theirs: member.theirs, held: held.has(CALL, undefined, 1) };
}

describe('keys of a member', () => {
  it('are taken for the place and call that they are of', async () => {
    expect(await taken({})).toEqual({ theirs: 'held', held: true });
  });

  it.each([
    ['of the place of another member', taken({ sender: 2 })],
    ['of my own place', taken({ sender: 0 })],
    ['of another call', taken({ call: new Uint8Array(16) })],
    ['sealed with the key that is mine', taken({}, boxes.mine)],
    ['sealed with another key', taken({}, new Uint8Array(32))],
    ['with an octet changed', taken({}, boxes.theirs, 1)],
  ])('are nothing where they are %s [req 39]', async (_what, result) => {
    expect(await result).toEqual({ theirs: 'none', held: false });
  });
});
