// Builds the VSIX: the same bytes for the same sources, whenever and wherever it is built.
import { execFileSync } from 'node:child_process';
import { createVSIX } from '@vscode/vsce';

/** Seconds since 1970 that the files in the archive bear: of the last commit, else of a day that never changes. */
function sourceDate() {
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }).trim();
  } catch {
    return '1735689600';
  }
}

process.env.SOURCE_DATE_EPOCH ??= sourceDate();
process.umask(0o022);
await createVSIX({
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
  ...(process.argv[2] ? { packagePath: process.argv[2] } : {}),
});
