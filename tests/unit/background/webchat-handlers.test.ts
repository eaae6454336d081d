import { describe, expect, it } from 'vitest';
import { webchatHandlers } from '../../../lib/background/handlers/webchat';
import { createTickets } from '../../../lib/background/tickets';
import type { Sender } from '../../../lib/bus/sender';
import type { Origin, TicketId } from '../../../lib/core/brand';
import { AppError } from '../../../lib/core/errors';
import type { SitePurpose } from '../../../lib/core/site-state';
import type { MessageId } from '../../../lib/core/wire/ids';
import type { LineSource, Place } from '../../../lib/webchat/contract';
import { fakeMemory } from '../../support/fake-memory';

const ORIGIN = 'https://chat.example.org' as Origin;
const BOX = 'b'.repeat(32) as TicketId;
const page: Sender = { class: 'page', tabId: 7, frameId: 0, origin: ORIGIN };
const frame: Sender = { class: 'frame', tabId: 7, frameId: 3, path: '/chat-box.html' };
const place = { protocol: 'xmpp' as const, locator: 'bob@lab.test', title: 'Bob', account: 'alice@lab.test' };
const message = 'c'.repeat(32) as MessageId;

function world(purpose: SitePurpose) {
  const memory = fakeMemory();
  const opened: LineSource[] = [];
  const sent: Array<{ readonly place: Place; readonly as: unknown }> = [];
  const handlers = webchatHandlers({
    memory,
    tickets: createTickets({ memory, now: () => 5 }),
    grants: { require: async (origin: Origin) => ({ origin, grantedAt: 1, ...purpose }) },
    frameUrl: (path: string) => path,
    announce: async () => undefined,
    autoLock: { touch: async () => undefined },
    onFailure: () => undefined,
    webchat: {
      events: { onBox: async () => undefined },
      open: async (_place: Place, source: LineSource) => {
        opened.push(source);
        return { kind: 'locked' };
      },
      send: async (where: Place, { as }: { as: unknown }) => void sent.push({ place: where, as }),
      seal: async () => new Uint8Array([1]),
      reveal: async () => 'words',
    },
  } as never);
  const as = (sender: Sender) => ({ sender }) as never;
  return { handlers, opened, sent, as };
}

const CHAT: SitePurpose = { uses: ['chat'], mode: 'sealed' };
const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : error;
};

describe('what the script of a chat page, its box and its lines may ask', () => {
  it('[req 2] gives words to a page only where the person chose convenience', async () => {
    const octets = new Blob([new Uint8Array([1])]);
    for (const purpose of [CHAT, { uses: ['mail'], mode: 'convenience' } as const]) {
      const { handlers, as } = world(purpose);
      expect(await refused(handlers['chatPage.reveal']({ place, octets }, as(page)))).toMatch(/^(?:bus|site)\//);
      expect(await refused(handlers['chatPage.seal']({ place, text: 'x' }, as(page)))).toMatch(/^(?:bus|site)\//);
    }
    const { handlers, as } = world({ uses: ['chat'], mode: 'convenience' });
    expect(await handlers['chatPage.reveal']({ place, octets }, as(page))).toEqual({ text: 'words' });
  });

  it('[req 26] serves no box and no line of a page whose site is not used for chat any more', async () => {
    const purpose = { uses: ['chat', 'call'] as SitePurpose['uses'], mode: 'sealed' as const };
    const { handlers, as } = world(purpose);
    const line = 'd'.repeat(32) as TicketId;
    await handlers['chatPage.offerBox']({ ticket: BOX, place }, as(page));
    await handlers['chatPage.offerLine']({ ticket: line, place, otr: '?OTR', fresh: false }, as(page));
    const ofLine: Sender = { class: 'frame', tabId: 7, frameId: 4, path: '/chat-line.html' };
    const words = { ticket: BOX, locator: place.locator, message, text: 'words', way: 'openpgp' as const };
    const asked = () => [
      refused(handlers['chatBox.send'](words, as(frame))),
      refused(handlers['chatLine.open']({ ticket: line }, as(ofLine))),
    ];
    expect(await Promise.all(asked())).toEqual([undefined, undefined]);
    purpose.uses = ['call'];
    expect(await Promise.all(asked())).toEqual(['site/not-granted', 'site/not-granted']);
  });

  it('[req 26] serves no script of a site that is used for mail', async () => {
    const { handlers, as } = world({ uses: ['mail'], mode: 'sealed' });
    expect(await refused(handlers['chatPage.hello'](undefined, as(page)))).toBe('site/not-granted');
    const offer = { ticket: BOX, place };
    expect(await refused(handlers['chatPage.offerBox'](offer, as(page)))).toBe('site/not-granted');
  });

  it('sends where the box drew it, as it drew it, and nowhere else', async () => {
    const { handlers, as, sent } = world(CHAT);
    await handlers['chatPage.offerBox']({ ticket: BOX, place }, as(page));
    const words = { ticket: BOX, locator: place.locator, message, text: 'x', way: 'openpgp' as const };
    await handlers['chatBox.send'](words, as(frame));
    expect(sent).toEqual([{ place: { ...place, origin: ORIGIN }, as: { way: 'openpgp' } }]);
    await handlers['chatPage.offerBox']({ ticket: BOX, place: { ...place, locator: 'carol@lab.test' } }, as(page));
    expect(await refused(handlers['chatBox.send'](words, as(frame)))).toBe('webchat/moved');
    const blocked = { ticket: BOX, place, blocked: 'webchat/hidden-connection' as const };
    await handlers['chatPage.offerBox'](blocked, as(page));
    expect(await refused(handlers['chatBox.send'](words, as(frame)))).toBe('webchat/hidden-connection');
    expect(sent).toHaveLength(1);
  });

  it('opens texts of OTR as they stand in the page, and those of before for nobody', async () => {
    const { handlers, as, opened } = world(CHAT);
    const offer = (otr: string, index: number, fresh = true) =>
      handlers['chatPage.offerLine']({ ticket: String(index).repeat(32) as TicketId, place, otr, fresh }, as(page));
    await Promise.all([offer('?OTR:1', 1), offer('?OTR:2', 2), offer('?OTR:old', 3, false)]);
    expect(opened).toEqual([
      { otr: '?OTR:1', mine: undefined, fresh: true },
      { otr: '?OTR:2', mine: undefined, fresh: true },
    ]);
  });

  it('[req 26] takes no line that is both, or neither', async () => {
    const { handlers, as } = world(CHAT);
    const octets = new Blob([new Uint8Array([1])]);
    for (const what of [{}, { octets, otr: '?OTR:1' }]) {
      const offer = { ticket: BOX, place, fresh: true, ...what };
      expect(await refused(handlers['chatPage.offerLine'](offer, as(page)))).toBe('bus/bad-input');
    }
  });
});
