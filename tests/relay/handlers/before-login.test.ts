import { expect, it } from 'vitest';
import type { RequestInput, RequestName } from '../../../lib/core/wire/requests';
import { REQUESTS } from '../../../lib/core/wire/requests';
import { handlers } from '../../../relay/handlers/all';
import { BEFORE_LOGIN, type Handler } from '../../../relay/server/context';
import { openRelay } from '../../support/relay/fakes/desk';

const nobody = 'nobody.22222';
const id = '00'.repeat(16);
const octets = new Uint8Array(9);

/** One input for each request that wants a login. */
const INPUTS: Partial<Record<RequestName, unknown>> = {
  'account.password.start': { message: octets },
  'account.password.finish': { record: octets },
  'account.delete': undefined,
  'devices.list': undefined,
  'devices.revoke': { device: id },
  'presence.allow': { users: [nobody] },
  'presence.watch': { users: [nobody] },
  'session.open': { peer: nobody },
  'session.close': { session: new Uint8Array(16) },
  'prekeys.publish': { bundle: octets, oneTime: [], expires: 2 ** 50 },
  'prekeys.count': undefined,
  'prekeys.take': { user: nobody },
  'group.commit': { group: id, epoch: 0, id, to: [id], payload: octets },
  'archive.put': { id, payload: octets },
  'archive.list': { after: 0, limit: 1 },
  'archive.delete': { ids: [id] },
  'archive.clear': undefined,
  'attachment.create': { octets: 1, keepMs: 1 },
  'attachment.ticket': { attachment: id, purpose: 'download' },
  'attachment.delete': { attachment: id },
};

it('refuses every request but those of a login by itself, also where the server forgot to', async () => {
  const relay = await openRelay();
  const names = Object.keys(REQUESTS) as RequestName[];
  expect(names.filter((name) => !BEFORE_LOGIN.has(name))).toEqual(Object.keys(INPUTS));
  for (const name of names.filter((each) => !BEFORE_LOGIN.has(each))) {
    const { caller } = relay.connect();
    const handler = handlers[name] as Handler<RequestName>;
    const answer = handler(relay.ctx, caller, INPUTS[name] as RequestInput<RequestName>);
    await expect(answer, name).rejects.toMatchObject({ code: 'relay/not-logged-in' });
  }
});
