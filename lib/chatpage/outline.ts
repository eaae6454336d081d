import { OURS } from '../page/frame';

const STYLE = [
  'all:initial',
  'position:fixed',
  'pointer-events:none',
  'z-index:2147483644',
  'border:2px solid oklch(0.52 0.09 195)',
  'background:oklch(0.52 0.09 195 / 0.12)',
  'border-radius:6px',
  'box-sizing:border-box',
];

/** A frame drawn around an element of the page, that the page can neither style nor press. */
export function createOutline(page: Document) {
  let host: HTMLElement | undefined;
  let mark: HTMLElement | undefined;
  const make = (): HTMLElement => {
    host = page.createElement('div');
    host.setAttribute(OURS, '');
    host.style.cssText = 'all:initial !important;pointer-events:none !important';
    mark = page.createElement('div');
    host.attachShadow({ mode: 'closed' }).append(mark);
    page.documentElement.append(host);
    return mark;
  };
  return {
    show(element: HTMLElement | undefined): void {
      const drawn = mark ?? make();
      if (element === undefined) {
        drawn.style.cssText = 'display:none';
        return;
      }
      const { left, top, width, height } = element.getBoundingClientRect();
      drawn.style.cssText = [...STYLE, `left:${left}px`, `top:${top}px`, `width:${width}px`, `height:${height}px`].join(
        ';',
      );
    },
    remove(): void {
      host?.remove();
      host = undefined;
      mark = undefined;
    },
  };
}
