import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Disclosure } from '../../../../../components/disclosure';
import { TextField } from '../../../../../components/text-field';
import { sentenceFor } from '../../../../core/errors';
import { NewPassphrase, passphraseIsChosen } from '../../../new-passphrase';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { placeOf } from './place-of';
import { RelayField } from './relay-field';

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
const NAME_RULE = 'Lower-case letters, digits and hyphens, at most 32.';

/** A new account: the relay, a name, a password that the relay never sees. */
export function Register() {
  const { call } = usePorts();
  const [relay, setRelay] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [invitation, setInvitation] = useState('');
  const act = useAct();
  const place = placeOf(act.code);
  const shape = NAME.test(name) || name === '' ? undefined : NAME_RULE;
  const ready = relay.trim() !== '' && NAME.test(name) && passphraseIsChosen(password, again);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!ready) return;
    const invited = invitation.trim() === '' ? {} : { invitation: invitation.trim() };
    act.run(async () => {
      await call('relay.register', { relay: relay.trim(), name, password, ...invited });
      setPassword('');
      setAgain('');
    });
  };
  const problemAt = (where: ReturnType<typeof placeOf>) =>
    act.code !== undefined && place === where ? sentenceFor(act.code) : undefined;
  return (
    <form class="stack" onSubmit={submit} data-testid="account-register">
      <RelayField value={relay} onInput={setRelay} problem={problemAt('relay')} />
      <TextField
        label="Name in your chat address"
        value={name}
        onInput={(value) => setName(value.toLowerCase())}
        maxLength={32}
        placeholder="anna"
        hint={`The relay adds five letters, so that nobody can guess who is here. ${NAME_RULE}`}
        problem={shape ?? problemAt('name')}
      />
      <NewPassphrase label="Password" value={password} again={again} onValue={setPassword} onAgain={setAgain} />
      <Disclosure words="I have an invitation" open={place === 'invitation'}>
        <TextField
          label="Invitation"
          value={invitation}
          onInput={setInvitation}
          maxLength={100}
          problem={problemAt('invitation')}
        />
      </Disclosure>
      <p class="soft">
        The relay never sees this password. Nobody can look it up for you; without it you make a new account.
      </p>
      <Problem code={place === 'form' ? act.code : undefined} />
      <div>
        <Button type="submit" kind="main" busy={act.busy} disabled={!ready}>
          Make my account
        </Button>
      </div>
    </form>
  );
}
