import type { CommandName } from '../../../lib/bus/protocol';
import type { FramePorts } from '../../../lib/frames/shared/ports';
import { SCENE_TICKET } from './frames-data';

/** What a scene's background answers, by command. */
export type SceneAnswers = Partial<Record<CommandName, (input: never, options: SceneOptions) => unknown>>;
type SceneOptions = { readonly onProgress?: (progress: unknown) => void };

/** A background that answers what a scene says and otherwise never, so that a picture stands still. */
export const scenePorts = (answers: SceneAnswers): FramePorts => ({
  ticket: SCENE_TICKET,
  call: (async (name: CommandName, input: never, options: SceneOptions) => {
    const answer = answers[name];
    return answer === undefined ? new Promise(() => undefined) : answer(input, options);
  }) as FramePorts['call'],
  onBusEvent: () => () => undefined,
  now: () => Date.UTC(2026, 10, 20, 9, 31),
  later: () => () => undefined,
});
