import { readLines } from '../sites/page-text';

/** A place to write in: a plain box, or an editor that may keep a model of its own beside the DOM. */
export type PageEditor = HTMLTextAreaElement | HTMLInputElement | HTMLElement;

const EDITABLE = 'textarea, [contenteditable=""], [contenteditable="true"], [contenteditable="plaintext-only"]';
/** CSS pixels: smaller ones are for searches and short answers. */
const LEAST = { width: 240, height: 60 } as const;
/** Editors with a model may draw in a later turn. */
const SETTLE_MS = 1_000;

/** The editor that an event went to, if it is large enough for a message. Open shadow roots are looked into. */
export function editorOf(event: Event): PageEditor | undefined {
  const [target] = event.composedPath();
  const editor = target instanceof HTMLElement ? target.closest<HTMLElement>(EDITABLE) : null;
  if (editor === null) return undefined;
  const { width, height } = editor.getBoundingClientRect();
  return width >= LEAST.width && height >= LEAST.height ? editor : undefined;
}

const isPlain = (editor: PageEditor): editor is HTMLTextAreaElement | HTMLInputElement =>
  editor instanceof HTMLTextAreaElement || editor instanceof HTMLInputElement;

export const readEditorText = (editor: PageEditor): string =>
  isPlain(editor) ? editor.value : readLines(editor, 'with-quotes');

/**
 * Puts a text in the place of everything in the editor and reads it back. True only where the editor then holds this
 * text and nothing else. First as a paste, which editors with a model take in by themselves; then as typing is
 * announced to them; then as typing.
 */
export async function replaceText(editor: PageEditor, text: string): Promise<boolean> {
  if (isPlain(editor)) {
    editor.value = text;
    editor.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    editor.dispatchEvent(new Event('change', { bubbles: true }));
    return holds(editor, text);
  }
  const page = editor.ownerDocument;
  for (const way of [paste, announce, type]) {
    editor.focus();
    page.getSelection()?.selectAllChildren(editor);
    if (way(page, editor, text) && (await holds(editor, text))) return true;
  }
  return false;
}

/** True where the page took the paste for itself. */
function paste(_page: Document, editor: HTMLElement, text: string): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  return !editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

/** True where the page took it for itself: editors with a model of their own do, before anything is changed. */
function announce(_page: Document, editor: HTMLElement, text: string): boolean {
  const what = text === '' ? { inputType: 'deleteContentBackward' } : { inputType: 'insertText', data: text };
  return !editor.dispatchEvent(new InputEvent('beforeinput', { ...what, bubbles: true, cancelable: true }));
}

function type(page: Document, _editor: HTMLElement, text: string): boolean {
  // The one way that raises a real `input`, and that undo knows.
  return page.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}

async function holds(editor: PageEditor, text: string): Promise<boolean> {
  const until = performance.now() + SETTLE_MS;
  while (plainLines(readEditorText(editor)) !== plainLines(text)) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Line ends, no-break blanks and blanks at the end of a line are the editor's own. */
const plainLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/[ \t]+$/gm, '')
    .trim();
