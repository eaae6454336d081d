import type { LogLevel } from '../config/config';
import type { Log } from './ports';

/** What wakes somebody, and what is worth a look; all else is `info`. */
const LEVELS: Readonly<Record<string, LogLevel>> = {
  'relay/internal': 'error',
  'relay/crashed': 'error',
  'relay/setup': 'error',
  'relay/cut': 'warn',
  'relay/waiting': 'warn',
  'relay/tls-unreadable': 'warn',
  'log/refused': 'warn',
  'log/unwritable': 'warn',
};
const ORDER: readonly LogLevel[] = ['error', 'warn', 'info'];
/** A code of ours; a name, an id or an address does not look like one. */
const CODE = /^[a-z]{2,16}\/[a-z]{2,16}(?:-[a-z]{2,16}){0,4}$/;
const COUNT_NAME = /^[a-z][A-Za-z]{0,31}$/;

export type LogPorts = {
  readonly write: (line: string) => void;
  readonly clock: () => number;
  readonly level: LogLevel;
};

/**
 * Lines of JSON: time, level, code, counts. What is no code and no number is not written, whoever passed it: the log
 * says `log/refused` in its place.
 */
export function createLog({ write, clock, level }: LogPorts): Log {
  const least = ORDER.indexOf(level);
  return (code, counts = {}) => {
    const safe = CODE.test(code) && Object.entries(counts).every(isCount);
    const said = safe ? code : 'log/refused';
    const its = LEVELS[said] ?? 'info';
    if (ORDER.indexOf(its) > least) return;
    write(
      `${JSON.stringify({ time: new Date(clock()).toISOString(), level: its, code: said, ...(safe && counts) })}\n`,
    );
  };
}

const isCount = ([name, value]: readonly [string, unknown]): boolean =>
  COUNT_NAME.test(name) && !['time', 'level', 'code'].includes(name) && Number.isFinite(value);
