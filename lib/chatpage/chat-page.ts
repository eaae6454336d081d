import type { PageRequest } from '../bus/protocol';
import { toErrorCode } from '../core/errors';
import type { Picks, SiteMode } from '../core/webchat';
import { makeRoomAnywhere, mountBar } from '../page/bar';
import { DONE, failed, type PageAnswer } from '../page/bus';
import { createDoubt } from '../page/doubt';
import { clearLeftovers } from '../page/leftovers';
import { whenParsed } from '../page/when-parsed';
import { CHAT_SITES } from '../sites/chats/registry';
import type { OpenConversation } from '../sites/chats/site';
import { giveBackAll } from './box-place';
import { limitOf, noBoxState, stateOf } from './box-state';
import type { ChatPageBus } from './bus';
import { uncoverAll } from './line-cover';
import { createPicking } from './picking';
import type { ProxyLink, ProxyListener } from './proxy-link/proxy-link';
import { watchSealedTexts } from './sealed-texts';
import { createStage } from './stage';
import { watchPage } from './watch-page';
import { createWhichSite } from './which-site';
import { createXmppSide } from './xmpp-side';

const ALIVE_EVERY_MS = 2_000;
/** A conversation counts as open when it was named the same for so long: pages draw one piece by piece. */
const SETTLED_MS = 160;
/** So long after its start a page may take to show a box. */
const NO_BOX_MS = 5_000;
const NUDGE_EVERY_MS = 2_000;

/**
 * The script of chat pages, in one document. It sees ciphertext and tickets: words are written and read in frames of
 * ours. Ends by itself where the site is not granted, and after an update of the extension.
 */
export function startChatPage(
  page: Document,
  bus: ChatPageBus,
  link: (listener: ProxyListener) => ProxyLink,
): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const whenStopped = (undo: () => void) => signal.addEventListener('abort', undo);
  const stop = () => stopping.abort();
  const now = () => performance.now();
  const began = now();
  const isTop = page.defaultView === page.defaultView?.top;
  whenStopped(() => bus.onEnd?.());
  clearLeftovers(page, 'chat');
  uncoverAll(page);
  giveBackAll(page);

  let mode: SiteMode | undefined;
  let soon: () => void = () => undefined;
  const which = createWhichSite(page, CHAT_SITES, now);

  const hello = async (): Promise<void> => {
    const { mode: chosen, picks } = await bus.call('chatPage.hello');
    if (signal.aborted || mode !== undefined) return;
    mode = chosen;
    which.setPicks(picks);
    xmpp.begin(chosen);
    begin();
  };
  const onFailure = createDoubt({ ask: hello, onBack: () => soon(), onEnd: stop, signal });
  const fail = (error: unknown) => onFailure(toErrorCode(error));

  const xmpp = createXmppSide({ bus, link, onFailure, onChange: () => soon() });
  whenStopped(() => xmpp.stop());

  const begin = () => {
    const isConvenience = () => mode === 'convenience' && (which.current()?.xmpp === true || xmpp.seen());
    const find = (): OpenConversation | undefined => (isConvenience() ? undefined : which.current()?.find(page));
    const texts = watchSealedTexts(page, {
      onFound: (text) => stage.take(text),
      onRecords: (records) => stage.onRecords(records),
    });
    const stage = createStage({ page, bus, texts, find, now, onFailure, onLost: () => soon() });
    whenStopped(() => texts.stop());
    whenStopped(() => stage.clear());

    const picking = createPicking(page, {
      async onPicked(picks: Picks) {
        which.setPicks(picks);
        soon();
        await bus.call('chatPage.savePicks', { picks });
      },
      onChange: () => soon(),
      onFailure: fail,
    });
    whenStopped(() => picking.stop());

    let candidate = { locator: '', since: 0 };
    const isSettled = ({ locator }: OpenConversation): boolean => {
      if (candidate.locator !== locator) candidate = { locator, since: now() };
      return now() - candidate.since >= SETTLED_MS;
    };

    const look = () => {
      const step = picking.step();
      if (step !== undefined) return stage.showStrip({ ...noBoxState(page), picking: step });
      const site = which.current();
      const conversation = find();
      if (site === undefined || conversation === undefined) {
        candidate = { locator: '', since: 0 };
        if (wantsStrip()) return stage.showStrip(noBoxState(page));
        return stage.clear();
      }
      if (stage.isShowing(conversation) || isSettled(conversation)) {
        return stage.show(conversation, stateOf(site, conversation, xmpp));
      }
      // What is on the screen is another one already: words for the one before must not go there.
      stage.clear();
      soon();
    };
    /** Only where the person may expect a box: in a whole page without one, that is no page of a known site. */
    const wantsStrip = () =>
      isTop && !isConvenience() && which.current()?.id === 'any' && now() - began > NO_BOX_MS && !mayBeElsewhere(page);

    let nudgedAt = Number.NEGATIVE_INFINITY;
    const nudgeIfWanted = () => {
      if (!xmpp.carrierWanted() || now() - nudgedAt < NUDGE_EVERY_MS) return;
      nudgedAt = now();
      stage.nudge(() => !xmpp.carrierWanted()).catch(fail);
    };

    const answer = async (request: PageRequest): Promise<PageAnswer | undefined> => {
      if (request.ask === 'page.doubt') {
        hello().catch(fail);
        return DONE;
      }
      if (!('ticket' in request)) return undefined;
      if (!stage.owns(request.ticket)) return failed('webchat/page-closed');
      switch (request.ask) {
        case 'chatPage.deliver': {
          const site = which.current();
          return site === undefined ? failed('webchat/page-closed') : stage.deliver(request, limitOf(site));
        }
        case 'chatPage.pick':
          if (request.stop) picking.stop();
          else picking.start();
          return DONE;
        case 'chatPage.findKeys':
          // Answered by `chatPage.keysFound`, as soon as the page has given us a way to ask.
          xmpp.findKeys(request.address).catch(fail);
          nudgeIfWanted();
          return DONE;
        case 'chatPage.publish': {
          const published = xmpp.publish(request.certificate, request.fingerprint);
          nudgeIfWanted();
          return published.then(
            () => DONE,
            (error) => failed(toErrorCode(error)),
          );
        }
        default:
          return undefined;
      }
    };
    const isOurs = ({ ask }: PageRequest) => ask === 'page.doubt' || ask.startsWith('chatPage.');
    whenStopped(bus.onPageRequest((request) => (isOurs(request) ? answer(request) : undefined)));

    soon = watchPage(
      page,
      () => {
        look();
        nudgeIfWanted();
      },
      signal,
    );
    if (isTop) whenParsed(page, signal, () => void showBar());
    soon();
  };

  const showBar = async (): Promise<void> => {
    const makeRoom = (height: number) => which.current()?.makeRoom?.(page, height) ?? makeRoomAnywhere(page, height);
    const bar = await mountBar(page, bus, makeRoom);
    if (signal.aborted) bar?.remove();
    else whenStopped(() => bar?.remove());
  };

  const pulse = setInterval(() => {
    if (!bus.isAlive()) stop();
  }, ALIVE_EVERY_MS);
  whenStopped(() => clearInterval(pulse));
  hello().catch((error) => {
    // Frames of the page have waited for an answer: without us they go on as they are.
    xmpp.begin(undefined);
    fail(error);
  });
  return stop;
}

/** CSS pixels of a frame that may hold the chat: our script in it finds the box there. */
const FRAME_LEAST = 200;

function mayBeElsewhere(page: Document): boolean {
  if (page.querySelector('input[type="password"]') !== null) return true;
  return [...page.querySelectorAll('iframe')].some(
    (frame) => frame.clientWidth > FRAME_LEAST && frame.clientHeight > FRAME_LEAST,
  );
}
