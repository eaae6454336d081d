import { expect, it } from 'vitest';
import type { AttachmentId } from '../../../lib/core/wire/ids';
import { checkTicket } from '../../../relay/accounts/tickets';
import { openRelay } from '../../support/relay/fakes/desk';

const HOUR = 3_600_000;
const unknown = '0f'.repeat(16) as AttachmentId;

async function annaAndBob(limits = {}) {
  const relay = await openRelay({ limits });
  const { desk: anna, account } = await relay.newcomer('anna');
  const { desk: bob } = await relay.newcomer('bob');
  const create = (octets = 1_000, keepMs = HOUR) => anna.ask('attachment.create', { octets, keepMs });
  return { relay, anna, bob, account, create };
}

it('makes a file with a ticket to upload it', async () => {
  const { relay, account, create } = await annaAndBob();
  const { attachment, upload } = await create();
  expect(checkTicket(relay.ctx, upload.ticket, attachment, 'upload')).toBe(true);
  expect(await relay.ctx.stores.attachments.find(attachment)).toEqual({
    id: attachment,
    owner: account.user,
    octets: 1_000,
    received: 0,
    expires: relay.ctx.clock() + HOUR,
  });
});

it('lets anybody download who was told the number, and the owner alone upload or delete', async () => {
  const { relay, anna, bob, create } = await annaAndBob();
  const { attachment } = await create();
  const { ticket } = await bob.ask('attachment.ticket', { attachment, purpose: 'download' });
  expect(checkTicket(relay.ctx, ticket, attachment, 'download')).toBe(true);
  const upload = bob.ask('attachment.ticket', { attachment, purpose: 'upload' });
  await expect(upload).rejects.toMatchObject({ code: 'relay/not-found' });
  await expect(bob.ask('attachment.delete', { attachment })).rejects.toMatchObject({ code: 'relay/not-found' });
  await anna.ask('attachment.ticket', { attachment, purpose: 'upload' });
  await anna.ask('attachment.delete', { attachment });
  expect(await relay.ctx.stores.attachments.find(attachment)).toBeUndefined();
});

it('gives no ticket for a file that is unknown or expired', async () => {
  const { relay, anna, create } = await annaAndBob();
  const { attachment } = await create();
  relay.pass(HOUR);
  for (const id of [attachment, unknown]) {
    const asked = anna.ask('attachment.ticket', { attachment: id, purpose: 'download' });
    await expect(asked).rejects.toMatchObject({ code: 'relay/not-found' });
  }
});

it('[req 38] keeps a file no longer than the relay keeps anything', async () => {
  const { relay, create } = await annaAndBob();
  const { attachment } = await create(10, 1_000 * HOUR);
  const kept = await relay.ctx.stores.attachments.find(attachment);
  expect(kept?.expires).toBe(relay.ctx.clock() + 72 * HOUR);
});

it('[req 38] refuses a file that is too large, and more than one may have, also all at once', async () => {
  const { relay, anna, account, create } = await annaAndBob({
    attachmentOctets: 1_000,
    attachmentsOctetsPerUser: 2_500,
  });
  await expect(create(1_001)).rejects.toMatchObject({ code: 'relay/too-large' });
  await expect(create(0)).rejects.toMatchObject({ code: 'wire/malformed' });
  const tried = await Promise.allSettled(Array.from({ length: 20 }, () => create(1_000)));
  expect(tried.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
  expect(await relay.ctx.stores.attachments.usage(account.user)).toBeLessThanOrEqual(2_500);
  await expect(
    create(1_000)
      .then(() => create(1_000))
      .then(() => create(1_000)),
  ).rejects.toMatchObject({
    code: 'relay/quota',
  });
  expect(await anna.ask('devices.list', undefined)).toHaveLength(1);
});
