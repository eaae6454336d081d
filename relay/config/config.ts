/** What a relay holds to. Every field is a flag and an environment variable: docs/relay.md. */
export type Config = {
  /** Address and port to listen on; port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** Host and port as clients reach it, signed by devices that come back; undefined: the Host header of the socket. */
  readonly publicHost: string | undefined;
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  /** Take a client's address, for rate limits alone, from the last entry of X-Forwarded-For. */
  readonly behindProxy: boolean;
  /** The folder of the embedded store and of attachments. */
  readonly dataFolder: string;
  readonly store: 'embedded' | 'scaled';
  readonly postgresUrl: string | undefined;
  /** Mailboxes and epochs: an instance that writes what it takes (appendfsync always). */
  readonly redisUrl: string | undefined;
  /** Presence, sessions, prekeys, fan-out: an instance or database without persistence. */
  readonly redisVolatileUrl: string | undefined;
  /** Web origins that may connect beside the extension's (chrome-extension:, moz-extension:). */
  readonly allowedOrigins: readonly string[];
  readonly registration: 'open' | 'invitation' | 'closed';
  /** The setup of OPAQUE: 'file' keeps it with the data; scaled processes share one by value. */
  readonly opaqueSetup: string | undefined;
  readonly accessLog: string | undefined;
  readonly limits: Limits;
};

/** What the process is told beside: no handler and no store sees it. */
export type Settings = Config & {
  readonly logLevel: LogLevel;
  /** A listener for /metrics alone; undefined: on the main one where it is loopback and no proxy stands before it. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Where people get the extension: a link of the page at `/`. */
  readonly extensionUrl: string | undefined;
  /** How long what is under way may take at the end. */
  readonly drainMs: number;
};

export type LogLevel = 'error' | 'warn' | 'info';

/** Octets, counts, milliseconds. */
export type Limits = {
  readonly payloadOctets: number;
  readonly attachmentOctets: number;
  readonly attachmentsOctetsPerUser: number;
  readonly mailboxMessages: number;
  readonly mailboxOctets: number;
  readonly archiveOctetsPerUser: number;
  readonly recipients: number;
  readonly devices: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Frames a socket may send per second, over ten seconds. */
  readonly framesPerSecond: number;
  /** Octets that may wait for a slow reader before its socket is closed. */
  readonly unreadOctets: number;
  /** From connecting to being logged in. */
  readonly loginMs: number;
  readonly keepMs: number;
  readonly sessionMs: number;
  readonly prekeysMs: number;
  readonly ticketMs: number;
  readonly freshLoginMs: number;
  readonly idleMs: number;
};

const HOUR = 3_600_000;

export const LIMITS: Limits = {
  payloadOctets: 65_536,
  attachmentOctets: 100 * 1024 * 1024,
  attachmentsOctetsPerUser: 1024 * 1024 * 1024,
  mailboxMessages: 20_000,
  mailboxOctets: 64 * 1024 * 1024,
  archiveOctetsPerUser: 512 * 1024 * 1024,
  recipients: 1_000,
  devices: 20,
  connections: 20_000,
  connectionsPerAddress: 200,
  framesPerSecond: 2_000,
  unreadOctets: 4 * 1024 * 1024,
  loginMs: 15_000,
  keepMs: 72 * HOUR,
  sessionMs: 24 * HOUR,
  prekeysMs: 30 * 24 * HOUR,
  ticketMs: HOUR,
  freshLoginMs: 5 * 60_000,
  idleMs: 90_000,
};
