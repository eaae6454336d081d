import { AppError, sentenceFor } from '../../lib/core/errors';
import type { Settings } from '../config/config';
import type { Command } from '../config/read-settings';
import { backup } from './backup';
import type { Counts } from './copy-stores';
import { invite } from './invite';
import { migrate } from './migrate';
import { restore } from './restore';
import { backupScaled, restoreScaled } from './scaled-backup';

/** Where a command writes to: what was asked for, and sentences for whoever runs it. */
export type Words = { readonly out: (line: string) => void; readonly tell: (line: string) => void };

/** Arguments are none, but for the file of backup and restore. */
const WANTS_FILE: Readonly<Record<Command, boolean>> = { backup: true, restore: true, migrate: false, invite: false };

/** Runs one command; answers the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runAdmin(
  name: Command,
  args: readonly string[],
  settings: Settings,
  words: Words = { out: (line) => console.log(line), tell: (line) => console.error(line) },
): Promise<number> {
  const [file, ...more] = args;
  if (more.length > 0 || (file !== undefined) !== WANTS_FILE[name]) {
    words.tell(WANTS_FILE[name] ? `${name} needs one file. See --help.` : `${name} takes nothing more. See --help.`);
    return 2;
  }
  try {
    await COMMANDS[name](settings, file ?? '', words);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    words.tell(sentenceFor(error.code));
    return 1;
  }
}

const COMMANDS: Readonly<Record<Command, (settings: Settings, file: string, words: Words) => Promise<void>>> = {
  async backup(settings, file, { tell }) {
    if (settings.store === 'embedded') await backup(embeddedSource(settings), file);
    else tell(toldOf('Backed up', await backupScaled(settings, file)));
    tell(`The backup is in ${file}. Keep it as you keep keys.`);
  },
  async restore(settings, file, { tell }) {
    if (settings.store === 'embedded') await restore(file, settings.dataFolder);
    else tell(toldOf('Restored', await restoreScaled(settings, file)));
    tell('The store is as it was. Start the relay.');
  },
  async migrate(settings, _file, { tell }) {
    tell(toldOf('Copied', await migrate(settings)));
    tell('Start the relay with --store scaled. The embedded store is unchanged: delete it when all is well.');
  },
  async invite(settings, _file, { out }) {
    out(await invite(settings, Date.now()));
  },
};

const embeddedSource = ({ dataFolder, opaqueSetup = 'file' }: Settings) =>
  opaqueSetup === 'file' ? { dataFolder } : { dataFolder, opaqueSetup };

const toldOf = (done: string, { accounts, devices, invitations, messages, records, groups }: Counts): string =>
  `${done}: ${accounts} accounts, ${devices} devices, ${invitations} invitations, ${messages} waiting messages, ${records} archive records, ${groups} groups.`;
