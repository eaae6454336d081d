import type { Picks } from '../core/webchat';
import { OURS } from '../page/frame';
import { FIELDS } from '../sites/chats/find-box';
import { createOutline } from './outline';
import { selectorFor, selectorForAll } from './selectors';

export type PickingPorts = {
  readonly onPicked: (picks: Picks) => Promise<void>;
  /** The step has changed. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
};

/** Everything that a page could take a press for. */
const PRESSES = [
  'pointerdown',
  'pointerup',
  'mousedown',
  'mouseup',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'touchstart',
  'touchend',
];

/**
 * The person shows where one writes, and then one message. Only presses by the person's own hand count, and the page
 * hears of none of them.
 */
export function createPicking(page: Document, ports: PickingPorts) {
  let current: { readonly step: 'box' | 'messages'; readonly box: string } | undefined;
  let stopping: AbortController | undefined;
  const outline = createOutline(page);

  const stop = () => {
    if (current === undefined) return;
    current = undefined;
    stopping?.abort();
    outline.remove();
    ports.onChange();
  };

  const take = (element: HTMLElement) => {
    if (current === undefined) return;
    if (current.step === 'box') {
      const field = fieldAt(element);
      const box = field && selectorFor(page, field);
      if (box === undefined) return;
      current = { step: 'messages', box };
      ports.onChange();
      return;
    }
    const messages = selectorForAll(page, element);
    if (messages === undefined) return;
    const picks = { box: current.box, messages };
    stop();
    ports.onPicked(picks).catch(ports.onFailure);
  };

  const start = () => {
    stop();
    current = { step: 'box', box: '' };
    stopping = new AbortController();
    const { signal } = stopping;
    const options = { capture: true, passive: false, signal };
    const view = page.defaultView;
    const swallow = (event: Event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    view?.addEventListener(
      'pointermove',
      (event) => {
        const element = event.isTrusted ? pointedAt(event) : undefined;
        const shown = current?.step === 'box' ? element && fieldAt(element) : element;
        outline.show(shown);
      },
      options,
    );
    for (const type of PRESSES) {
      view?.addEventListener(
        type,
        (event) => {
          const element = pointedAt(event);
          if (element === undefined) return;
          swallow(event);
          if (type === 'click' && event.isTrusted) take(element);
        },
        options,
      );
    }
    view?.addEventListener(
      'keydown',
      (event) => {
        if (!event.isTrusted || event.key !== 'Escape') return;
        swallow(event);
        stop();
      },
      options,
    );
    ports.onChange();
  };

  return { start, stop, step: (): 'box' | 'messages' | undefined => current?.step };
}

/** What of the page an event is about, into open shadow roots; `undefined` for our own frames. */
function pointedAt(event: Event): HTMLElement | undefined {
  const path = event.composedPath();
  if (path.some((one) => one instanceof Element && one.hasAttribute(OURS))) return undefined;
  return path.find((one) => one instanceof HTMLElement);
}

/** The field that a person means who points at it, at what is drawn in it, or at what is drawn around it. */
function fieldAt(element: HTMLElement): HTMLElement | undefined {
  const around = element.closest<HTMLElement>(FIELDS);
  if (around !== null) return around;
  const inside = element.querySelectorAll<HTMLElement>(FIELDS);
  return inside.length === 1 ? inside[0] : undefined;
}
