import type { Page } from 'puppeteer-core';
import type { FrameCounts } from '../../../lib/bus/calls-protocol';
import type { Person } from '../browser/person';

type Api = { readonly runtime: { sendMessage(message: unknown): Promise<unknown> } };
type Counting = { counted?: FrameCounts[] };

/**
 * From now on what our frame in this page tells the background of frames is heard along: each second, what was sealed,
 * opened, and refused because somebody had changed it.
 */
export async function hearCounts(who: Pick<Person, 'frameOf'>, page: Page): Promise<() => Promise<FrameCounts>> {
  const frame = await who.frameOf(page, 'call-frame.html');
  await frame.evaluate(() => {
    const world = globalThis as unknown as Counting & Readonly<Record<string, Api | undefined>>;
    const api = world['browser'] ?? world['chrome'];
    if (api === undefined) throw new Error('no API of extensions here');
    const told: FrameCounts[] = [];
    world.counted = told;
    const send = api.runtime.sendMessage.bind(api.runtime);
    api.runtime.sendMessage = (message) => {
      const { command, input } = message as { readonly command?: string; readonly input?: FrameCounts };
      if (command === 'callFrame.counts' && input !== undefined) told.push(input);
      return send(message);
    };
  });
  return () =>
    frame.evaluate(() =>
      ((globalThis as unknown as Counting).counted ?? []).reduce(
        (sum, one) => ({
          sealed: sum.sealed + one.sealed,
          opened: sum.opened + one.opened,
          refused: sum.refused + one.refused,
        }),
        { sealed: 0, opened: 0, refused: 0 },
      ),
    );
}
