import { CALL_LIMITS, type IceServer } from '../core/calls';
import { AppError } from '../core/errors';
import type { CallRows, CallVault } from './ports';

const KEY = 'servers';
const CONTEXT = 'call servers';

const NAME = '[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\\.?';
const HOST = `(?:${NAME}|\\[[0-9a-f:.]{2,45}\\])`;
const PORT = '(?::([0-9]{1,5}))?';
/** RFC 7064, 3.1. */
const STUN = new RegExp(`^stuns?:${HOST}${PORT}$`, 'i');
/** RFC 7065, 3.1. */
const TURN = new RegExp(`^turns?:${HOST}${PORT}(?:\\?transport=(?:udp|tcp))?$`, 'i');

/** As WebRTC takes it. Throws `call/bad-server`, and `call/server-login` where TURN has no name and password. */
export function checkServer({ url, username, credential }: IceServer): IceServer {
  const trimmed = url.trim();
  const found = STUN.exec(trimmed) ?? TURN.exec(trimmed);
  const port = found?.[1] === undefined ? 1 : Number(found[1]);
  if (found === null || port < 1 || port > 65_535) throw new AppError('call/bad-server');
  if (trimmed.length > CALL_LIMITS.serverLength) throw new AppError('call/bad-server');
  // STUN asks for no name (RFC 8489): one that was typed is sent nowhere.
  if (STUN.test(trimmed)) return { url: trimmed };
  if (!username || !credential) throw new AppError('call/server-login');
  return { url: trimmed, username, credential };
}

export type Servers = {
  /** Throws `vault/locked`. */
  get(): Promise<readonly IceServer[]>;
  set(servers: readonly IceServer[]): Promise<void>;
};

/** STUN and TURN servers, sealed: they may carry a password. None by default. */
export const createServers = ({ rows, vault }: { rows: CallRows; vault: CallVault }): Servers => ({
  async get() {
    const sealed = await rows.get(KEY);
    if (sealed === undefined) return [];
    return JSON.parse(new TextDecoder().decode(await vault.open(sealed, CONTEXT))) as IceServer[];
  },
  async set(servers) {
    const checked = servers.slice(0, CALL_LIMITS.servers).map(checkServer);
    await rows.put(KEY, await vault.seal(new TextEncoder().encode(JSON.stringify(checked)), CONTEXT));
  },
});
