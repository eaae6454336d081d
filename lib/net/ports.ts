/** What of the world the relay client uses; the browser's own where a test gives nothing else. */
export type NetPorts = {
  readonly WebSocket: new (url: string, protocols: string) => WebSocket;
  readonly fetch: typeof fetch;
  /** At least 0, below 1. Spreads clients in time; nothing secret hangs on it. */
  readonly random: () => number;
};

/** Looked up when it is used: nothing of the world is touched while modules load. */
export const netOf = (ports: Partial<NetPorts>): NetPorts => ({
  WebSocket: ports.WebSocket ?? globalThis.WebSocket,
  fetch: ports.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  random: ports.random ?? Math.random,
});
