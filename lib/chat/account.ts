import { AppError } from '../core/errors';
import { createSerial } from '../core/serial';
import type { AccountService } from './contract';
import type { ChatPorts } from './ports';
import type { Outbox } from './seams';

export type AccountPorts = Pick<
  ChatPorts,
  'accounts' | 'rows' | 'link' | 'relayAccounts' | 'vault' | 'certificates' | 'announce'
> & {
  readonly outbox: Pick<Outbox, 'queued' | 'abandon'>;
  /** The account is another one, or none: what is open of the last one's device is closed. */
  readonly onChange: () => Promise<void>;
};

/** My account at the relay. One at a time; a question that comes again after the background died finds what was done. */
export function createAccountService(ports: AccountPorts): AccountService {
  const { accounts, rows, link, relayAccounts, vault, announce } = ports;
  const serial = createSerial();

  const status: AccountService['status'] = async () => {
    const [account, queued, unopened] = await Promise.all([accounts.get(), ports.outbox.queued(), rows.unopened()]);
    return {
      link: account === undefined ? { phase: 'absent' } : link.state(),
      account: account === undefined ? undefined : { relay: account.relay, user: account.user },
      queued,
      unopened,
    };
  };
  const changed = async () => {
    await ports.onChange();
    announce('relay');
    announce('chat');
    return status();
  };
  /** A statement of mine has to name a certificate of mine: without one, nobody could accept this device. */
  const requireKeys = async () => {
    const { phase } = await vault.state();
    if (phase !== 'unlocked') throw new AppError(phase === 'absent' ? 'vault/absent' : 'vault/locked');
    await ports.certificates.ownForChat();
  };
  const begin = async (make: () => ReturnType<typeof relayAccounts.register>) => {
    if ((await accounts.get()) !== undefined) return status();
    await requireKeys();
    const account = await make();
    await accounts.put(account);
    link.start(account);
    return changed();
  };
  const required = async () => {
    const account = await accounts.get();
    if (account === undefined) throw new AppError('relay/not-logged-in');
    return account;
  };
  const forget = async () => {
    link.stop();
    // What the account did not send, nobody sends: it is said so, in its line.
    await ports.outbox.abandon();
    await accounts.remove();
    return changed();
  };
  /** A device that the relay refuses makes way for a new one of the same account, once the password is proven. */
  const logIn: AccountService['logIn'] = async (wanted) => {
    const before = await accounts.get();
    const isSame = before?.relay === wanted.relay && before.user === wanted.user;
    if (!isSame || link.state().phase !== 'stopped') return begin(() => relayAccounts.logIn(wanted));
    await requireKeys();
    const account = await relayAccounts.logIn(wanted);
    link.stop();
    await ports.outbox.abandon();
    await accounts.remove();
    await accounts.put(account);
    link.start(account);
    return changed();
  };
  /** The relay takes one connection of a device: ours makes way for the one that knows the password. */
  const besideTheLink = async (work: (account: Awaited<ReturnType<typeof required>>) => Promise<void>) => {
    const account = await required();
    link.stop();
    try {
      await work(account);
    } finally {
      link.start(account);
    }
  };

  return {
    status,
    register: ({ relay, name, password, invitation }) =>
      serial(() =>
        begin(() =>
          relayAccounts.register({ relay, name, password, ...(invitation === undefined ? {} : { invitation }) }),
        ),
      ),
    logIn: (wanted) => serial(() => logIn(wanted)),
    changePassword: (current, next) =>
      serial(() => besideTheLink((account) => relayAccounts.changePassword(account, current, next))),
    deleteAccount: (password) =>
      serial(async () => {
        await besideTheLink((account) => relayAccounts.deleteAccount(account, password));
        return forget();
      }),
    logOut: () =>
      serial(async () => {
        const { device } = await required();
        // Where the relay cannot be asked, the device key is gone from here all the same.
        await link.ask('devices.revoke', { device }).catch(() => undefined);
        return forget();
      }),
    async retry() {
      link.wake('person');
      return status();
    },
  };
}
