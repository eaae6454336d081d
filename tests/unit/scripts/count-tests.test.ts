import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countTests } from '../../../scripts/lib/count-tests.mjs';

const file = (status: string, tests: ReadonlyArray<readonly [string, string]>, message = '') => ({
  name: '/here/some.test.ts',
  status,
  message,
  assertionResults: tests.map(([fullName, one]) => ({ fullName, status: one })),
});

describe('the sum at the end of npm test', () => {
  it('counts what passed, and names what failed and what did not run', () => {
    const files = [
      file('failed', [
        ['a', 'passed'],
        ['b', 'failed'],
        ['c', 'skipped'],
        ['d', 'pending'],
        ['e', 'todo'],
      ]),
    ];
    expect(countTests({ testResults: files })).toEqual({ passed: 1, failures: ['b'], skipped: ['c', 'd', 'e'] });
  });

  it('counts a file that could not be loaded, or whose set-up failed, as a failure', () => {
    const files = [file('failed', [], 'SyntaxError: here\nand more'), file('failed', [['c', 'skipped']], 'beforeAll')];
    const { failures } = countTests({ testResults: files });
    expect(failures).toEqual([expect.stringContaining('SyntaxError: here'), expect.stringContaining('beforeAll')]);
  });

  it('says what a set-up failed with, where that was kept', () => {
    const files = [file('failed', [['a', 'passed']])];
    const { failures } = countTests({ testResults: files }, ['../here/some.test.ts, a set: Hook timed out']);
    expect(failures).toEqual([expect.stringContaining('could not run')]);
    const name = relative(process.cwd(), '/here/some.test.ts');
    expect(countTests({ testResults: files }, [`${name}, a set: Hook timed out`]).failures).toEqual([
      `${name}, a set: Hook timed out`,
    ]);
  });
});
