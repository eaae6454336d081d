import { readLines } from '../../page-text';

/** The page's own text, whichever of its two editors holds it. */
export type Editor = {
  readText(): string;
  isEmpty(): boolean;
  /** Empties it and answers the way back to what stood there. */
  empty(): () => void;
};

const blank = (text: string | null): boolean => (text ?? '').replace(/[\s\u200b\ufeff\u00a0]/g, '') === '';

/** TinyMCE edits the body of a frame of the page's own origin; until the page sends, its textarea stays behind. */
export function htmlBody(page: Document): HTMLElement | undefined {
  const frame = page.querySelector<HTMLIFrameElement>('#composebody_ifr');
  return frame?.contentDocument?.body ?? undefined;
}

export function textBox(page: Document): HTMLTextAreaElement | undefined {
  return page.querySelector<HTMLTextAreaElement>('textarea#composebody') ?? undefined;
}

export function readEditor(page: Document): Editor {
  const box = textBox(page);
  const body = htmlBody(page);
  return {
    readText: () => (body === undefined ? (box?.value ?? '') : readLines(body, 'with-quotes')),
    isEmpty: () => blank(box?.value ?? '') && (body === undefined || (blank(body.textContent) && !holdsMedia(body))),
    empty() {
      const putBackText = box === undefined ? undefined : emptyBox(box);
      const putBackHtml = body === undefined ? undefined : emptyBody(body);
      return () => {
        putBackText?.();
        putBackHtml?.();
      };
    },
  };
}

const holdsMedia = (body: Element): boolean => body.querySelector('img, table, object, video, audio') !== null;

function emptyBox(box: HTMLTextAreaElement): () => void {
  const { value } = box;
  setValue(box, '');
  return () => setValue(box, value);
}

/** The page's own nodes are kept as they are and put back as they are: no HTML is parsed. */
function emptyBody(body: HTMLElement): () => void {
  const nodes = [...body.childNodes];
  const page = body.ownerDocument;
  const line = page.createElement('p');
  line.append(page.createElement('br'));
  body.replaceChildren(line);
  return () => body.replaceChildren(...nodes);
}

/** Sets a field and tells the page, as typing would. */
export function setValue(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
