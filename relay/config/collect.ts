import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FLAG_KEYS, FLAGS, type Flag, type FlagKey, flagName, type Values, variable } from './flags';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What was said, where, by flag: a flag before the environment. */
type Said = { readonly where: string; readonly text: string };
export type Arguments = { readonly said: ReadonlyMap<FlagKey, Said>; readonly rest: readonly string[] };

const BY_NAME: ReadonlyMap<string, FlagKey> = new Map(FLAG_KEYS.map((key) => [flagName(key), key]));
const isSwitch = (key: FlagKey): boolean => FLAGS[key].word === '';

/** Flags of the relay apart from all else, which is left in its order for whom it concerns. */
export function splitArguments(argv: readonly string[], problems: string[]): Arguments {
  const options = Object.fromEntries(
    [...BY_NAME].map(([name, key]) => [name, { type: isSwitch(key) ? 'boolean' : 'string' } as const]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const said = new Map<FlagKey, Said>();
  const rest: string[] = [];
  for (const token of tokens) {
    const key = token.kind === 'option' ? BY_NAME.get(token.name) : undefined;
    if (token.kind !== 'option' || key === undefined) {
      rest.push(argv[token.index] ?? '');
      continue;
    }
    const where = token.rawName;
    const { value, inlineValue } = token;
    const bare = value === undefined || (!inlineValue && /^-./.test(value));
    if (said.has(key)) problems.push(`${where} is given twice.`);
    else if (isSwitch(key)) said.set(key, { where, text: value ?? '1' });
    else if (bare) problems.push(`${where} takes ${takes(key, where)}; nothing follows it.`);
    else said.set(key, { where, text: value });
  }
  return { said, rest };
}

/** The value of every flag; what is wrong is added to `problems`, a sentence each. */
export function readValues({ said }: Arguments, env: Environment, problems: string[]): Values {
  for (const name of Object.keys(env))
    if (!isKnown(name)) problems.push(`${name} is no variable that the relay knows.`);
  return Object.fromEntries(
    FLAG_KEYS.map((key) => {
      const found = find(key, said, env, problems);
      return [key, found === undefined ? (FLAGS[key] as Flag).initial : readOne(key, found, problems)];
    }),
  ) as Values;
}

const isKnown = (name: string): boolean =>
  !name.startsWith('SOTTO_RELAY_') ||
  FLAG_KEYS.some((key) => name === variable(key) || ('secret' in FLAGS[key] && name === `${variable(key)}_FILE`));

function find(key: FlagKey, said: Arguments['said'], env: Environment, problems: string[]): Said | undefined {
  const name = variable(key);
  const text = env[name];
  const plain = text === undefined || text === '' ? undefined : { where: name, text };
  if (!('secret' in FLAGS[key])) return said.get(key) ?? plain;
  const fileName = env[`${name}_FILE`];
  const file = said.get(key) ?? (fileName ? { where: `${name}_FILE`, text: fileName } : undefined);
  if (file === undefined) return plain;
  try {
    return { where: file.where, text: readFileSync(file.text, 'utf8').trim() };
  } catch {
    problems.push(`${file.where} names a file that cannot be read: ${shown(file.text)}.`);
    return undefined;
  }
}

function readOne(key: FlagKey, { where, text }: Said, problems: string[]): unknown {
  const flag: Flag = FLAGS[key];
  const value = flag.kind.read(text);
  if (value === undefined) {
    problems.push(`${where} takes ${takes(key, where)}${flag.secret ? '' : `, not ${shown(text)}`}.`);
  }
  return value;
}

const takes = (key: FlagKey, where: string): string => {
  const { wants } = FLAGS[key].kind;
  if (!('secret' in FLAGS[key]) || where === variable(key)) return wants;
  return `the path of a file that holds ${wants}`;
};

/** What a person wrote, as they wrote it: no control characters, no flood. */
const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
