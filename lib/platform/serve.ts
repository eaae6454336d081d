import type { BusServer } from '../bus/server';
import { browser } from './browser';
import { wrapPort } from './runtime';
import { classifySender } from './sender';

const PORT_PREFIX = 'bus:';

/** Connects the bus to the browser: messages for short commands, ports for long ones. */
export function serveBus(server: BusServer): void {
  browser.runtime.onMessage.addListener(((message: unknown, raw: unknown, respond: (reply: unknown) => void) => {
    const sender = classifySender(raw as Parameters<typeof classifySender>[0]);
    server.answer(message, sender).then(respond, () => respond(undefined));
    return true;
  }) as never);
  browser.runtime.onConnect.addListener((rawPort) => {
    if (!rawPort.name.startsWith(PORT_PREFIX)) return rawPort.disconnect();
    servePort(server, rawPort);
  });
}

function servePort(server: BusServer, rawPort: Parameters<typeof wrapPort>[0]): void {
  const port = wrapPort(rawPort);
  const stop = new AbortController();
  const command = rawPort.name.slice(PORT_PREFIX.length);
  const sender = rawPort.sender === undefined ? undefined : classifySender(rawPort.sender);
  let started = false;
  port.onDisconnect(() => stop.abort());
  port.onMessage((message) => {
    const { input, cancel } = message as { input?: unknown; cancel?: boolean };
    if (cancel === true) return stop.abort();
    if (started) return;
    started = true;
    const report = (progress: unknown) => port.post({ progress });
    server.answer({ command, input }, sender, { signal: stop.signal, report }).then(
      (reply) => port.post({ reply }),
      () => port.disconnect(),
    );
  });
}
