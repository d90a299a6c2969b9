import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { resultsOf } from './testResults.ts';
import { RESULTS } from './vscode/paths.ts';

/** The spec reporter, which also leaves the results in `out/test-results/<name>.json`. */
class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { name = 'mocha' } = (options.reporterOptions ?? {}) as { name?: string };
    const results = resultsOf(runner);
    runner.once('end', () => {
      mkdirSync(RESULTS, { recursive: true });
      writeFileSync(join(RESULTS, `${name}.json`), JSON.stringify(results()));
    });
  }
}

// mocha asks for a default export.
export default ResultReporter;
