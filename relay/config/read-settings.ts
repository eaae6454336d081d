import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Environment, readValues, splitArguments } from './collect';
import type { Limits, Settings } from './config';
import { conflicts } from './conflicts';
import type { Values } from './flags';

/** What `relay/admin` does; everything behind the word, but for flags of the relay, is for it. */
export const COMMANDS = ['backup', 'restore', 'migrate', 'invite'] as const;
export type Command = (typeof COMMANDS)[number];

export type Reading =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] }
  | { readonly kind: 'serve'; readonly settings: Settings }
  | { readonly kind: 'command'; readonly name: Command; readonly args: readonly string[]; readonly settings: Settings };

/** Command line (without program and script) and environment become settings, or sentences that say what is wrong. */
export function readSettings(argv: readonly string[], env: Environment): Reading {
  const problems: string[] = [];
  const given = splitArguments(argv, problems);
  const [word, ...args] = given.rest;
  if (word === '--help' || word === '-h' || word === 'help') return { kind: 'help' };
  if (word === '--version' || word === '-v') return { kind: 'version' };
  const name = COMMANDS.find((command) => command === word);
  if (word !== undefined && name === undefined) problems.push(unknown(word));
  const values = readValues(given, env, problems);
  if (problems.length === 0) problems.push(...conflicts(values));
  if (problems.length > 0) return { kind: 'wrong', problems };
  const settings = toSettings(values, env);
  return name === undefined ? { kind: 'serve', settings } : { kind: 'command', name, args, settings };
}

const unknown = (word: string): string => {
  const shown = JSON.stringify(word.slice(0, 80));
  return word.startsWith('-') ? `There is no flag ${shown}. See --help.` : `There is no command ${shown}. See --help.`;
};

const defaultFolder = (env: Environment): string =>
  join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'sotto-relay');

function toSettings(values: Values, env: Environment): Settings {
  const { tlsCertificate, tlsKey, metricsPort, accessLog } = values;
  return {
    host: values.host,
    port: values.port,
    publicHost: values.publicHost,
    behindProxy: values.behindProxy,
    store: values.store,
    postgresUrl: values.postgresUrl,
    redisUrl: values.redisUrl,
    redisVolatileUrl: values.redisVolatileUrl,
    allowedOrigins: values.allowedOrigins,
    registration: values.registration,
    extensionUrl: values.extensionUrl,
    logLevel: values.logLevel,
    tls:
      tlsCertificate === undefined || tlsKey === undefined
        ? undefined
        : { certificateFile: resolve(tlsCertificate), keyFile: resolve(tlsKey) },
    dataFolder: resolve(values.data ?? defaultFolder(env)),
    opaqueSetup: values.opaqueSetup ?? 'file',
    accessLog:
      accessLog === undefined || accessLog === 'off' || accessLog === '-' ? off(accessLog) : resolve(accessLog),
    metrics: metricsPort === undefined ? undefined : { host: values.metricsHost, port: metricsPort },
    drainMs: values.drain,
    limits: limitsOf(values),
  };
}

const off = (accessLog: string | undefined): string | undefined => (accessLog === '-' ? '-' : undefined);

const limitsOf = (values: Values): Limits => ({
  payloadOctets: values.payloadOctets,
  attachmentOctets: values.attachmentOctets,
  attachmentsOctetsPerUser: values.attachmentsOctetsPerUser,
  mailboxMessages: values.mailboxMessages,
  mailboxOctets: values.mailboxOctets,
  archiveOctetsPerUser: values.archiveOctetsPerUser,
  recipients: values.recipients,
  devices: values.devices,
  connections: values.connections,
  connectionsPerAddress: values.connectionsPerAddress,
  framesPerSecond: values.framesPerSecond,
  unreadOctets: values.unreadOctets,
  loginMs: values.login,
  keepMs: values.keep,
  sessionMs: values.session,
  prekeysMs: values.prekeys,
  ticketMs: values.ticket,
  freshLoginMs: values.freshLogin,
  idleMs: values.idle,
});
