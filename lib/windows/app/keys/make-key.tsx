import { KeyRound } from 'lucide';
import { useState } from 'preact/hooks';
import { Button } from '../../../../components/button';
import { Choice } from '../../../../components/choice';
import { Disclosure } from '../../../../components/disclosure';
import { TextField } from '../../../../components/text-field';
import { toEmailAddress } from '../../../core/parse';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAct } from '../../use-act';

const KINDS = [
  {
    value: 'v4',
    words: 'Works with every program',
    hint: 'OpenPGP v4, Ed25519 and X25519. Thunderbird, GnuPG and the other webmails read it.',
  },
  {
    value: 'v6',
    words: 'Newest kind',
    hint: 'OpenPGP v6 (RFC 9580). Choose it if everybody you write to has a current program.',
  },
] as const;

const ENDS = [
  { value: '0', words: 'Never' },
  { value: '730', words: 'After two years' },
  { value: '1825', words: 'After five years' },
] as const;

/** A new key: name, address, and behind one step how new it is and when it ends. */
export function MakeKey({ onDone }: { readonly onDone: () => void }) {
  const { call } = usePorts();
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [version, setVersion] = useState<'v4' | 'v6'>('v4');
  const [days, setDays] = useState<(typeof ENDS)[number]['value']>('0');
  const [left, setLeft] = useState(false);
  const act = useAct();
  const email = toEmailAddress(address);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setLeft(true);
    if (email === undefined || name.trim() === '') return;
    const ends = days === '0' ? {} : { expiresInDays: Number(days) };
    act.run(async () => {
      await call('keys.make', { name: name.trim(), email, version, ...ends });
      onDone();
    });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <TextField label="Name" value={name} onInput={setName} maxLength={200} placeholder="Anna Berg" />
      <TextField
        label="Email"
        kind="email"
        value={address}
        onInput={setAddress}
        onBlur={() => setLeft(address !== '')}
        maxLength={320}
        placeholder="anna@example.org"
        problem={
          left && email === undefined ? 'The address is not complete. It looks like anna@example.org.' : undefined
        }
      />
      <Disclosure words="Kind and end of the key">
        <div class="stack">
          <Choice label="Kind" options={KINDS} value={version} onChange={setVersion} />
          <Choice label="It ends" options={ENDS} value={days} onChange={setDays} />
        </div>
      </Disclosure>
      <Problem code={act.code} />
      <div>
        <Button
          type="submit"
          kind="main"
          icon={KeyRound}
          busy={act.busy}
          disabled={name.trim() === '' || address.trim() === ''}
        >
          Make my key
        </Button>
      </div>
    </form>
  );
}
