import { KeyRound, Settings, Users } from 'lucide';
import { Button } from '../../../components/button';
import { usePorts } from '../ports';
import { useAct } from '../use-act';

const LINKS = [
  { window: 'contacts', words: 'Contacts', icon: Users },
  { window: 'keys', words: 'Keys', icon: KeyRound },
] as const;

/** The way to the window with everything else. */
export function PopupLinks() {
  const { call, closeWindow } = usePorts();
  const act = useAct();
  const open = (window: 'contacts' | 'keys' | 'drafts') =>
    act.run(() => call('frame.openWindow', { window }).then(closeWindow));
  return (
    <nav class="popup-nav" aria-label="Sotto">
      {LINKS.map(({ window, words, icon }) => (
        <Button key={window} kind="quiet" icon={icon} onClick={() => open(window)}>
          {words}
        </Button>
      ))}
      <Button kind="quiet" icon={Settings} onClick={() => open('drafts')}>
        All of Sotto
      </Button>
    </nav>
  );
}
