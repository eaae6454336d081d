import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Person } from '../browser/person';
import { ask } from '../e2e/bus';
import { until } from '../wait';
import { type CallStage, currentCall, openCallStage } from './call-stage';

/** A stage for all tests of a `describe`: each begins with no call under way. Answers how to reach it from a test. */
export function useCallStage(kinds: readonly [Person['kind'], Person['kind']]): () => CallStage {
  let stage: CallStage | undefined;
  const current = (): CallStage => {
    if (stage === undefined) throw new Error('there is no stage yet');
    return stage;
  };
  beforeAll(async () => {
    stage = await openCallStage(kinds);
  }, 180_000);
  afterAll(() => stage?.close());
  afterEach(async () => {
    const people = [current().anna, current().bert];
    for (const who of people) {
      const call = await currentCall(who);
      if (call !== undefined) await ask(who.window, 'call.end', { id: call.id, why: 'ended' });
    }
    await until('no call to be under way', async () =>
      (await Promise.all(people.map(currentCall))).every((call) => call === undefined),
    );
  });
  return current;
}
