import { version } from '../package.json';
import { runAdmin } from './admin/run-admin';
import { helpText } from './config/help';
import { type Reading, readSettings } from './config/read-settings';
import { serve } from './serve';
import { sentenceOf } from './start-failure';

// The process of a relay. Sentences for whoever runs it go to stderr, the log to stdout.

async function main(): Promise<void> {
  // What a relay writes is for its own user alone.
  process.umask(0o077);
  const reading = readSettings(process.argv.slice(2), process.env);
  try {
    process.exitCode = await run(reading);
  } catch (error) {
    console.error(sentenceOf(error));
    // A store that opened before the failure may still hold the process.
    process.exit(1);
  }
}

async function run(reading: Reading): Promise<number> {
  switch (reading.kind) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'version':
      console.log(version);
      return 0;
    case 'wrong':
      for (const problem of reading.problems) console.error(problem);
      return 2;
    case 'command':
      return runAdmin(reading.name, reading.args, reading.settings);
    case 'serve':
      return serve(reading.settings, version);
  }
}

await main();
