import assert from 'node:assert/strict';
import { messagesIn, sourceFiles } from '../../support/l10n/messages.ts';
import { unlocalizedIn } from '../../support/l10n/unlocalized.ts';

/** Where words for people are made, apart from the command line, which is English. */
const FOLDERS = [
  ...['src/host', 'src/views', 'media/report', 'src/engine', 'src/models'],
  ...['src/core/format', 'src/core/state', 'src/core/report', 'src/core/domain'],
];

/** Files whose words are not in the display language, and why. */
const ENGLISH: Readonly<Record<string, string>> = {
  'src/core/report/data/': 'read by programs',
  'src/core/report/docx/docxStyles.ts': 'names of styles',
  'src/core/report/html/htmlStyle.ts': 'style',
  'src/core/report/records/recordRows.ts': 'names of columns, read by programs',
  'src/core/state/synthesisNow.ts': 'changes a stored text, which is English',
  'src/core/state/unfinished.ts': 'begins stored reasons',
  'src/engine/pdf.ts': 'paths of programs',
  'src/engine/settings/':
    'texts of the manifest, in package.nls.json, and help of the command line',
  'src/engine/tools/': 'read by models',
  'src/host/agents/agentRuns.ts': 'read by models',
  'src/host/models/editorPrompt.ts': 'read by models',
  'src/host/runs/runLog.ts': 'the log',
  'src/models/anthropic/model.ts': 'headers',
  'src/models/compatible/cutProbe.ts': 'read by models',
  'src/models/createModel.ts': 'read by models',
  'src/models/transport/answerBody.ts': 'the form of a stream',
  'src/models/transport/dialect.ts': 'read by models',
  'src/models/transport/failures/errorText.ts': 'what servers write',
  'src/models/transport/failures/failures.ts': 'errors that are read by code',
  'src/models/transport/reply.ts': 'errors that are read by code',
};

/** Single texts, and why. */
const TEXTS: Readonly<Record<string, string>> = {
  '1px solid': 'style',
  'Fanout Report {}': 'the title of a page in a frame, not shown',
  '{} to {}': 'two places of a document, in its own words',
  '{} {}: review Fanout Review': 'properties of a file',
  'Fanout Review': 'a name',
  Fanout: 'a name',
  Anthropic: 'a name',
  'Google Gemini': 'a name',
  Mistral: 'a name',
  Groq: 'a name',
  'Azure OpenAI': 'a name',
  'Bearer {}': 'a header',
  'no response': 'read by code',
  'no result': 'read by code',
  'Marked as to do': 'a key, whose word is translated where it is shown',
  'No rule serves this perspective.': 'begins stored assessments',
  'Not applied, because': 'begins stored assessments',
  'Not to flag: {}': 'shown as it is sent to the model',
  'Staged changes': 'the stored name of a run',
  'Changes since {}': 'the stored name of a run',
  'Changes not committed': 'the stored name of a run',
  'Commit {}': 'the stored name of a run',
  'over the limit': 'begins a stored reason',
  'Unexpected error: {}': 'read by models',
  'and {} more': 'part of a stored summary',
  'file with rules': 'a key',
  'needs review': 'a verdict of the stored run',
  'Text that addresses the reviewer': 'a key',
  'no chosen perspective is for this kind of text': 'a stored reason',
  'your own decisions': 'kept with decisions',
  words: 'a field of a message',
  lightbulb: 'an icon',
  'span {}': 'style',
  'var(--fr-head) repeat({}, minmax(0, 1fr))': 'style',
  'max(3px, {}%)': 'style',
  'codicon codicon-{} ic {}': 'classes',
  'img-src {}': 'a policy',
  'font-src {}': 'a policy',
  'finding {}': 'a class',
  'level {}': 'a class',
  'word {}': 'a class',
  'box bad': 'a class',
  'box rules': 'a class',
  'box warn': 'a class',
};

const isEnglish = (place: string): boolean =>
  Object.keys(ENGLISH).some(path => place.startsWith(path));
/** Icons, names and placeholders around what is translated already. */
const isFrame = (text: string): boolean =>
  !/\p{L}{2,}/u.test(text.replace(/\$\([\w-]*\)|\{\}|\bFanout\b|\bReview\b|\bVS Code\b/g, ''));

describe('l10n: words for people', () => {
  it('go through t, plural, count or rich; or they are on a list, with the reason', () => {
    const found = [...sourceFiles(FOLDERS), 'src/extension.ts']
      .flatMap(file => unlocalizedIn(file))
      .filter(({ place, text }) => !isEnglish(place) && !isFrame(text) && !TEXTS[text]);
    assert.deepEqual(
      found.map(({ place, text }) => `${place}: ${text}`),
      [],
      'wrap them in t(…), then npm run l10n, and translate them',
    );
  });

  it('are found where a person reads them', () => {
    const planted = `
      const name = 'a';
      export const note = (n: number) => ({ title: 'Findings', description: \`\${n} of \${name} read\` });
      export const say = () => vscode.window.showInformationMessage('Nothing was sent.');
      export const View = () => <p class="note mut" title="Close" aria-label={name ? 'Open it' : ''}>Not read</p>;`;
    assert.deepEqual(
      unlocalizedIn('planted.tsx', planted).map(({ text }) => text),
      ['Findings', '{} of {} read', 'Nothing was sent.', 'Close', 'Open it', 'Not read'],
    );
    const wrapped = `
      import { t } from './l10n.ts';
      export const View = () => <p class="note mut" title={t('Close')}>{t('Not read')}</p>;
      log.info('run started'); throw new Error('a bug of ours');`;
    assert.deepEqual(unlocalizedIn('planted.tsx', wrapped), []);
  });

  it('a message that is not a literal is reported', () => {
    const { unknown } = messagesIn(sourceFiles(FOLDERS));
    assert.deepEqual(unknown, []);
  });
});
