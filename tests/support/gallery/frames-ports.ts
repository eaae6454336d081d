import type { CommandName } from '../../../lib/bus/protocol';
import type { FramePorts } from '../../../lib/frames/shared/ports';
import { SCENE_TICKET } from './frames-data';

/** A background that answers what a scene says and otherwise never, so that a picture stands still. */
export const scenePorts = (
  answers: Partial<Record<CommandName, (input: never, options: never) => unknown>>,
): FramePorts => ({
  ticket: SCENE_TICKET,
  call: (async (name: CommandName, input: never, options: never) => {
    const answer = answers[name];
    return answer === undefined ? new Promise(() => undefined) : answer(input, options);
  }) as FramePorts['call'],
  onBusEvent: () => () => undefined,
  now: () => Date.UTC(2026, 10, 20, 9, 31),
  later: () => () => undefined,
});
