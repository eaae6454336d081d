import { expect, it } from 'vitest';
import { rememberStop } from '../../../lib/background/remembered-stop';
import type { LinkState } from '../../../lib/core/chat';
import { fakeMemory } from '../../support/fake-memory';

/** A link that only tells how it was started. */
function createLink() {
  const started: unknown[] = [];
  let tell: (state: LinkState) => void = () => undefined;
  const link = {
    start: (account: unknown, stoppedFor?: unknown) => void started.push([account, stoppedFor]),
    onState: (listener: (state: LinkState) => void) => {
      tell = listener;
    },
  };
  return { link, started, tell: (state: LinkState) => tell(state) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const fail = (error: unknown) => {
  throw error;
};

it('a link that was stopped stays so when the background is born again, until a person begins anew', async () => {
  const memory = fakeMemory();
  const first = createLink();
  rememberStop(first.link as never, memory, fail);
  first.tell({ phase: 'stopped', code: 'relay/replaced' });
  await settle();

  const second = createLink();
  const link = rememberStop(second.link as never, memory, fail);
  link.start('account' as never);
  await settle();
  // A person's second start is told nothing of it.
  link.start('account' as never);
  expect(second.started).toEqual([
    ['account', 'relay/replaced'],
    ['account', undefined],
  ]);
});

it('is forgotten once it is online again', async () => {
  const memory = fakeMemory();
  const first = createLink();
  rememberStop(first.link as never, memory, fail);
  first.tell({ phase: 'stopped', code: 'relay/replaced' });
  first.tell({ phase: 'online' });
  await settle();
  const second = createLink();
  rememberStop(second.link as never, memory, fail).start('account' as never);
  await settle();
  expect(second.started).toEqual([['account', undefined]]);
});
