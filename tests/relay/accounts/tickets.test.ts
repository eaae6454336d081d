import { expect, it } from 'vitest';
import type { AttachmentId } from '../../../lib/core/wire/ids';
import { deriveSecrets } from '../../../relay/accounts/secrets';
import { checkTicket, makeTicket } from '../../../relay/accounts/tickets';
import { LIMITS } from '../../../relay/config/config';
import type { Context } from '../../../relay/server/context';

let now = 1_800_000_000_000;
const relay = (setup: string) =>
  ({ secrets: deriveSecrets(setup), clock: () => now, config: { limits: LIMITS } }) as unknown as Context;
const ours = relay('ours');
const file = '00112233445566778899aabbccddeeff' as AttachmentId;
const other = 'ffeeddccbbaa99887766554433221100' as AttachmentId;

it('lets one upload or download the file that the ticket is for, at any process of the relay', () => {
  const { ticket } = makeTicket(ours, file, 'upload');
  expect(checkTicket(ours, ticket, file, 'upload')).toBe(true);
  expect(checkTicket(relay('ours'), ticket, file, 'upload')).toBe(true);
});

it('refuses a ticket for another file, for another purpose, or of another relay', () => {
  const { ticket } = makeTicket(ours, file, 'download');
  expect(checkTicket(ours, ticket, other, 'download')).toBe(false);
  expect(checkTicket(ours, ticket, file, 'upload')).toBe(false);
  expect(checkTicket(relay('theirs'), ticket, file, 'download')).toBe(false);
});

it('refuses a ticket from the moment at which it expires', () => {
  const { ticket, expires } = makeTicket(ours, file, 'download');
  expect(expires).toBe(now + LIMITS.ticketMs);
  now = expires - 1;
  expect(checkTicket(ours, ticket, file, 'download')).toBe(true);
  now = expires;
  expect(checkTicket(ours, ticket, file, 'download')).toBe(false);
});

it('refuses a ticket whose time or whose proof was changed, and whatever is no ticket', () => {
  const { ticket, expires } = makeTicket(ours, file, 'download');
  const [, proof = ''] = ticket.split('.');
  const flipped = proof.startsWith('A') ? `B${proof.slice(1)}` : `A${proof.slice(1)}`;
  const forged = [
    `${expires + 1}.${proof}`,
    `${expires}.${flipped}`,
    `${expires}.`,
    proof,
    '',
    `${expires}.${proof}${proof}`,
    `${'9'.repeat(400)}.${proof}`,
    `${expires}.${'é'.repeat(43)}`,
  ];
  for (const text of forged) expect(checkTicket(ours, text, file, 'download'), text).toBe(false);
});
