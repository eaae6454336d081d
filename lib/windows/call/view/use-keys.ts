import { useEffect, useRef } from 'preact/hooks';
import { usePorts } from '../../ports';

export type CallKeys = {
  readonly onMute: () => void;
  readonly onCamera: () => void;
  readonly onScreen: () => void;
  readonly onHangUp: () => void;
};

const TYPING = 'input, select, textarea, [contenteditable]';

/** M, V, S, and Alt+H to hang up: nothing that a hand does by accident ends a call, and Escape does not. */
export function useKeys(keys: CallKeys): void {
  const { isByPerson } = usePorts();
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || !isByPerson(event)) return;
      const { onMute, onCamera, onScreen, onHangUp } = current.current;
      if (event.ctrlKey || event.metaKey) return;
      if (event.altKey) {
        if (event.code !== 'KeyH') return;
        event.preventDefault();
        onHangUp();
        return;
      }
      if (event.target instanceof Element && event.target.matches(TYPING)) return;
      const act = { m: onMute, v: onCamera, s: onScreen }[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isByPerson]);
}
