import { createHash } from 'node:crypto';
import type { Stores } from '../../../../relay/stores/ports';
import { gathered } from '../contract/opened';
import {
  account,
  envelope,
  HOUR,
  NOW,
  newAttachment,
  newGroup,
  newRecord,
  octets,
  ROOM,
  sorted,
} from '../contract/values';

/** Puts something of everything durable into stores: people, messages to one and to several, archive, groups, a file. */
export async function fillStores(stores: Stores, people = 20, messages = 200): Promise<void> {
  const accounts = Array.from({ length: people }, () => account());
  for (const one of accounts) await stores.accounts.create(one);
  const devices = accounts.flatMap((one) => one.devices.map(({ device }) => device));
  await stores.accounts.invite(createHash('sha256').update(octets(16)).digest('hex'), NOW + HOUR);
  for (let index = 0; index < messages; index++) {
    const to = devices.slice(index % people, (index % people) + (index % 3) + 1);
    await stores.mailboxes.append(envelope({ at: NOW - 1_000 + index, payload: octets(600) }), to, ROOM);
  }
  for (const { user } of accounts) {
    for (let index = 0; index < 5; index++) {
      await stores.archive.put(user, { id: newRecord(), at: NOW + index, payload: octets(300) }, 2 ** 30);
    }
    await stores.epochs.advance(newGroup(), 7, NOW);
  }
  const [first] = accounts;
  if (first === undefined) return;
  const file = { id: newAttachment(), owner: first.user, octets: 5_000, expires: NOW + HOUR };
  await stores.attachments.create(file);
  await stores.attachments.append(
    file.id,
    0,
    (async function* () {
      yield octets(5_000);
    })(),
  );
}

/** Everything durable, as text that is the same for stores that hold the same. */
export async function portraitOf(stores: Stores): Promise<string> {
  const { accounts, mailboxes, archive, epochs, attachments } = stores;
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const files: string[] = [];
  for (const info of await gathered(attachments.all())) {
    const parts = await gathered(attachments.read(info.id, 0, info.octets));
    files.push(JSON.stringify({ ...info, content: hash(Buffer.concat(parts)) }));
  }
  const people = (await gathered(accounts.all())).map((one) => JSON.stringify({ ...one, record: hash(one.record) }));
  const waiting = (await gathered(mailboxes.all())).map(({ envelope: one, to }) =>
    JSON.stringify([one.id, one.sender, one.at, one.kind, hash(one.payload), to.toSorted()]),
  );
  const byUser = new Map<string, string[]>();
  for (const { user, record } of await gathered(archive.all())) {
    byUser.set(user, [...(byUser.get(user) ?? []), JSON.stringify({ ...record, payload: hash(record.payload) })]);
  }
  const groups = (await gathered(epochs.all())).map((one) => JSON.stringify([one.group, one.epoch, one.at]));
  const invitations = (await gathered(accounts.invitations())).map((one) => JSON.stringify([one.hash, one.expires]));
  // Mailboxes and archives have an order; of the rest none is promised.
  return [people, invitations, groups, files, [...byUser].map((one) => JSON.stringify(one))]
    .map((lines) => sorted(lines))
    .concat([waiting])
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
