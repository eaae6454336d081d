import { relative } from 'node:path';

/**
 * Sums a vitest JSON report: how many passed, and the names of those that failed and of those that did not run.
 * A file that could not be loaded, or whose set-up failed, counts as a failure of its own; what it failed with is in
 * `setUpErrors`, a line each.
 */
export function countTests(report, setUpErrors = []) {
  const sum = { passed: 0, failures: [], skipped: [] };
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    for (const { status, fullName } of tests) {
      if (status === 'passed') sum.passed += 1;
      else if (status === 'failed') sum.failures.push(fullName);
      else sum.skipped.push(fullName);
    }
    const silent = file.status === 'failed' && !tests.some(({ status }) => status === 'failed');
    const name = relative(process.cwd(), file.name);
    const told = setUpErrors.filter((line) => line.startsWith(name));
    if (silent) sum.failures.push(...(told.length > 0 ? told : [`${name}: ${firstLine(file.message)}`]));
  }
  return sum;
}

const firstLine = (text) => (text ?? '').split('\n')[0] || 'could not run';
