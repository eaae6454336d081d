import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { Notice } from '../../../components/notice';

const UnseenContext = createContext<() => void>(() => undefined);

/** Says, under what is drawn inside, that a press did not count because something lay over us. [req 29] */
export function UnseenNotice({ children }: { children: ComponentChildren }) {
  const [unseen, setUnseen] = useState(false);
  return (
    <UnseenContext.Provider value={() => setUnseen(true)}>
      {/* The next press begins anew. */}
      <div onClickCapture={() => setUnseen(false)}>{children}</div>
      {unseen && (
        <div data-testid="frame-unseen">
          <Notice tone="attention" live="status">
            Something in the page lies over this frame, so nothing was done. Scroll until all of it is free, then try
            again.
          </Notice>
        </div>
      )}
    </UnseenContext.Provider>
  );
}

/** What a button calls when its press did not count. */
export const useUnseen = (): (() => void) => useContext(UnseenContext);
