import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Data tables may be longer. */
const DATA = /^lib\/core\/error-codes\.ts$|^tests\/interop\/.*\/rows\//;
const LONGEST = 250;
/** A test file is a list of sentences about one thing, and may be longer. */
const LONGEST_TEST = 400;

const tracked = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .stdout.split('\n')
  .filter((path) => path !== '');
const code = tracked.filter((path) => /\.(?:ts|tsx|mjs)$/.test(path) && !path.startsWith('tests/fixtures/'));
const read = (path: string) => readFileSync(path, 'utf8');
const lines = (path: string) => read(path).split('\n').length - 1;

describe('the house style', () => {
  it('finds the code that it looks at', () => {
    expect(code.length).toBeGreaterThan(100);
  });

  it(`keeps every file under ${LONGEST} lines, and half of them under 80`, () => {
    const most = (path: string) => (path.startsWith('tests/') ? LONGEST_TEST : LONGEST);
    expect(code.filter((path) => !DATA.test(path) && lines(path) > most(path))).toEqual([]);
    const ours = code.filter((path) => /^(?:lib|components|entrypoints)\//.test(path)).map(lines);
    expect(ours.toSorted((a, b) => a - b)[Math.floor(ours.length / 2)]).toBeLessThan(80);
  });

  it('names files in kebab-case', () => {
    expect(code.map((path) => basename(path)).filter((name) => !/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name))).toEqual(
      [],
    );
  });

  it('keeps entry points to wiring: at most 60 lines', () => {
    expect(code.filter((path) => path.startsWith('entrypoints/') && lines(path) > 60)).toEqual([]);
  });

  it('leaves no work for later in a comment', () => {
    const marker = new RegExp(`\\b(?:${['TO', 'DO|FIX', 'ME|X', 'XX'].join('')})\\b`);
    expect(code.filter((path) => marker.test(read(path)))).toEqual([]);
  });

  it('names no folder of the machine it was written on', () => {
    const foreign = new RegExp(['/wo', 'rk/(?:main|sha', 'red|\\.)'].join(''));
    expect(tracked.filter((path) => /\.(?:ts|tsx|mjs|sh|json|md)$/.test(path) && foreign.test(read(path)))).toEqual([]);
  });
});
