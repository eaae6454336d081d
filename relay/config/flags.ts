import { LIMITS } from './config';
import {
  address,
  duration,
  hostAndPort,
  type Kind,
  oneOf,
  onOff,
  origins,
  path,
  size,
  text,
  url,
  whole,
} from './kinds';

/** One row: a flag, an environment variable, a line of `--help` and of the table in docs/relay.md. */
export type Flag<T = unknown> = {
  readonly kind: Kind<T>;
  /** The word for its value in `--help`. */
  readonly word: string;
  readonly help: string;
  readonly initial?: T;
  /** What is shown for a default that is no constant. */
  readonly otherwise?: string;
  /** Never on a command line, which every user of the machine can read: by environment, or from a file. */
  readonly secret?: true;
};

const flag = <T>(kind: Kind<T>, word: string, help: string, initial: T): Flag<T> & { readonly initial: T } => ({
  kind,
  word,
  help,
  initial,
});
const open = <T>(kind: Kind<T>, word: string, help: string, otherwise = 'none'): Flag<T> => ({
  kind,
  word,
  help,
  otherwise,
});
const secret = (kind: Kind<string>, word: string, help: string, otherwise = 'none'): Flag<string> => ({
  ...open(kind, word, help, otherwise),
  secret: true,
});

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const KIB = 1_024;
const MIB = KIB * KIB;
const GIB = KIB * MIB;

/** Upper bounds of sizes are those of the frames: lib/core/wire. */
export const FLAGS = {
  host: flag(address, 'ADDRESS', 'The address to listen on.', '127.0.0.1'),
  port: flag(whole(0, 65_535), 'PORT', 'The port to listen on; 0 takes a free one.', 8_470),
  publicHost: open(
    hostAndPort,
    'HOST',
    'The host, with its port, by which clients reach the relay.',
    'the Host header of each connection',
  ),
  tlsCertificate: open(path, 'FILE', 'The certificate chain for TLS, in PEM; read again on SIGHUP.'),
  tlsKey: open(path, 'FILE', 'The private key for TLS, in PEM; read again on SIGHUP.'),
  behindProxy: flag(
    onOff,
    '',
    'A proxy of yours stands before the relay: take clients apart, for rate limits alone, by the last entry of X-Forwarded-For.',
    false,
  ),
  data: open(
    path,
    'FOLDER',
    'The folder of the database file and of sealed files; processes of one scaled relay share it.',
    '$XDG_STATE_HOME/sotto-relay, or ~/.local/state/sotto-relay',
  ),
  store: flag(oneOf('embedded', 'scaled'), 'KIND', 'embedded: one file; scaled: PostgreSQL and Redis.', 'embedded'),
  postgresUrl: secret(url('postgres', 'postgresql'), 'URL', 'PostgreSQL: accounts, archive.'),
  redisUrl: secret(url('redis', 'rediss'), 'URL', 'Redis that writes what it takes: mailboxes, epochs.'),
  redisVolatileUrl: secret(
    url('redis', 'rediss'),
    'URL',
    'Redis without persistence: presence, sessions, prekeys, rate limits.',
  ),
  opaqueSetup: secret(
    text,
    'SETUP',
    'The setup of OPAQUE, the same for every process of one relay.',
    'drawn once and kept in the data folder',
  ),
  registration: flag(oneOf('open', 'invitation', 'closed'), 'KIND', 'Who may make an account.', 'open'),
  allowedOrigins: flag(origins, 'ORIGINS', 'Web origins that may connect beside the extension.', []),
  extensionUrl: open(url('https'), 'URL', 'Where your people get the extension: a link on the page at /.'),
  logLevel: flag(oneOf('error', 'warn', 'info'), 'LEVEL', 'The least that the log says.', 'info'),
  accessLog: open(path, 'FILE', 'One line per HTTP request, without address and id; - for stdout.', 'off'),
  metricsHost: flag(address, 'ADDRESS', 'The address of the listener for /metrics.', '127.0.0.1'),
  metricsPort: open(
    whole(0, 65_535),
    'PORT',
    'The port of a listener of its own for /metrics.',
    '/metrics on the main port, where that is loopback without a proxy',
  ),
  drain: flag(duration(0, HOUR), 'TIME', 'How long what is under way may take after SIGTERM.', 20 * SECOND),

  payloadOctets: flag(size(KIB, MIB), 'SIZE', 'The largest sealed message.', LIMITS.payloadOctets),
  attachmentOctets: flag(size(0, 4 * GIB - 1), 'SIZE', 'The largest sealed file.', LIMITS.attachmentOctets),
  attachmentsOctetsPerUser: flag(
    size(0, KIB * GIB),
    'SIZE',
    'All sealed files of one account.',
    LIMITS.attachmentsOctetsPerUser,
  ),
  mailboxMessages: flag(whole(1, 1_000_000), 'COUNT', 'Messages that wait for one device.', LIMITS.mailboxMessages),
  mailboxOctets: flag(size(MIB, 64 * GIB), 'SIZE', 'Octets that wait for one device.', LIMITS.mailboxOctets),
  archiveOctetsPerUser: flag(size(0, KIB * GIB), 'SIZE', 'The archive of one account.', LIMITS.archiveOctetsPerUser),
  recipients: flag(whole(1, 1_000), 'COUNT', 'Devices that one message goes to.', LIMITS.recipients),
  devices: flag(whole(1, 100), 'COUNT', 'Devices of one account.', LIMITS.devices),
  connections: flag(whole(1, 1_000_000), 'COUNT', 'Connections at one time.', LIMITS.connections),
  connectionsPerAddress: flag(
    whole(1, 1_000_000),
    'COUNT',
    'Connections at one time from one address.',
    LIMITS.connectionsPerAddress,
  ),
  framesPerSecond: flag(whole(1, 1_000_000), 'COUNT', 'Frames per second of one connection.', LIMITS.framesPerSecond),
  unreadOctets: flag(
    size(64 * KIB, GIB),
    'SIZE',
    'Octets that may wait for a slow reader before it is let go.',
    LIMITS.unreadOctets,
  ),
  login: flag(duration(SECOND, HOUR), 'TIME', 'From connecting to being logged in.', LIMITS.loginMs),
  keep: flag(duration(SECOND, 72 * HOUR), 'TIME', 'How long a message waits for its device.', LIMITS.keepMs),
  session: flag(duration(SECOND, 30 * DAY), 'TIME', 'The longest session of two people.', LIMITS.sessionMs),
  prekeys: flag(duration(SECOND, 365 * DAY), 'TIME', 'How long prekeys are handed out.', LIMITS.prekeysMs),
  ticket: flag(duration(SECOND, DAY), 'TIME', 'How long a permission for a file is good.', LIMITS.ticketMs),
  freshLogin: flag(
    duration(SECOND, HOUR),
    'TIME',
    'How long after the password one may change or delete an account.',
    LIMITS.freshLoginMs,
  ),
  idle: flag(duration(SECOND, HOUR), 'TIME', 'Silence after which a connection is let go.', LIMITS.idleMs),
} as const;

export type FlagKey = keyof typeof FLAGS;
type ValueOf<F> = F extends { readonly initial: infer _; readonly kind: Kind<infer T> }
  ? T
  : F extends Flag<infer T>
    ? T | undefined
    : never;
export type Values = { readonly [K in FlagKey]: ValueOf<(typeof FLAGS)[K]> };

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `--data`; of a secret `--postgres-url-file`. */
export const flagName = (key: FlagKey): string => kebab(key) + ('secret' in FLAGS[key] ? '-file' : '');
/** `SOTTO_RELAY_DATA`; a secret may also be in the file that `SOTTO_RELAY_..._FILE` names. */
export const variable = (key: FlagKey): string => `SOTTO_RELAY_${kebab(key).replaceAll('-', '_').toUpperCase()}`;
export const FLAG_KEYS = Object.keys(FLAGS) as readonly FlagKey[];
/** The default as one would write it. */
export const defaultOf = (key: FlagKey): string => {
  const { kind, initial, otherwise = 'none' }: Flag<never> = FLAGS[key] as Flag<never>;
  return initial === undefined ? otherwise : kind.show(initial) || 'none';
};
