import { LIMITS } from '../core/limits';
import type { ComposeForm } from '../sites/mail/site';
import { type PageEditor, readEditorText, replaceText } from './insert';

/**
 * An editor on a page that no site file describes: the armor is put into it, read back, and the person sends it with
 * the page's own button. Recipients and subject stay the page's, so hidden copies are refused here.
 */
export function anyForm(editor: PageEditor): ComposeForm {
  return {
    key: editor,
    formats: () => ['inline'],
    button: { parent: editor.parentNode ?? editor, before: editor.nextElementSibling },
    cover: editor,
    how: 'before',
    quiet: [editor],
    read: () => ({ to: [], cc: [], bcc: [], subject: '', text: readEditorText(editor).slice(0, LIMITS.textLength) }),
    putAside() {
      const before = readEditorText(editor);
      void replaceText(editor, '');
      return {
        restore(what) {
          if (what === 'everything') void replaceText(editor, before);
        },
      };
    },
    holdsFiles: () => false,
    isEmpty: () => readEditorText(editor).trim() === '',
    empty: () => void replaceText(editor, ''),
    sends: () => false,
    async prepare(envelope) {
      if (envelope.kind !== 'message' || envelope.format !== 'inline') return undefined;
      const armor = await envelope.armored.text();
      const wasInert = editor.inert;
      editor.inert = false;
      const placed = await replaceText(editor, armor);
      if (!placed) await replaceText(editor, '');
      editor.inert = wasInert;
      const { to, cc, bcc, subject } = envelope;
      return {
        holds: { to, cc, bcc, subject, text: placed ? armor : '', sealed: '' },
        send: async () => true,
      };
    },
    finish: () => undefined,
  };
}
