import { DEFAULT_SETTINGS, type Settings } from '../core/settings';
import { guard } from './guard';
import type { Schema } from './schema';

export type SettingsRepository = { get(): Promise<Settings>; set(settings: Settings): Promise<void> };

/** What an older version did not know yet has its default. */
export const settingsRow = (db: Schema): SettingsRepository => ({
  get: () => guard(async () => ({ ...DEFAULT_SETTINGS, ...(await db.settings.get('settings'))?.value })),
  set: (value) => guard(async () => void (await db.settings.put({ id: 'settings', value }))),
});
