import { TextField } from '../../../../../components/text-field';

type RelayFieldProps = {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly problem: string | undefined;
};

export const RelayField = (props: RelayFieldProps) => (
  <TextField
    label="Address of the relay"
    maxLength={300}
    placeholder="relay.example.org"
    hint="Sotto connects to this address alone, and only over TLS."
    testId="account-relay"
    {...props}
  />
);
