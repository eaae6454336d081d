import { equalBytes } from '@noble/ciphers/utils.js';
import type { CallPlace } from '../core/calls';
import { AppError } from '../core/errors';
import { fromHex } from '../core/wire/hex';
import type { DeviceId } from '../core/wire/ids';
import { openAnnouncement, sealAnnouncement } from '../media/key-box';
import { type Announcement, readAnnouncement, writeAnnouncement } from '../media/sender-key';
import type { Change } from './book';
import type { Context } from './context';
import { PAGE_CALL_LIMITS } from './limits';
import { put } from './orders';
import type { Place } from './pairs';
import { type Call, present, type Tab } from './state';

const highest = ({ keys }: Announcement): number => Math.max(...keys.map(({ generation }) => generation));
const wipe = ({ keys }: Announcement): void => {
  for (const { key } of keys) key.fill(0);
};
/** It is of this call, and of who has this place. */
const isOf = (announcement: Announcement, call: Call, place: CallPlace): boolean =>
  announcement.sender === place && equalBytes(announcement.call, fromHex(call.id));

/**
 * My frame announces keys to one member. Throws `callpage/no-call` where they are not of this call and place,
 * `vault/locked`.
 */
export async function announceMine(
  { pairs, ports }: Context,
  change: Change,
  tab: Tab,
  call: Call,
  sent: { readonly to: DeviceId; readonly announcement: Uint8Array },
): Promise<void> {
  const announcement = readAnnouncement(sent.announcement);
  sent.announcement.fill(0);
  if (announcement === undefined) throw new AppError('callpage/no-call');
  try {
    const generation = highest(announcement);
    if (!isOf(announcement, call, call.place)) throw new AppError('callpage/no-call');
    // Of the worker that this frame had before: its keys are over.
    if (generation < (tab.desk?.from ?? 0)) return;
    const member = present(call).find(({ channel }) => channel?.device === sent.to);
    // Somebody left meanwhile, or their words are being made anew: then nothing goes to them.
    if (member?.channel === undefined || !member.admitted) return;
    const boxes = await pairs.boxes({ call, member });
    if (boxes === undefined) return;
    const octets = sealAnnouncement(boxes.mine, ports.random, announcement);
    call.generation = Math.max(call.generation, generation);
    if (generation > member.announced) Object.assign(member, { announced: generation, announcedAt: change.now });
    change.send(member.channel.conversation, { kind: 'keys', call: call.id, octets });
  } finally {
    wipe(announcement);
  }
}

/** Keys of a member came. What does not open, or is of another call or place, is nothing. */
export async function takeTheirs(
  { pairs, held }: Context,
  change: Change,
  { call, member }: Place,
  octets: Uint8Array,
): Promise<void> {
  const boxes = await pairs.boxes({ call, member });
  const announcement = boxes && openAnnouncement(boxes.theirs, octets);
  if (announcement === undefined) return;
  if (isOf(announcement, call, member.place)) {
    held.hold(call.id, member.place, writeAnnouncement(announcement));
    const theirsGeneration = highest(announcement);
    Object.assign(member, {
      theirs: 'held',
      theirsAt: change.now,
      theirsGeneration,
      missing: false,
      since: change.now,
    });
  }
  wipe(announcement);
}

/** What is held goes to the frame, if there is one. */
export function giveHeld({ held }: Context, { tab, call, member }: Place): void {
  const { desk } = tab;
  if (desk?.begun !== call.id) return;
  for (const octets of held.release(call.id, member.place)) {
    const number = put(tab, { order: 'learn', call: call.id, place: member.place });
    if (number !== undefined) held.give(desk.ticket, { number, place: member.place, octets });
  }
}

/** The frame has the keys of who has this place. */
export function tookTheirs(change: Change, call: Call, place: CallPlace, generation: number): void {
  const member = present(call).find((one) => one.place === place);
  if (member?.channel === undefined || member.theirs === 'none') return;
  // Of two announcements one after the other, the first is not all.
  if (generation >= member.theirsGeneration) Object.assign(member, { theirs: 'taken', repairs: 0 });
  Object.assign(member, { opens: true, missing: false, since: change.now });
  change.send(member.channel.conversation, { kind: 'took', call: call.id, generation });
}

/** A member has keys of mine. What was never announced to them is nothing. */
export function tookMine(change: Change, { tab, call, member }: Place, generation: number): void {
  if (generation > member.announced || generation < (tab.desk?.from ?? 0)) return;
  Object.assign(member, { took: Math.max(member.took, generation), repairs: 0, since: change.now });
  if (member.channel) {
    put(tab, { order: 'acknowledge', call: call.id, device: member.channel.device, generation });
  }
}

/** They have lost my keys, and ask for them. One step of my ratchet each time: not without end. */
export function askedForMine({ member }: Place): void {
  member.asks += 1;
  if (member.asks <= PAGE_CALL_LIMITS.asks) member.admitted = false;
}
