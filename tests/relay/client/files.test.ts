import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelayLink } from '../../../lib/net/contract';
import { createSealedFileTransport } from '../../../lib/net/sealed-file-transport';
import { sealedPayload } from '../../support/relay/payload';
import { until } from '../../support/wait';
import { type ClientWorld, openClientWorld } from './client-world';
import { openRoughProxy } from './rough-proxy';

const MIB = 2 ** 20;
const HOUR = 3_600_000;

let world: ClientWorld;
let link: RelayLink;
let proxy: Awaited<ReturnType<typeof openRoughProxy>>;
const files = createSealedFileTransport();
beforeAll(async () => {
  world = await openClientWorld('--ticket', '2s');
  ({ link } = await world.link(await world.register('anna')));
  proxy = await openRoughProxy(world.origin);
});
afterAll(async () => {
  proxy.close();
  await world.close();
});

const create = (octets: number) => link.ask('attachment.create', { octets, keepMs: HOUR });
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    ({ code }) => code,
  );

describe('a sealed file', () => {
  it('of 3 MB that is cut in the middle goes on where it was, and comes back whole, range by range', async () => {
    const content = sealedPayload(3 * MIB, 'attachment');
    const { attachment } = await create(content.length);
    const ticketFor = async (purpose: 'upload' | 'download') =>
      (await link.ask('attachment.ticket', { attachment, purpose })).ticket;
    const piece = (at: number) => content.slice(at, at + MIB);

    expect(await files.append(proxy.origin, attachment, await ticketFor('upload'), 0, piece(0))).toBe(MIB);
    proxy.cutAfter(MIB / 2);
    const cut = files.append(proxy.origin, attachment, await ticketFor('upload'), MIB, piece(MIB));
    expect(await codeOf(cut)).toBe('relay/unreachable');
    proxy.mend();
    let at = await until('some of the piece to be there', async () => {
      const offset = await files.offset(proxy.origin, attachment, await ticketFor('upload'));
      return offset > MIB ? offset : undefined;
    });
    expect(at).toBeLessThan(2 * MIB);
    while (at < content.length) {
      const ticket = await ticketFor('upload');
      at = await files.append(proxy.origin, attachment, ticket, at, piece(at)).catch((error) => {
        // The relay may still have been writing what arrived before the cut: then it is asked again.
        expect(error).toMatchObject({ code: 'relay/offset' });
        return files.offset(proxy.origin, attachment, ticket);
      });
    }
    expect(await files.offset(proxy.origin, attachment, await ticketFor('upload'))).toBe(content.length);

    const parts: Uint8Array[] = [];
    for (let from = 0; from < content.length; from += 700_000) {
      parts.push(await files.read(world.origin, attachment, await ticketFor('download'), from, 700_000));
    }
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    expect(await codeOf(files.read(world.origin, attachment, await ticketFor('download'), content.length, 1))).toBe(
      'relay/offset',
    );
  });

  it('is refused at the wrong place, past its end, with a ticket for another, unsealed, and before it is whole', async () => {
    const content = sealedPayload(2_000, 'attachment');
    const { attachment, upload } = await create(content.length);
    const other = await create(100);
    const append = (at: number, octets: Uint8Array<ArrayBuffer>, ticket = upload.ticket) =>
      codeOf(files.append(world.origin, attachment, ticket, at, octets));
    expect(await append(5, content.slice(5))).toBe('relay/offset');
    expect(await append(0, sealedPayload(2_001, 'attachment'))).toBe('relay/too-large');
    expect(await append(0, content, other.upload.ticket)).toBe('relay/ticket-expired');
    expect(await append(0, new TextEncoder().encode('hello '.repeat(300)))).toBe('relay/unsealed');
    const { ticket } = await link.ask('attachment.ticket', { attachment, purpose: 'download' });
    expect(await codeOf(files.read(world.origin, attachment, ticket, 0, 10))).toBe('relay/not-found');
  });

  it('asks for a new ticket when the old one is over', async () => {
    const content = sealedPayload(1_000, 'attachment');
    const { attachment, upload } = await create(content.length);
    await until('the ticket to expire', () => Date.now() > upload.expires + 50);
    expect(await codeOf(files.offset(world.origin, attachment, upload.ticket))).toBe('relay/ticket-expired');
    const { ticket } = await link.ask('attachment.ticket', { attachment, purpose: 'upload' });
    expect(await files.append(world.origin, attachment, ticket, 0, content)).toBe(1_000);
  });

  it('is left in the middle when its person cancels', async () => {
    const content = sealedPayload(3 * MIB, 'attachment');
    const { attachment, upload } = await create(content.length);
    proxy.freeze();
    const stop = new AbortController();
    const ended = codeOf(files.append(proxy.origin, attachment, upload.ticket, 0, content, stop.signal));
    stop.abort();
    expect(await ended).toBe('bus/cancelled');
    proxy.thaw();
  });

  it('cannot be moved where no relay is', async () => {
    const { attachment, upload } = await create(300);
    expect(await codeOf(files.offset('http://127.0.0.1:1', attachment, upload.ticket))).toBe('relay/unreachable');
  });
});
