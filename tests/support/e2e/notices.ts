import type { Talker } from './talkers';

// What the system shows of a browser's notifications.

type Notice = { readonly id: string; readonly title?: string; readonly message?: string };
type NoticeApi = {
  getAll(): Promise<Record<string, { title?: string; message?: string } | boolean>>;
  clear(id: string): Promise<boolean>;
  onShown?: { addListener(listener: () => void): void };
};
type World = { browser: { notifications: NoticeApi }; shown?: Map<string, Notice>; look?: () => Promise<void> };

/** Keeps what the system shows of ours, also where it takes it away at once, as Firefox does without a desktop. */
export const watchNotices = ({ window }: Pick<Talker, 'window'>): Promise<void> =>
  window.evaluate(() => {
    const world = globalThis as unknown as World;
    const { notifications } = world.browser;
    world.shown = new Map();
    if (world.look !== undefined) return;
    world.look = async () => {
      for (const [id, shown] of Object.entries(await notifications.getAll())) {
        // Chromium tells ids alone.
        const { title, message } = typeof shown === 'boolean' ? {} : shown;
        const words = { ...(title === undefined ? {} : { title }), ...(message === undefined ? {} : { message }) };
        world.shown?.set(id, { id, ...words });
      }
    };
    notifications.onShown?.addListener(() => void world.look?.());
  });

export const noticesOf = ({ window }: Pick<Talker, 'window'>): Promise<readonly Notice[]> =>
  window.evaluate(async () => {
    const world = globalThis as unknown as World;
    await world.look?.();
    return [...(world.shown?.values() ?? [])];
  });

export const clearNotices = ({ window }: Pick<Talker, 'window'>): Promise<void> =>
  window.evaluate(async () => {
    const { notifications } = (globalThis as unknown as World).browser;
    for (const id of Object.keys(await notifications.getAll())) await notifications.clear(id);
  });
