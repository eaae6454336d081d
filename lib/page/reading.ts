import type { PageRequest } from '../bus/protocol';
import type { TicketId } from '../core/brand';
import { toErrorCode } from '../core/errors';
import type { Found, FoundCertificate, FoundMessage } from '../sites/mail/site';
import { DONE, failed, type PageAnswer, type PageBus } from './bus';
import { type MountedFrame, mountFrame } from './frame';
import { newTicketId } from './ticket-id';

type Drawn = { readonly found: FoundMessage | FoundCertificate; readonly frame: MountedFrame };

/**
 * Puts a frame of ours in the place of every sealed message, and beside every certificate, that a site file finds.
 * The page's script carries ciphertext to the background and a ticket to the frame, and nothing else.
 */
export function createReading(page: Document, bus: PageBus, onFailure: (code: ReturnType<typeof toErrorCode>) => void) {
  const seen = new WeakSet<Element>();
  const drawn = new Map<string, Drawn>();
  const waiting = new Set<FoundMessage | FoundCertificate>();
  let stopped = false;

  const mount = (found: FoundMessage | FoundCertificate, ticket: string, url: string): void => {
    if (stopped || !found.place.isConnected) return;
    const frame = mountFrame(page, {
      url,
      ticket,
      title: found.kind === 'message' ? 'Sealed message, opened by Sotto' : 'Certificate, offered by Sotto',
      place: { where: found.how === 'replace' ? 'replace' : 'before', element: found.place },
      height: reservedHeight(found),
      onFailed: () => drawn.delete(ticket),
    });
    drawn.set(ticket, { found, frame });
  };

  const draw = async (found: FoundMessage | FoundCertificate): Promise<void> => {
    const ticket = newTicketId();
    try {
      if (found.kind === 'certificate') return await offerCertificate(found);
      // The ticket is ours to choose, so that the frame loads while the background opens the message.
      const offered = offerMessage(found, ticket);
      mount(found, ticket, bus.frameUrl('reader.html'));
      await offered;
    } catch (error) {
      drawn.get(ticket)?.frame.remove();
      drawn.delete(ticket);
      waiting.add(found);
      onFailure(toErrorCode(error));
    }
  };

  /** The source of a whole mail is fetched while the background is told and the frame loads. */
  const offerMessage = (found: FoundMessage, ticket: TicketId) => {
    const { whole, from, ready } = found;
    if (ready === undefined) void sourceOf(found);
    return bus.call('page.offerMessage', {
      ticket,
      whole,
      ...(ready === undefined ? {} : { source: ready }),
      ...(from === undefined ? {} : { from }),
    });
  };

  const offerCertificate = async (found: FoundCertificate): Promise<void> => {
    const armored = await found.armored();
    if (armored === undefined) return;
    const { source, from } = found;
    const input = { armored, source, ...(from === undefined ? {} : { from }) };
    const { ticket, url } = await bus.call('page.offerCertificate', input);
    mount(found, ticket, url);
  };

  const sources = new WeakMap<FoundMessage, Promise<Blob | undefined>>();
  const sourceOf = async (found: FoundMessage): Promise<Blob | undefined> => {
    const asked = sources.get(found) ?? found.source();
    sources.set(found, asked);
    const blob = await asked;
    if (blob === undefined) sources.delete(found);
    return blob;
  };

  return {
    /** Draws what is new among these; what was seen before is left alone. */
    show(all: readonly Found[]): void {
      for (const found of all) {
        const key = keyOf(found);
        if (stopped || seen.has(key)) continue;
        seen.add(key);
        if (found.kind !== 'unsure') {
          void draw(found);
          continue;
        }
        void found.look().then((known) => {
          if (known === undefined || stopped || (known.kind === 'message' && seen.has(known.place))) return;
          seen.add(known.place);
          return draw(known);
        });
      }
    },

    /** Something changed in Sotto: what could not be offered is offered again. */
    retry(): void {
      const again = [...waiting];
      waiting.clear();
      for (const found of again) void draw(found);
    },

    async answer(
      request: Extract<PageRequest, { ask: 'page.source' | 'page.openCompose' }>,
    ): Promise<Blob | PageAnswer | undefined> {
      const message = drawn.get(request.ticket)?.found;
      if (message?.kind !== 'message') return undefined;
      if (request.ask === 'page.source') return sourceOf(message);
      const url = message.composeUrl?.(request.mode);
      if (url === undefined) return failed('site/unsupported');
      // After the answer: the background must hear it before this document ends.
      setTimeout(() => openInTab(page, url), 0);
      return DONE;
    },

    owns: (ticket: string): boolean => drawn.has(ticket),

    stop(): void {
      stopped = true;
      for (const { frame } of drawn.values()) frame.remove();
      drawn.clear();
    },
  };
}

/** What a finding is known by, so that it is drawn once. */
function keyOf(found: Found): Element {
  if (found.kind === 'message') return found.place;
  return found.kind === 'unsure' ? found.key : (found.key ?? found.place);
}

/** As high as what it takes the place of, within reason, so that the page does not jump. */
function reservedHeight(found: FoundMessage | FoundCertificate): number {
  if (found.kind === 'certificate') return 72;
  return found.whole === 'mime' ? 240 : 200;
}

/** The whole tab, also from a preview frame; only to the page's own origin. */
function openInTab(page: Document, url: string): void {
  const view = page.defaultView;
  if (view === null || URL.parse(url)?.origin !== page.location.origin) return;
  try {
    (view.top ?? view).location.assign(url);
  } catch {
    view.location.assign(url);
  }
}
