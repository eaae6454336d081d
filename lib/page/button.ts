import { OURS } from './frame';

const STYLE = `
  button { all: unset; box-sizing: border-box; display: inline-flex; align-items: center; gap: 6px; cursor: pointer;
    min-height: 36px; padding: 6px 12px; margin-inline-start: 8px; border-radius: 6px; font: 600 13px/1.45 system-ui, sans-serif;
    color: oklch(0.42 0.09 195); background: #fff; border: 1px solid oklch(0.52 0.09 195); white-space: nowrap; }
  button:hover { background: oklch(0.96 0.02 195); }
  button:focus-visible { outline: 2px solid oklch(0.52 0.09 195); outline-offset: 2px; }
  [role='status']:not(:empty) { display: block; margin: 8px 0 0 8px; font: 13px/1.45 system-ui, sans-serif; color: CanvasText; }
  button:disabled { opacity: 0.55; cursor: default; }
  svg { width: 16px; height: 16px; flex: none; }
  @media (prefers-color-scheme: dark) {
    button { color: oklch(0.82 0.09 195); background: oklch(0.22 0.01 195); border-color: oklch(0.75 0.09 195); }
    button:hover { background: oklch(0.28 0.02 195); }
  }`;
const SVG = 'http://www.w3.org/2000/svg';
/** The mark: two facing arcs with a small gap. */
const ARCS = ['M6.5 2.5a6 6 0 0 0 0 11', 'M9.5 2.5a6 6 0 0 1 0 11'];

export type ComposeButton = {
  stands(): boolean;
  setBusy(busy: boolean): void;
  /** Says beside the button why it did nothing. */
  tell(sentence: string): void;
  remove(): void;
};

/**
 * Our button in the page's own form. It is an offer to open our composer and nothing more, so it may stand in the
 * page; only a real click or key press counts, never one that the page made (`isTrusted`).
 */
export function mountButton(
  page: Document,
  { parent, before }: { readonly parent: Node; readonly before: Element | null },
  onPress: () => void,
): ComposeButton {
  const host = page.createElement('span');
  host.setAttribute(OURS, '');
  host.dataset.testid = 'compose-with-sotto';
  host.style.cssText = 'all:initial;display:inline-block;vertical-align:middle';
  const shadow = host.attachShadow({ mode: 'closed', delegatesFocus: true });
  const style = page.createElement('style');
  style.textContent = STYLE;
  const button = page.createElement('button');
  button.type = 'button';
  button.append(drawMark(page), page.createTextNode('Write with Sotto'));
  button.title = 'Seal this message so that only its recipients can read it';
  button.addEventListener('click', (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.isTrusted) onPress();
  });
  const note = page.createElement('span');
  note.setAttribute('role', 'status');
  shadow.append(style, button, note);
  parent.insertBefore(host, before?.parentNode === parent ? before : null);
  return {
    stands: () => host.isConnected,
    setBusy: (busy) => {
      button.disabled = busy;
      note.textContent = '';
    },
    tell: (sentence) => {
      note.textContent = sentence;
    },
    remove: () => host.remove(),
  };
}

function drawMark(page: Document): SVGElement {
  const mark = page.createElementNS(SVG, 'svg');
  mark.setAttribute('viewBox', '0 0 16 16');
  mark.setAttribute('aria-hidden', 'true');
  for (const arc of ARCS) {
    const path = page.createElementNS(SVG, 'path');
    path.setAttribute('d', arc);
    path.setAttribute('fill', 'none');
    path.setAttribute('stroke', 'currentColor');
    path.setAttribute('stroke-width', '1.8');
    path.setAttribute('stroke-linecap', 'round');
    mark.append(path);
  }
  return mark;
}
