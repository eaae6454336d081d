import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * A vitest reporter. The JSON report names tests alone: what a set-up or a tidying-up failed with is kept by this one,
 * as a list of lines in the file that SOTTO_SET_UP_ERRORS names, so that the sum at the end can say it.
 */
export default class SetUpErrors {
  onTestRunEnd(modules, unhandled) {
    const lines = unhandled.map((error) => firstLine(error));
    for (const module of modules) {
      const name = relative(process.cwd(), module.moduleId);
      for (const error of module.errors()) lines.push(`${name}: ${firstLine(error)}`);
      for (const suite of module.children.allSuites())
        for (const error of suite.errors()) lines.push(`${name}, ${suite.fullName}: ${firstLine(error)}`);
    }
    const file = process.env.SOTTO_SET_UP_ERRORS;
    if (file !== undefined) writeFileSync(file, JSON.stringify(lines));
  }
}

const firstLine = ({ message }) => (message ?? '').split('\n')[0] || 'failed without words';
