import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createSecureContext, type SecureContextOptions, Server as TlsServer } from 'node:tls';
import type { Config } from '../config/config';

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

/** Takes the renewed files for connections from now on. Fails, and changes nothing, where they are not good. */
export function reloadTls(server: Server, tls: NonNullable<Config['tls']>): void {
  if (server instanceof TlsServer) server.setSecureContext(readTls(tls));
}
