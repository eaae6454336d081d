/** Events by which a person, or the page on their behalf, could send or attach something. */
const SENDING = [
  'click',
  'auxclick',
  'submit',
  'keydown',
  'keypress',
  'pointerdown',
  'mousedown',
  'touchstart',
] as const;
/** On what is silenced: its opacity before. */
const SILENCED = 'data-sotto-quiet';
const DROPPING = ['dragenter', 'dragover', 'drop'] as const;

export type GuardedForm = {
  readonly quiet: readonly HTMLElement[];
  sends(event: Event): boolean;
  isEmpty(): boolean;
  empty(): void;
};

/**
 * While our composer is open the page's Send does nothing and its editor stays empty. Listens on the window in the
 * capture phase, which comes before every listener of the page's elements.
 */
export function guardForm(page: Document, form: GuardedForm, ours: Element): () => void {
  const stop = new AbortController();
  const view = page.defaultView;
  const block = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const options = { capture: true, passive: false, signal: stop.signal };
  for (const type of SENDING) {
    view?.addEventListener(
      type,
      (event) => {
        if (form.sends(event)) block(event);
      },
      options,
    );
  }
  // A file dropped beside our frame would be uploaded by the page, in clear.
  for (const type of DROPPING) view?.addEventListener(type, block, options);

  const silenced = form.quiet.filter((element) => element !== ours && !element.inert);
  for (const element of silenced) {
    element.setAttribute(SILENCED, element.style.opacity);
    element.inert = true;
    element.style.opacity = '0.35';
  }

  return () => {
    stop.abort();
    for (const element of silenced) giveVoice(element);
  };
}

function giveVoice(element: HTMLElement): void {
  element.inert = false;
  element.style.opacity = element.getAttribute(SILENCED) ?? '';
  element.removeAttribute(SILENCED);
}

/** Everything that a script before this one silenced, and that never heard of its end. */
export function giveVoiceToAll(page: Document): void {
  for (const element of page.querySelectorAll<HTMLElement>(`[${SILENCED}]`)) giveVoice(element);
}
