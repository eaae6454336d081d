import type { Settings } from '../../../../relay/config/config';
import { readSettings } from '../../../../relay/config/read-settings';

/** Settings as the command line and the environment would make them. */
export function settingsOf(args: readonly string[], env: Readonly<Record<string, string>> = {}): Settings {
  const reading = readSettings([...args], env);
  if (reading.kind !== 'serve') throw new Error(`not settings: ${JSON.stringify(reading)}`);
  return reading.settings;
}
