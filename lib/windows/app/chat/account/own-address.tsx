import { Check, Copy } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { usePorts } from '../../../ports';

/** What others type to reach me, to be copied. */
export function OwnAddress({ user }: { readonly user: string }) {
  const { copy } = usePorts();
  const [copied, setCopied] = useState(false);
  return (
    <div class="own-address">
      <code dir="ltr" data-testid="account-address">
        {user}
      </code>
      <Button
        icon={copied ? Check : Copy}
        onClick={() => {
          copy(user)
            .then(() => setCopied(true))
            .catch(() => setCopied(false));
        }}
      >
        {copied ? 'Copied' : 'Copy my address'}
      </Button>
      <span class="visually-hidden" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </div>
  );
}
