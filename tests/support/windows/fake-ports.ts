import type { InputOf, OutputOf } from '../../../lib/bus/command';
import type { BusEvent, CommandName, Protocol } from '../../../lib/bus/protocol';
import { AppError } from '../../../lib/core/errors';
import { isByPerson } from '../../../lib/windows/by-person';
import type { WindowPorts } from '../../../lib/windows/ports';

export type Answers = {
  readonly [Name in CommandName]?: (
    input: InputOf<Protocol[Name]>,
  ) => OutputOf<Protocol[Name]> | Promise<OutputOf<Protocol[Name]>>;
};

export type FakePorts = WindowPorts & {
  /** Every command in its order, with what it carried. */
  readonly asked: Array<{ readonly name: CommandName; readonly input: unknown }>;
  readonly inputsOf: (name: CommandName) => unknown[];
  readonly announce: (event: BusEvent['event']) => void;
  readonly closed: () => number;
  readonly saved: Array<{ readonly name: string; readonly text: string }>;
  readonly savedBlobs: Array<{ readonly name: string; readonly content: Blob }>;
};

/** A background made of answers. What has no answer fails with `bus/refused`, as an unlisted command does. */
export function createFakePorts(answers: Answers, overrides: Partial<WindowPorts> = {}): FakePorts {
  const asked: FakePorts['asked'] = [];
  const saved: FakePorts['saved'] = [];
  const savedBlobs: FakePorts['savedBlobs'] = [];
  const listeners = new Set<(event: BusEvent['event']) => void>();
  let closed = 0;
  const call = async (name: CommandName, input?: unknown): Promise<unknown> => {
    asked.push({ name, input });
    const answer = answers[name] as ((input: unknown) => unknown) | undefined;
    if (answer === undefined) throw new AppError('bus/refused');
    return answer(input);
  };
  return {
    call: call as WindowPorts['call'],
    onBusEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requestOrigin: async () => true,
    currentTab: async () => 7,
    isByPerson,
    copy: async () => undefined,
    saveFile: (name, text) => saved.push({ name, text }),
    saveBlob: (name, content) => savedBlobs.push({ name, content }),
    closeWindow: () => {
      closed += 1;
    },
    now: () => Date.UTC(2026, 10, 21, 9, 0),
    asked,
    saved,
    savedBlobs,
    inputsOf: (name) => asked.filter((one) => one.name === name).map(({ input }) => input),
    announce: (event) => {
      for (const listener of listeners) listener(event);
    },
    closed: () => closed,
    ...overrides,
  };
}
