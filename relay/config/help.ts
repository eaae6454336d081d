import { defaultOf, FLAG_KEYS, FLAGS, type FlagKey, flagName, variable } from './flags';

const COMMAND_LINES = [
  ['', 'start the relay'],
  ['backup FILE', 'write everything that is kept into one file, while the relay runs'],
  ['restore FILE', 'put a backup into an empty store'],
  ['migrate', 'move accounts, mailboxes, archive and files from the embedded store into the scaled one'],
  ['invite', 'make one invitation and print it'],
] as const;

const words = (key: FlagKey): string => {
  const { word } = FLAGS[key];
  const value = 'secret' in FLAGS[key] ? 'FILE' : word;
  return value === '' ? `--${flagName(key)}` : `--${flagName(key)} ${value}`;
};

const column = (rows: ReadonlyArray<readonly [string, string]>): string => {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`.trimEnd()).join('\n');
};

/** The text of `--help`. */
export const helpText = (): string => `Sotto relay: carries sealed messages between people, and can read none of them.

${column(COMMAND_LINES.map(([command, what]) => [`relay [flags] ${command}`.trimEnd(), what]))}

Every flag is also a variable of the environment: --data is SOTTO_RELAY_DATA. Secrets are taken from
the environment, or from a file that a flag (or a variable that ends in _FILE) names, and are never shown.

${column(FLAG_KEYS.map((key) => [words(key), `${FLAGS[key].help} (${defaultOf(key)})`]))}
`;

/** The same as rows of Markdown: docs/relay.md holds exactly these. */
export const helpTable = (): string =>
  [
    '| flag | variable | what it does | default |',
    '|---|---|---|---|',
    ...FLAG_KEYS.map((key) => `| \`${words(key)}\` | \`${variable(key)}\` | ${FLAGS[key].help} | ${defaultOf(key)} |`),
  ].join('\n');
