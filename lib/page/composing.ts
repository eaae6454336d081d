import type { PageRequest } from '../bus/protocol';
import type { DraftId } from '../core/brand';
import type { OutgoingEnvelope } from '../core/compose';
import type { ErrorCode } from '../core/error-codes';
import { toErrorCode } from '../core/errors';
import type { ComposeForm, PutAside } from '../sites/mail/site';
import { DONE, failed, type PageAnswer, type PageBus } from './bus';
import { type ComposeButton, mountButton } from './button';
import { deliver } from './deliver';
import { type MountedFrame, mountFrame } from './frame';
import { guardForm } from './guard';

type ComposeRequest = Extract<PageRequest, { ask: 'page.deliver' | 'page.closeComposer' }>;

/** Our composer over the page's form. */
type Open = {
  readonly ticket: string;
  readonly frame: MountedFrame;
  readonly aside: PutAside;
  readonly letGo: () => void;
};

const FILES_WAIT = 'Files are attached here in clear. Remove them, then attach them in Sotto.';
/** CSS pixels, where the composer stands in the page's flow. */
const COMPOSER_HEIGHT = 480;
/** How long the composer waits to be told that all is sent before the page ends in its own way. */
const FINISH_MS = 10_000;

/** One compose form: our button in it, our composer over it, and what the background wants done with it. */
export function createComposing(page: Document, bus: PageBus, form: ComposeForm, onFailure: (code: ErrorCode) => void) {
  let open: Open | undefined;
  let opening = false;
  let button: ComposeButton | undefined;
  let finishing: ReturnType<typeof setTimeout> | undefined;
  /** What was or is being sent: a background that died in between asks again, and nothing goes out twice. */
  const delivered = new Map<string, Promise<PageAnswer>>();

  const place = () => {
    if (open !== undefined || button?.stands() === true) return;
    button?.remove();
    button = mountButton(page, form.button, () => void start());
  };

  const start = async (resume?: DraftId): Promise<void> => {
    if (open !== undefined || opening) return;
    // The webmail would drop them without a word (Roundcube does for PGP/MIME). An answer's own are ciphertext.
    if (resume === undefined && form.holdsFiles()) {
      button?.tell(FILES_WAIT);
      return;
    }
    opening = true;
    button?.setBusy(true);
    try {
      const written = form.read();
      // What the page quotes under an answer is ciphertext: our draft has the words that were read.
      const compose = { ...written, ...(resume === undefined ? {} : { text: '' }) };
      const grant = await bus.call('page.offerComposer', {
        compose: { ...compose, origin: page.location.origin, formats: form.formats() },
        ...(resume === undefined ? {} : { resume }),
      });
      open = cover(grant.ticket, grant.url);
    } catch (error) {
      onFailure(toErrorCode(error));
    } finally {
      opening = false;
      button?.setBusy(false);
    }
  };

  const cover = (ticket: string, url: string): Open => {
    const aside = form.putAside();
    const frame = mountFrame(page, {
      url,
      ticket,
      title: 'Write a sealed message with Sotto',
      place: { where: form.how, element: form.cover },
      height: COMPOSER_HEIGHT,
      onFailed: () => close('write-without'),
    });
    return { ticket, frame, aside, letGo: guardForm(page, form, frame.host) };
  };

  const close = (leave: 'keep-draft' | 'write-without' | 'sent') => {
    if (open === undefined) return;
    const { frame, aside, letGo } = open;
    open = undefined;
    frame.remove();
    letGo();
    if (leave === 'write-without') aside.restore('everything');
    // The page's own text stays away: what was sealed must not go out in clear by a slip.
    if (leave === 'keep-draft') aside.restore('recipients');
    if (leave === 'sent') finish();
    else place();
  };

  const finish = () => {
    clearTimeout(finishing);
    finishing = undefined;
    form.finish();
  };

  const answer = async (request: ComposeRequest): Promise<PageAnswer> => {
    if (request.ask === 'page.closeComposer') {
      close(request.leave);
      return DONE;
    }
    const { envelope } = request;
    const name = `${envelope.kind} ${envelope.bcc.join()}`;
    const asked = delivered.get(name) ?? deliverOnce(envelope);
    delivered.set(name, asked);
    const outcome = await asked;
    if (!outcome.ok) delivered.delete(name);
    return outcome;
  };

  const deliverOnce = async (envelope: OutgoingEnvelope): Promise<PageAnswer> => {
    if (!form.isEmpty()) form.empty();
    const outcome = await deliver(form, envelope).catch((): PageAnswer => failed('mail/send-failed'));
    if (outcome.ok && envelope.kind === 'message') finishing = setTimeout(finish, FINISH_MS);
    // The webmail says in its own words why it did not take the message.
    if (!outcome.ok) form.finish();
    return outcome;
  };

  place();
  return {
    key: form.key,
    start,
    place,
    isOpen: () => open !== undefined,
    owns: (ticket: string): boolean => open?.ticket === ticket,
    answer: (request: ComposeRequest): Promise<PageAnswer> =>
      open?.ticket === request.ticket ? answer(request) : Promise.resolve(failed('mail/page-closed')),
    /** The page may write into its own editor (a signature, a quotation) while it is covered. */
    keepEmpty(): void {
      if (open !== undefined && !form.isEmpty()) form.empty();
    },
    stop(): void {
      clearTimeout(finishing);
      button?.remove();
      if (open === undefined) return;
      open.frame.remove();
      open.letGo();
      open.aside.restore('recipients');
      open = undefined;
    },
  };
}

export type Composing = ReturnType<typeof createComposing>;
