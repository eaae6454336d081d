import { useEffect } from 'preact/hooks';
import { Notice } from '../../../components/notice';
import { PressButton } from '../shared/press-button';
import type { Composer } from './composer';

/** What it means to write in the page's own form, said before it happens. */
export function WithoutNotice({ composer }: { composer: Composer }) {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') composer.askWithout(false);
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [composer]);
  return (
    <Notice
      tone="attention"
      live="status"
      actions={
        <>
          <PressButton id="composer-without-confirm" onPress={() => void composer.writeWithout()}>
            Write without Sotto
          </PressButton>
          <PressButton weight="free" id="composer-without-stay" kind="main" onPress={() => composer.askWithout(false)}>
            Stay here
          </PressButton>
        </>
      }
    >
      The page’s own form is not sealed: the webmail reads what is written there. What you wrote here stays here, kept
      as a draft.
    </Notice>
  );
}
