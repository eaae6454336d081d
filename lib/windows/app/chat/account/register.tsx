import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Disclosure } from '../../../../../components/disclosure';
import { TextField } from '../../../../../components/text-field';
import { EASY_TO_KEEP, NewPassphrase, passphraseIsChosen } from '../../../new-passphrase';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { problemAt } from './place-of';
import { RelayField } from './relay-field';

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
const NAME_RULE = 'Lower-case letters, digits and hyphens, at most 32; no hyphen at an end.';
const BY_INVITATION = 'This relay takes new accounts by invitation only. Ask whoever runs it for one.';

/** A new account: the relay, a name, a password that the relay never sees. */
export function Register() {
  const { call } = usePorts();
  const [relay, setRelay] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [invitation, setInvitation] = useState('');
  const [isInvited, setIsInvited] = useState(false);
  const invitationField = useRef<HTMLElement>(null);
  const act = useAct();
  const wantsInvitation = act.code === 'relay/invitation';
  const shape = NAME.test(name) || name === '' ? undefined : NAME_RULE;
  const ready = relay.trim() !== '' && NAME.test(name) && passphraseIsChosen(password, again);
  const changing = (set: (value: string) => void) => (value: string) => {
    set(value);
    act.clear();
  };
  useEffect(() => {
    if (!wantsInvitation) return;
    setIsInvited(true);
    invitationField.current?.focus();
  }, [wantsInvitation]);
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
  return (
    <form class="stack" onSubmit={submit} data-testid="account-register">
      <RelayField value={relay} onInput={changing(setRelay)} problem={problemAt('relay', act.code)} />
      <TextField
        label="Name in your chat address"
        value={name}
        onInput={changing((value) => setName(value.toLowerCase()))}
        maxLength={32}
        placeholder="anna"
        hint="The relay adds five random letters (anna.k7m2q): no name is ever taken, and nobody can guess yours."
        testId="account-name"
        problem={shape ?? problemAt('name', act.code)}
      />
      <NewPassphrase
        label="Password"
        noun="password"
        hint={`Of this account alone: not the passphrase of your keys. ${EASY_TO_KEEP}`}
        testId="account-password"
        value={password}
        again={again}
        onValue={setPassword}
        onAgain={setAgain}
      />
      <Disclosure words="I have an invitation" open={isInvited || wantsInvitation}>
        <TextField
          label="Invitation"
          value={invitation}
          onInput={changing(setInvitation)}
          maxLength={100}
          fieldRef={invitationField}
          testId="account-invitation"
          problem={wantsInvitation && invitation.trim() === '' ? BY_INVITATION : problemAt('invitation', act.code)}
        />
      </Disclosure>
      <p class="soft">
        The relay never sees this password, so nobody can give you a new one. Without it you make a new account.
      </p>
      <Problem code={problemAt('form', act.code) === undefined ? undefined : act.code} />
      <div class="row">
        <Button type="submit" kind="main" busy={act.busy} disabled={!ready} testId="account-submit">
          Make my account
        </Button>
        <span class="soft" role="status">
          {act.busy ? 'This takes a moment.' : ''}
        </span>
      </div>
    </form>
  );
}
