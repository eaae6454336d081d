import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { call } from '../bus/client';
import type { onBusEvent } from '../bus/events';

/** What a window may use: the bus, the browser's question for a site, and what a person carries away. */
export type WindowPorts = {
  readonly call: typeof call;
  readonly onBusEvent: typeof onBusEvent;
  /** Must run inside the click itself. */
  readonly requestOrigin: (origin: string) => Promise<boolean>;
  /** The tab in front, or the one named by `?tab=`. */
  readonly currentTab: () => Promise<number | undefined>;
  /** Whether a person pressed, and no script: `isByPerson`. */
  readonly isByPerson: (event: Event) => boolean;
  readonly copy: (text: string) => Promise<void>;
  readonly saveFile: (name: string, text: string) => void;
  /** A file of somebody else: its name is made harmless first. */
  readonly saveBlob: (name: string, content: Blob) => void;
  readonly closeWindow: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const Ports = createContext<WindowPorts | undefined>(undefined);

export const PortsProvider = Ports.Provider;

export function usePorts(): WindowPorts {
  const ports = useContext(Ports);
  if (ports === undefined) throw new Error('a window is drawn inside PortsProvider');
  return ports;
}
