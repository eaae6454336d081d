import { AppError, sentenceFor } from '../lib/core/errors';
import type { Settings } from './config/config';

/** Why the relay does not start: what happened, and what to do, for whoever runs it. */
export class StartFailure extends Error {}

export const sentenceOf = (error: unknown): string => {
  if (error instanceof StartFailure) return error.message;
  if (error instanceof AppError) return sentenceFor(error.code);
  return `The relay could not start (${codeOf(error) ?? 'an error inside it'}). Nothing was changed.`;
};

/** The code that the system or a library gave an error: `EADDRINUSE`. Never its message, which may quote anything. */
const codeOf = (error: unknown): string | undefined => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
};

const because = (error: unknown): string => WORDS[codeOf(error) ?? ''] ?? codeOf(error) ?? 'it is damaged';

/** The primary result code of SQLite: https://sqlite.org/rescode.html. */
const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
const [BUSY, LOCKED, CORRUPT, NOT_A_DATABASE] = [5, 6, 11, 26];

/** A store says `relay/waiting` of all that it cannot use; at the start it is told what that is. */
function dataSentence({ dataFolder }: Settings, error: unknown): string {
  const cause = error instanceof AppError && error.cause !== undefined ? error.cause : error;
  if (cause instanceof AppError) return sentenceFor(cause.code);
  switch (sqliteCode(cause)) {
    case BUSY:
    case LOCKED:
      return `Another relay uses the folder ${dataFolder}. Stop it, or choose another folder with --data.`;
    case CORRUPT:
    case NOT_A_DATABASE:
      return `The database in ${dataFolder} is damaged. Put it aside, and restore a backup into an empty folder.`;
    default:
      return `The folder ${dataFolder} cannot be written (${because(cause)}). Choose another with --data, or give the relay the right to it.`;
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ERR_SQLITE_ERROR: 'SQLite may not, or the disk is full',
  EACCES: 'the relay may not',
  EPERM: 'the relay may not',
  EROFS: 'the disk is read-only',
  EADDRNOTAVAIL: 'this machine does not have it',
  ENOTFOUND: 'nobody knows this name',
  ENOENT: 'there is no such place',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
};

export type Step = 'data' | 'accessLog' | 'tls' | 'listen';

const SENTENCES: Readonly<Record<Step, (settings: Settings, error: unknown) => string>> = {
  data: dataSentence,
  accessLog: ({ accessLog = '' }, error) =>
    `The access log ${accessLog} cannot be written (${because(error)}). Choose another file with --access-log.`,
  tls: ({ tls }, error) =>
    `TLS cannot be set up from ${tls?.certificateFile} and ${tls?.keyFile} (${because(error)}). Give a certificate chain and its key, in PEM.`,
  listen: ({ host, port }, error) => {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') {
      return `Port ${port} of ${host}, or the one for metrics, is in use. Stop what uses it, or choose another with --port.`;
    }
    if (code === 'EACCES') return `The relay may not listen on port ${port}. Choose one above 1023 with --port.`;
    return `The relay cannot listen on ${host}, port ${port} (${because(error)}). Choose another address with --host.`;
  },
};

/** Does one step of the start; its failure is a sentence. What has a sentence already keeps it. */
export async function during<T>(step: Step, settings: Settings, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.cause === undefined) throw error;
    throw new StartFailure(SENTENCES[step](settings, error));
  }
}
