import { createHash, randomBytes } from 'node:crypto';

/** 120 random bits, in letters that can be read aloud and typed. */
export const newInvitation = (): string => randomBytes(15).toString('hex');

/** What the store holds of an invitation: SHA-256, hex. */
export const invitationHash = (invitation: string): string => createHash('sha256').update(invitation).digest('hex');
