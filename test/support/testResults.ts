import type Mocha from 'mocha';

/** What a run of mocha leaves behind for the count at the end of everything. */
export interface TestResults {
  readonly tests: number;
  readonly passes: number;
  readonly failures: number;
  /** One for each test that failed: its whole title, and the first lines of what it says. */
  readonly failed: readonly { readonly title: string; readonly message: string }[];
}

const MAX_MESSAGE_LINES = 12;

/** Listens to `runner`; what it returns tells the results once the runner has ended. */
export function resultsOf(runner: Mocha.Runner): () => TestResults {
  const failed: { title: string; message: string }[] = [];
  runner.on('fail', (test, error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    failed.push({
      title: test.fullTitle(),
      message: message.split('\n').slice(0, MAX_MESSAGE_LINES).join('\n'),
    });
  });
  return () => {
    const { tests = 0, passes = 0, failures = 0 } = runner.stats ?? {};
    return { tests, passes, failures, failed };
  };
}
