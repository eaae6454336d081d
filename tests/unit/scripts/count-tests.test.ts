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
});
