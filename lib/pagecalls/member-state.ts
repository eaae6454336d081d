import type { PageCallMember } from '../core/calls';
import { PAGE_CALL_LIMITS } from './limits';
import type { Member } from './state';

/** They have the keys that I seal with: all of them, or all but those that are not in use yet. */
export const hasMine = ({ took, announced, announcedAt }: Member, now: number): boolean =>
  took >= 0 && (took >= announced || now - announcedAt < PAGE_CALL_LIMITS.switchMs);

/** My frame opens what they seal: with all of their keys, or all but those that are not in use yet. */
export const hasTheirs = ({ opens, theirs, theirsAt }: Member, now: number): boolean =>
  opens && (theirs === 'taken' || now - theirsAt < PAGE_CALL_LIMITS.switchMs);

/** Both have each other's keys. */
export const hasKeys = (member: Member, now: number): boolean =>
  member.stage === 'here' && hasTheirs(member, now) && hasMine(member, now);

export function memberState(member: Member, now: number): PageCallMember['state'] {
  if (member.stage !== 'here') return member.stage;
  if (member.channel === undefined) return 'no-channel';
  return hasKeys(member, now) ? 'in' : 'waiting';
}

/** The words with them were compared in this call, or the line continues one on which they were. */
export const isCompared = ({ progress, verified }: Member): boolean =>
  progress?.state === 'done' && (progress.compared === 'same' || (progress.compared === undefined && verified));
