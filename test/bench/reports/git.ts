import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../support/chaosServer.ts';
import type { Case } from './play.ts';
import { CHAT, REVIEW, all, exits, lines, variant } from './base.ts';

const git = (dir: string, ...args: readonly string[]): void => {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: dir,
    stdio: 'ignore',
  });
};
const NUMBERED = Array.from({ length: 40 }, (_, i) => `Line ${i + 1} of the text.`);
const changed = (
  row: number,
  name: string,
  config: readonly (readonly [string, string])[],
): Case => ({
  row,
  name,
  files: { 'a.md': lines(...NUMBERED) },
  args: ['review', '--changes', ...CHAT, ...REVIEW],
  server: () => ok({ findings: [], assessment: 'x' }),
  prepare: dir => {
    git(dir, 'init', '-q');
    git(dir, 'add', 'a.md');
    git(dir, 'commit', '-qm', 'one');
    for (const [key, value] of config) git(dir, 'config', key, value);
    writeFileSync(
      join(dir, 'a.md'),
      lines(...NUMBERED.map((line, i) => (i === 4 || i === 6 ? `${line} Changed.` : line))),
    );
  },
  judge: all(exits(0), ({ calls }) => {
    const prompt = JSON.stringify(calls[0]?.body?.['messages'] ?? '');
    const before =
      /there before the change.*?Line 5 of the text\.(?! Changed).*?Line 7 of the text\.(?! Changed)/s.test(
        prompt,
      );
    const between = /change 1 ends>>>\\nLine 6 of the text\.\\n<<<\S+ change 2 begins/.test(prompt);
    return !before ? 'old lines lost' : between ? undefined : 'line 6 is marked as changed';
  }),
});
/** Changes, whatever the configuration of Git says. */
export const gitCases: readonly Case[] = [
  changed(64, 'diff.interHunkContext', [['diff.interHunkContext', '3']]),
  changed(65, 'diff.noprefix and colors', [
    ['diff.noprefix', 'true'],
    ['color.ui', 'always'],
  ]),
  variant(changed(64, 'diff.context', [['diff.context', '10']])),
  variant(
    changed(65, 'diff.algorithm, relative and renames', [
      ['diff.algorithm', 'histogram'],
      ['diff.relative', 'true'],
      ['diff.wordRegex', '.'],
      ['diff.suppressBlankEmpty', 'true'],
    ]),
  ),
];
