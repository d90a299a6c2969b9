import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { RESULTS } from './vscode/paths.ts';

export interface TestResults {
  readonly passes: number;
  readonly failures: number;
  /** One for each test that failed: its whole title, and the first lines of what it says. */
  readonly failed: readonly { readonly title: string; readonly message: string }[];
}

const MAX_MESSAGE_LINES = 12;

/** The spec reporter, which also leaves the results in `out/test-results/<name>.json`. */
class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { name = 'mocha' } = (options.reporterOptions ?? {}) as { name?: string };
    runner.once('end', () => {
      const results: TestResults = {
        passes: this.stats.passes,
        failures: this.stats.failures,
        failed: this.failures.map(test => ({
          title: test.fullTitle(),
          message: String(test.err?.stack ?? test.err)
            .split('\n')
            .slice(0, MAX_MESSAGE_LINES)
            .join('\n'),
        })),
      };
      mkdirSync(RESULTS, { recursive: true });
      writeFileSync(join(RESULTS, `${name}.json`), JSON.stringify(results));
    });
  }
}

// mocha asks for a default export.
export default ResultReporter;
