import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  MAX_PLAYBOOK,
  playbookSpec,
  readPlaybook,
  saysWhatIsAcceptable,
} from '../../../../../src/core/jobs/digest/playbook.ts';
import { readPerspectiveFile } from '../../../../../src/core/jobs/review/perspectiveFile.ts';

describe('playbooks', () => {
  it('each heading is a rule, with its fallback apart', () => {
    const { rules } = readPlaybook(
      'NDA',
      'Intro.\n\n## Term\nAcceptable: three years.\nUnacceptable: no end.\n\nFallback: Three\nyears.\n\n## Empty\n\n## Law\nAcceptable: ours.\nFallback: Ours.\n',
      'nda.md',
    );
    assert.deepEqual(rules, [
      {
        title: 'Term',
        text: 'Acceptable: three years. Unacceptable: no end.',
        fallback: 'Three years.',
      },
      { title: 'Law', text: 'Acceptable: ours.', fallback: 'Ours.' },
    ]);
  });

  it('one without rules, or with more than a call takes, is refused and never cut', () => {
    assert.throws(() => readPlaybook('A', 'No headings.', 'a.md'), /a\.md is no playbook/);
    const many = Array.from({ length: 61 }, (_, i) => `## R ${i}\nText.`).join('\n');
    assert.throws(() => readPlaybook('A', many, 'a.md'), /61 rules/);
    assert.throws(
      () => readPlaybook('A', `## Long\n${'word '.repeat(MAX_PLAYBOOK / 4)}`, 'a.md'),
      /characters in all/,
    );
  });

  it('the advice of a perspective under headings is told from rules with verdicts', () => {
    const of = (instructions: string): boolean =>
      saysWhatIsAcceptable(readPlaybook('P', instructions, 'p.md'));
    assert.ok(of('## Term\nAcceptable: three years.\n\n## Law\nAcceptable: ours.\n'));
    assert.ok(of('## Laufzeit\nAkzeptabel: drei Jahre.\n'));
    assert.ok(of('## 期限\n可接受：三年。\n'));
    assert.ok(of('## Term\nThree years.\n\nFallback: Three years.\n'));
    assert.ok(!of('## Tone\nPrefer short sentences.\n\n## Words\nAvoid “utilize”.\n'));
    assert.ok(!of('## A\nShort.\n\n## B\nAcceptable: x.\n\n## C\nPlain.\n'));
  });

  it('the example that ships is one, and every rule of it is asked about', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../../../examples/perspectives/nda-playbook.md'),
      'utf8',
    );
    const { perspective } = readPerspectiveFile('nda', text);
    assert.ok(perspective);
    const playbook = readPlaybook(perspective.title, perspective.instructions, 'nda.md');
    assert.ok(playbook.rules.length >= 10);
    const { question } = playbookSpec(playbook);
    playbook.rules.forEach(({ title }, i) => assert.ok(question.includes(`R${i + 1}, ${title}:`)));
  });
});
