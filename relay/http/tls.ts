import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createSecureContext, type SecureContextOptions, Server as TlsServer } from 'node:tls';
import type { Config } from '../config/config';
import type { Log } from '../observe/ports';

/** Fails where a file cannot be read, or certificate and key do not fit. */
export function readTls({ certificateFile, keyFile }: NonNullable<Config['tls']>): SecureContextOptions {
  const options: SecureContextOptions = {
    cert: readFileSync(certificateFile),
    key: readFileSync(keyFile),
    minVersion: 'TLSv1.2',
  };
  createSecureContext(options);
  return options;
}

/** Takes the renewed files for connections from now on; where they are not good, the old ones stay. */
export function reloadTls(server: Server, tls: NonNullable<Config['tls']>, log: Log): void {
  if (!(server instanceof TlsServer)) return;
  try {
    server.setSecureContext(readTls(tls));
    log('relay/tls-reloaded');
  } catch {
    log('relay/tls-unreadable');
  }
}
