import type { IconNode } from 'lucide';
import { ArrowRight, EyeOff, KeyRound, MailCheck } from 'lucide';
import { Button } from '../../../../components/button';
import { Icon } from '../../../../components/icon';

/** What Sotto does and what it does not, before anything is asked. */
export function Welcome({ onNext }: { readonly onNext: () => void }) {
  return (
    <section class="stack">
      <h1 class="page-title">Mail that only the two of you can read</h1>
      <ul class="stack promises">
        <PromiseLine icon={MailCheck}>
          You keep your webmail and your address. Sotto seals a message before the webmail gets it, and opens what
          others sealed for you.
        </PromiseLine>
        <PromiseLine icon={KeyRound}>
          Your key is made on this computer and stays here, under a passphrase that only you know.
        </PromiseLine>
        <PromiseLine icon={EyeOff}>
          It hides what you write, not that you write: who mails whom, and when, can still be seen.
        </PromiseLine>
      </ul>
      <div>
        <Button kind="main" icon={ArrowRight} onClick={onNext}>
          Begin
        </Button>
      </div>
    </section>
  );
}

function PromiseLine({ icon, children }: { readonly icon: IconNode; readonly children: string }) {
  return (
    <li class="promise">
      <Icon icon={icon} size={20} />
      <span>{children}</span>
    </li>
  );
}
