import { browser } from './browser';

/** Messages between our contexts. Bulk data travels as Blobs (`message_serialization: structured_clone`). */
export const sendToBackground = (message: unknown): Promise<unknown> => browser.runtime.sendMessage(message);

/** False once the extension was updated or removed under a page that still runs our script. */
export function runtimeIsAlive(): boolean {
  try {
    return browser.runtime?.id !== undefined;
  } catch {
    return false;
  }
}

export type BusPort = {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
  disconnect(): void;
};

export function openPort(name: string): BusPort {
  return wrapPort(browser.runtime.connect({ name }));
}

export function wrapPort(port: browser.Runtime.Port): BusPort {
  return {
    post: (message) => {
      try {
        port.postMessage(message);
      } catch {
        // The other end is gone: its onDisconnect tells the owner.
      }
    },
    onMessage: (listener) => port.onMessage.addListener((message) => listener(message)),
    onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
    disconnect: () => port.disconnect(),
  };
}

/** Listens to what the background tells our frames and windows. Answers the way to stop. */
export function onBroadcast(listener: (message: unknown) => void): () => void {
  const heard = (message: unknown): undefined => {
    listener(message);
    return undefined;
  };
  browser.runtime.onMessage.addListener(heard);
  return () => browser.runtime.onMessage.removeListener(heard);
}

/** Answers what the background asks of a content script. `undefined` leaves the question to others. */
export function onQuestion(answer: (message: unknown) => Promise<unknown> | undefined): () => void {
  const heard = (message: unknown, _sender: unknown, respond: (reply: unknown) => void): true | undefined => {
    const reply = answer(message);
    if (reply === undefined) return undefined;
    reply.then(respond, () => respond(undefined));
    return true;
  };
  browser.runtime.onMessage.addListener(heard as never);
  return () => browser.runtime.onMessage.removeListener(heard as never);
}

export const extensionUrl = (path: string): string => browser.runtime.getURL(path);
