import { X } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button';
import './dialog.css';

type DialogProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
};

/** What gets the focus: the first field, else the first button, which is the safe one. */
const FIRST = '.dialog-body :is(input:not([type=file]), textarea, button):not([tabindex="-1"])';

/** The browser's own modal: it traps focus, gives it back, and Escape closes. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>(FIRST)?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={onClose}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" iconOnly icon={X} onClick={onClose}>
          Close
        </Button>
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
