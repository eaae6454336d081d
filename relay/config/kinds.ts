import { isIP } from 'node:net';

/** How the text of a flag becomes a value, and what the flag takes, as it ends a sentence. */
export type Kind<T> = {
  readonly wants: string;
  /** `undefined` where the text is none of it. */
  read(text: string): T | undefined;
  show(value: T): string;
};

/** 72 hours is how everybody says it. */
const DAYS_FROM = 72 * 36e5;
const UNITS = {
  octets: { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 },
  ms: { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 },
};

const scaled = (units: Readonly<Record<string, number>>, min: number, max: number, what: string): Kind<number> => {
  const show = (value: number): string => {
    const fitting = Object.entries(units).filter(
      ([unit, size]) => value % size === 0 && (unit !== 'd' || value > DAYS_FROM),
    );
    const [unit, size] = (value === 0 ? fitting[0] : fitting.at(-1)) ?? ['', 1];
    return `${value / size}${unit}`;
  };
  return {
    wants: `${what} from ${show(min)} to ${show(max)}`,
    show,
    read: (text) => {
      const [, digits, unit = ''] = /^(\d{1,12})([a-zA-Z]*)$/.exec(text) ?? [];
      const value = Number(digits) * (units[unit] ?? Number.NaN);
      return value >= min && value <= max ? value : undefined;
    },
  };
};

export const whole = (min: number, max: number): Kind<number> => scaled({ '': 1 }, min, max, 'a whole number');
/** Octets: `64K`, `100M`, `1G`, in steps of 1,024. */
export const size = (min: number, max: number): Kind<number> => scaled(UNITS.octets, min, max, 'a size');
/** Milliseconds: `500ms`, `15s`, `5m`, `72h`, `30d`. */
export const duration = (min: number, max: number): Kind<number> => scaled(UNITS.ms, min, max, 'a time');

const matching = (wants: string, fits: (text: string) => boolean): Kind<string> => ({
  wants,
  read: (text) => (fits(text) ? text : undefined),
  show: (value) => value,
});

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

export const address = matching('an IP address or a host name', (text) => isIP(text) > 0 || HOST_NAME.test(text));
/** As a client writes it in a URL: the port only where it is not the usual one. */
export const hostAndPort = matching(
  'a host name, with its port where it is not 443',
  (text) => URL.canParse(`https://${text}`) && new URL(`https://${text}`).host === text,
);
export const path = matching('the path of a file or folder', (text) => text !== '' && !text.includes('\0'));
export const text = matching('a text of one line', (value) => /^[\x20-\x7e]{1,4096}$/.test(value));

export const url = (...schemes: readonly string[]): Kind<string> =>
  matching(
    `a URL that begins with ${schemes.join(': or ')}:`,
    (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
  );

/** Scheme, host and port, as browsers send it (RFC 6454, 6.2); several with commas between. */
export const origins: Kind<readonly string[]> = {
  wants: 'web origins such as https://chat.example.org, with commas between them',
  show: (values) => values.join(','),
  read: (value) => {
    const all = value.split(',').filter((one) => one !== '');
    return all.every((one) => URL.canParse(one) && new URL(one).origin === one) ? all : undefined;
  },
};

export const oneOf = <const T extends string>(...names: readonly T[]): Kind<T> => ({
  wants: `one of ${names.join(', ')}`,
  show: (value) => value,
  read: (value) => names.find((name) => name === value),
});

/** On the command line the name alone; in the environment 1 or 0. */
export const onOff: Kind<boolean> = {
  wants: '1 or 0',
  show: (value) => (value ? '1' : '0'),
  read: (value) => ({ 1: true, 0: false })[value],
};
