import { Check, Puzzle } from 'lucide';
import { Button } from '../../../../components/button';
import { Icon } from '../../../../components/icon';
import { Mark } from '../../../../components/mark';

/** The last step: how a site is granted. */
export function Ready({ onDone }: { readonly onDone: () => void }) {
  return (
    <section class="stack">
      <h1 class="page-title">Your key is ready</h1>
      <p>One step is left, and it happens in your webmail:</p>
      <ol class="steps">
        <li>Open your webmail in a tab and sign in as always.</li>
        <li>
          Press the mark of Sotto{' '}
          <span class="inline-mark">
            <Mark size={16} />
          </span>{' '}
          in the browser’s toolbar. If you do not see it, look under{' '}
          <span class="inline-mark">
            <Icon icon={Puzzle} label="Extensions" />
          </span>
          .
        </li>
        <li>Choose “Use Sotto on …”. Until you do, Sotto can see no site at all.</li>
        <li>Write a message and press “Write with Sotto” in it.</li>
      </ol>
      <p class="soft">
        Then make a backup: under Keys, save your private key with a passphrase and keep the file away from this
        computer.
      </p>
      <div>
        <Button kind="main" icon={Check} onClick={onDone}>
          Go to Sotto
        </Button>
      </div>
    </section>
  );
}
