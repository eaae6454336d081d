import { MessageSquarePlus, MessagesSquare } from 'lucide';
import { Button } from '../../../../components/button';
import { Empty } from '../../../../components/empty';
import { OwnAddress } from './account/own-address';

type BeginProps = { readonly user: string | undefined; readonly onNew: () => void };

const NewButton = ({ onNew }: Pick<BeginProps, 'onNew'>) => (
  <Button kind="main" icon={MessageSquarePlus} onClick={onNew}>
    New conversation
  </Button>
);

/** What this place is for, and how it begins. */
export function NoneYet({ user, onNew }: BeginProps) {
  return (
    <div class="stack">
      <Empty icon={MessagesSquare} title="No conversations yet" action={<NewButton onNew={onNew} />}>
        Here you write with one person at a time, sealed from your screen to theirs. It begins when one of you types the
        chat address of the other.
      </Empty>
      {user !== undefined && (
        <section class="stack chat-own">
          <h2 class="section-title">Your chat address</h2>
          <p class="soft">Give it to whom you want to hear from, by mail for example.</p>
          <OwnAddress user={user} />
        </section>
      )}
    </div>
  );
}

export const NoneChosen = ({ onNew }: Pick<BeginProps, 'onNew'>) => (
  <Empty icon={MessagesSquare} title="No conversation is open" action={<NewButton onNew={onNew} />}>
    Choose one from the list, or begin a new one.
  </Empty>
);
