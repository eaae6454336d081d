import type { PageRequest } from '../bus/protocol';
import { toErrorCode } from '../core/errors';
import { beginsArmor, findAround } from '../sites/mail/generic';
import { MAIL_SITES } from '../sites/mail/registry';
import type { MailSite } from '../sites/mail/site';
import { anyForm } from './any-form';
import { makeRoomAnywhere, mountBar } from './bar';
import { DONE, failed, type PageBus } from './bus';
import { type Composing, createComposing } from './composing';
import { createDoubt } from './doubt';
import { editorOf } from './insert';
import { clearLeftovers } from './leftovers';
import { createReading } from './reading';
import { startScan } from './scan';
import { whenParsed } from './when-parsed';

const ALIVE_EVERY_MS = 2_000;

/**
 * The content script of mail, in one document. Waits until it knows which site this is, then draws frames for what
 * the site file finds. Ends by itself where the site is not granted, and after an update of the extension.
 */
export function startMailPage(page: Document, bus: PageBus): () => void {
  const stopping = new AbortController();
  const whenStopped = (undo: () => void) => stopping.signal.addEventListener('abort', undo);
  const stop = () => stopping.abort();
  const isTop = page.defaultView === page.defaultView?.top;
  whenStopped(() => bus.onEnd?.());
  clearLeftovers(page, 'mail');

  const onFailure = createDoubt({
    ask: () => hello(),
    onBack: () => reading.retry(),
    onEnd: stop,
    signal: stopping.signal,
  });
  const reading = createReading(page, bus, onFailure);
  whenStopped(() => reading.stop());
  let site: MailSite | undefined;
  let composing: Composing | undefined;
  whenStopped(() => composing?.stop());

  const hello = async (): Promise<void> => {
    const kind = site?.kindOf(page) ?? 'none';
    const { resume } = await bus.call('page.hello', { kind, ...(site === undefined ? {} : { site: site.id }) });
    if (resume === undefined || stopping.signal.aborted) return;
    resumeDraft = resume;
    openResumed();
  };
  const greet = () => void hello().catch((error) => onFailure(toErrorCode(error)));
  let resumeDraft: Parameters<Composing['start']>[0];
  const openResumed = () => {
    if (composing === undefined || resumeDraft === undefined) return;
    const draft = resumeDraft;
    resumeDraft = undefined;
    void composing.start(draft);
  };

  const lookAtKnown = (known: MailSite) => {
    reading.show(known.find(page));
    if (known.kindOf(page) !== 'compose') return;
    if (composing !== undefined && !composing.key.isConnected) {
      composing.stop();
      composing = undefined;
    }
    const form = composing === undefined ? known.findForm(page) : undefined;
    if (form !== undefined) {
      composing = createComposing(page, bus, form, onFailure);
      openResumed();
    }
    composing?.place();
    composing?.keepEmpty();
  };

  /** On a page that no site file describes, our button appears beside the editor that the person enters. */
  const offerEditor = (event: Event) => {
    const editor = event.isTrusted ? editorOf(event) : undefined;
    if (editor === undefined || composing?.isOpen() === true || composing?.key === editor) return;
    composing?.stop();
    composing = createComposing(page, bus, anyForm(editor), onFailure);
  };

  const begin = (known: MailSite | undefined) => {
    site = known;
    if (known === undefined) {
      const look = (text: Text): boolean => {
        if (!beginsArmor(text)) return true;
        const found = findAround(text);
        if (found !== undefined) reading.show([found]);
        return found !== undefined;
      };
      whenStopped(startScan(page, { look }));
      page.addEventListener('focusin', offerEditor, { capture: true, signal: stopping.signal });
    }
    if (known !== undefined || isTop) greet();
    if (isTop) whenParsed(page, stopping.signal, () => void showBar(known));
  };

  const showBar = async (known: MailSite | undefined): Promise<void> => {
    const makeRoom = (height: number) =>
      known === undefined ? makeRoomAnywhere(page, height) : known.makeRoom(page, height);
    const bar = await mountBar(page, bus, makeRoom);
    if (stopping.signal.aborted) bar?.remove();
    else whenStopped(() => bar?.remove());
  };

  let decided = false;
  const onChange = () => {
    if (!decided) {
      const verdicts = MAIL_SITES.map((candidate) => candidate.recognises(page));
      const at = verdicts.indexOf(true);
      if (at === -1 && verdicts.includes(undefined)) return;
      decided = true;
      begin(MAIL_SITES[at]);
      if (site === undefined) observer.disconnect();
    }
    if (site !== undefined) lookAtKnown(site);
  };
  const observer = new MutationObserver(onChange);
  observer.observe(page, { childList: true, subtree: true });
  page.addEventListener('DOMContentLoaded', onChange, { signal: stopping.signal });
  whenStopped(() => observer.disconnect());

  whenStopped(
    bus.onPageRequest(async (request: PageRequest): Promise<unknown> => {
      switch (request.ask) {
        case 'page.doubt':
          greet();
          return DONE;
        case 'page.source':
        case 'page.openCompose':
          return reading.answer(request);
        case 'page.deliver':
        case 'page.closeComposer':
          return composing?.answer(request) ?? failed('mail/page-closed');
        default:
          return undefined;
      }
    }),
  );
  const pulse = setInterval(() => {
    if (!bus.isAlive()) stop();
  }, ALIVE_EVERY_MS);
  whenStopped(() => clearInterval(pulse));

  onChange();
  return stop;
}
