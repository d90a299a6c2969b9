import assert from 'node:assert/strict';
import { messagesIn, sourceFiles } from '../../support/l10n/messages.ts';
import { unlocalizedIn } from '../../support/l10n/unlocalized.ts';

/** Where words for people are made, apart from the command line, which is English. */
const FOLDERS = [
  ...[
    'src/host',
    'src/views',
    'media/report',
    'src/engine',
    'src/models',
    'src/rules',
    'src/sources',
    'src/store',
  ],
  'src/core',
];

/** Files whose words are not in the display language, and why. */
const ENGLISH: Readonly<Record<string, string>> = {
  'src/core/text/shownValues.ts': 'values that published documentation shows, no words',
  'src/core/evaluate/': 'the command line and read by models',
  'src/core/fanin/check/factKey.ts': 'words of documents',
  'src/core/fanin/merge/concepts.ts': 'words of documents',
  'src/core/fanin/merge/likeness.ts': 'words of documents',
  'src/core/fanin/merge/similarity.ts': 'words of documents',
  'src/core/fanin/place/': 'words of documents',
  'src/core/branches/modelReviewer.ts': 'read by models',
  'src/core/fanin/check/consistency.ts': 'read by models',
  'src/core/fanin/check/injection.ts': 'words of documents',
  'src/core/fanin/check/verify.ts': 'read by models',
  'src/core/fanin/merge/judge.ts': 'read by models',
  'src/core/fanin/synthesis/reduce.ts': 'read by models',
  'src/core/fanin/synthesis/tree.ts': 'names of groups, read by models',
  'src/core/jobs/classify/classify.ts': 'read by models',
  'src/core/jobs/classify/proposeLabels.ts': 'read by models',
  'src/core/jobs/digest/playbook.ts': 'read by models',
  'src/core/jobs/digest/statementAnswer.ts': 'read by models',
  'src/core/jobs/frame.ts': 'read by models',
  'src/core/jobs/partition.ts': 'read by models',
  'src/core/jobs/partPrompt.ts': 'read by models',
  'src/core/jobs/digest/ask.ts': 'read by models',
  'src/core/jobs/digest/joinPrompt.ts': 'read by models',
  'src/core/jobs/digest/summarize.ts': 'read by models',
  'src/core/jobs/review/changePart.ts': 'read by models',
  'src/core/jobs/review/codePerspectives.ts': 'read by models',
  'src/core/jobs/review/doNotFlag.ts': 'read by models',
  'src/core/jobs/review/houseRulesPart.ts': 'read by models',
  'src/core/jobs/review/prosePerspectives.ts': 'read by models',
  'src/core/jobs/review/review.ts': 'read by models',
  'src/core/fanin/synthesis/synthesisPrompt.ts': 'read by models',
  'src/core/text/shownRecords.ts': 'read by models',
  'src/core/split/': 'words of documents; names of parts are read by models',
  'src/core/text/assignedSecrets.ts': 'names of keys',
  'src/core/text/directives.ts': 'words of documents',
  'src/core/text/keyForms.ts': 'names of keys',
  'src/core/text/language.ts': 'words of documents',
  'src/core/text/publishedKeys.ts': 'names of keys',
  'src/core/text/secretPlaces.ts': 'names of keys',
  'src/core/run/callModel.ts': 'read by models',
  'src/core/run/digest.ts': 'read by models',
  'src/core/run/estimate/': 'keys',
  'src/core/report/data/': 'read by programs',
  'src/core/report/docx/docxStyles.ts': 'names of styles',
  'src/core/report/html/htmlStyle.ts': 'style',
  'src/core/report/records/recordRows.ts': 'names of columns, read by programs',
  'src/core/state/unfinished.ts': 'began stored reasons',
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

/** Words of documents, SQL, names and what code compares: single texts of these folders are not for people. */
const QUIET =
  /^src\/(?:sources\/(?:markup\/(?:xml|styleRules|html)|import\/(?:rtf\/(?:tokens|equation)|word\/numerals|office\/cells)|files\/(?:languageTable|deniedNames|generatedFiles|skipReasons))|store\/(?:schema|records|salvage|forget|dataFolder))\.ts/;
const WRITTEN =
  /^\[|^(?:wpd|xls|ppt|mobi|ps|vsd) [a-z]|^(?:[Ss]lide|Subject:|Context:|Note:|Source:|Target:|unit|line|row|sheet|heading|attachment|column|by|run) [“{(]|^p\. |, row \{\}|^on “|^struck out$|^\{\} Output, for context|^(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|BEGIN)\b|WHERE key/;

/** Words that rules look for in texts: their own messages begin with a capital, a quotation mark or a value. */
const LOOKED_FOR = /^(?:[\p{Ll}($°%|=@:]|January |Sunday |\{\} \{\} to \{\})|\\[bswd]|\(\?|\\\./u;

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
  'second look': 'a key',
  'Not stored.': 'read by code',
  'No findings in': 'began stored summaries',
  'Serious harm if it stays: it must be changed.': 'read by models',
  'A real problem that should be changed.': 'read by models',
  'A small problem.': 'read by models',
  'Worth knowing; no change is needed.': 'read by models',
  'Style guide': 'the title of a perspective, as its file would hold it',
  'they are off (the setting fanout.offlineRules and --rules turn rules on and off)': 'stored',
  'the text does not read as English': 'stored',
  'they compare all of a text, and this one is too long for it': 'stored',
  'a link: not followed': 'its word is `reasonWords`',
  'not a regular file': 'its word is `reasonWords`',
  'renamed, its text is the same': 'its word is `reasonWords`',
  'its text is the same': 'its word is `reasonWords`',
  'installed packages': 'its word is `reasonWords`',
  'build product': 'its word is `reasonWords`',
  'dubious ownership': 'what Git writes',
  'Binary files': 'what Git writes',
  '{} of {} {} matched here.{}': 'a stored assessment, not shown',
  '{} page {}': 'a key of running heads',
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

/** What a new file with a perspective, and one made from a style guide, begin with. */
const TEMPLATES = /^(?:--- title: |Report where the text breaks a rule of the style guide)/;

const isEnglish = (place: string): boolean =>
  Object.keys(ENGLISH).some(path => place.startsWith(path));
const isQuiet = (place: string, text: string): boolean =>
  QUIET.test(place) ||
  (place.startsWith('src/rules/') && LOOKED_FOR.test(text)) ||
  (/^src\/(?:sources|store)\//.test(place) && WRITTEN.test(text));
/** Icons, names and placeholders around what is translated already. */
const isFrame = (text: string): boolean =>
  !/\p{L}{2,}/u.test(text.replace(/\$\([\w-]*\)|\{\}|\bFanout\b|\bReview\b|\bVS Code\b/g, ''));

describe('l10n: words for people', () => {
  it('go through t, plural, count or rich; or they are on a list, with the reason', () => {
    const found = [...sourceFiles(FOLDERS), 'src/extension.ts']
      .flatMap(file => unlocalizedIn(file))
      .filter(
        ({ place, text }) =>
          !isEnglish(place) &&
          !isFrame(text) &&
          !isQuiet(place, text) &&
          !TEXTS[text] &&
          !TEMPLATES.test(text),
      );
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
      export const View = () => <p class="note mut" title="Close" aria-label={name ? 'Open it' : ''}>Not read</p>;
      export const Row = () => <Pair name={t('Saved')} value={name + ", as fast as it goes"} />;`;
    assert.deepEqual(
      unlocalizedIn('planted.tsx', planted).map(({ text }) => text),
      [
        'Findings',
        '{} of {} read',
        'Nothing was sent.',
        'Close',
        'Open it',
        'Not read',
        ', as fast as it goes',
      ],
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
