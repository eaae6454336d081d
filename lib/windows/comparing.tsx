import { RefreshCw } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../components/button';
import { Notice } from '../../components/notice';
import { usePorts } from './ports';
import { useAct } from './use-act';

/**
 * What two people read aloud to each other. Words of a later exchange never take the place of those that are being read,
 * and only a person's own press says whether they are the same: `tell` gets what stood on the screen.
 */
export function useComparing(characters: string, tell: (same: boolean, characters: string) => Promise<void>) {
  const { isByPerson } = usePorts();
  const act = useAct();
  const [begun, setBegun] = useState(characters);
  return {
    act,
    haveChanged: begun !== characters,
    beginAnew: () => setBegun(characters),
    say(event: MouseEvent, same: boolean) {
      if (isByPerson(event)) act.run(() => tell(same, begun));
    },
  };
}

/** In the place of words that are not those that were being read any more. */
export const WordsChanged = ({ onShow }: { readonly onShow: () => void }) => (
  <Notice
    tone="attention"
    title="The words are no longer the same"
    live="alert"
    actions={
      <Button icon={RefreshCw} onClick={onShow}>
        Show the new words
      </Button>
    }
  >
    Nothing was marked. Compare from the beginning.
  </Notice>
);
