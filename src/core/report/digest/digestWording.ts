import { resultTitle } from '../../domain/jobs.ts';
import type {
  ReportCitation,
  ReportExtraction,
  ReportNode,
  ReportStatement,
} from './digestFormat.ts';
import type { Report } from '../reportFormat.ts';
import { count, grouped, countsText, coverageText, placeText } from '../wording.ts';
import { intlTag, plural, t } from '../../text/l10n.ts';
import { nameOfLanguage } from '../../text/language.ts';

/** What the section is called that a run ends in. */
export const digestTitle = (report: Report): string =>
  resultTitle(report.run.job, report.extraction !== null);

export const rootNode = ({ digest }: Report): ReportNode | undefined =>
  digest?.nodes.find(node => node.id === digest.root);

/** Whether the report is one of findings: others show theirs only when there are any. */
export const showsFindings = (report: Report): boolean =>
  report.findings.length > 0 || !(report.digest || report.extraction || report.records);

/** The result of the run in one line. The coverage is shown beside it. */
export function resultText(report: Report): string {
  const found =
    report.findings.length > 0
      ? t('; {0} on the text', count(report.findings.length, 'remark'))
      : '';
  const { extraction } = report;
  if (extraction && unsupportedOf(report) > 0)
    return t('The model answered, but its quotes could not be found');
  if (extraction) {
    const conflicts = extraction.rows.filter(hasConflict).length;
    return `${count(extraction.rows.length, 'row')}${conflicts > 0 ? t(', {0} with values that contradict each other', conflicts) : ''}${found}`;
  }
  const root = rootNode(report);
  if (unsupportedOf(report) > 0) return t('The model answered, but its quotes could not be found');
  if (!report.digest || !root) return countsText(report);
  const places = new Set(
    root.statements.flatMap(s => s.places.map(p => `${p.source} ${p.start} ${p.end}`)),
  );
  const lost = report.digest.parts.reduce((sum, part) => sum + part.unplaced.length, 0);
  return t(
    '{0} of {1}, based on {2} in the text{3}',
    digestTitle(report),
    count(root.statements.length, 'statement'),
    count(places.size, 'place'),
    `${lost === 0 ? '' : t('; {0} without an exact place', lost)}${found}`,
  );
}

export const hasConflict = ({ cells }: ReportExtraction['rows'][number]): boolean =>
  cells.some(cell => cell.length > 1);

/** Shown in place of an answer, always with how much was read. */
export function nothingText(report: Report): string {
  const lost = unsupportedOf(report);
  if (lost === 0 && report.coverage.branches.succeeded === 0)
    return t('Not answered: nothing was read. {0}', coverageText(report));
  if (lost === 0 && report.run.job === 'summarize')
    return t(
      'There is no summary: the model made no statement about what was read. Ask again, or try another model. {0}',
      coverageText(report),
    );
  return lost === 0
    ? t('Nothing was found in what was read. {0}', coverageText(report))
    : plural(
        lost,
        'The model answered, but its quotes could not be found in the text: its statement is unsupported and listed below. Check it by hand, or ask again.',
        'The model answered, but its quotes could not be found in the text: its {0} statements are unsupported and listed below. Check them by hand, or ask again.',
        lost,
      );
}

/** Statements whose quotes are not in the text, if the run has no other result. */
export function unsupportedOf(report: Report): number {
  const { digest, extraction } = report;
  if (extraction) return extraction.rows.length > 0 ? 0 : extraction.unplaced.length;
  if (!digest || (rootNode(report)?.statements.length ?? 0) > 0) return 0;
  return digest.parts.reduce((sum, part) => sum + part.unplaced.length, 0);
}

/**
 * How much of the read text the result is based on, and what it is not based on: chunks that are not in the result,
 * that the model made no statement about, or whose statements have no place in the text.
 */
export function reachText(report: Report): string {
  const { digest } = report;
  const root = rootNode(report);
  if (!digest || !root || root.statements.length === 0) return '';
  const all = digest.parts.length;
  const bare = digest.parts.filter(({ statements }) => statements.length === 0);
  const lost = bare.filter(({ unplaced }) => unplaced.length > 0).length;
  const silent = bare.length - lost;
  return [
    usedText(report, root.reach),
    silent === 0 ? '' : t('No statement was made about {0} of {1} chunks.', silent, all),
    lost === 0
      ? ''
      : t(
          'The quotes for {0} of {1} chunks could not be found: nothing here is based on these chunks, and what was said about them is listed under "{2}".',
          lost,
          all,
          withoutPlace(),
        ),
  ]
    .filter(Boolean)
    .join(' ');
}

function usedText({ digest, chunks }: Report, { said, reached }: ReportNode['reach']): string {
  if (!digest || said === 0) return '';
  if (reached === said)
    return said === 1 ? '' : t('Based on all {0} chunks with relevant statements.', said);
  const titles = new Map(chunks.map(chunk => [chunk.id, chunk.title]));
  const missing = digest.parts.filter(
    ({ share, statements }) => share === 0 && statements.length > 0,
  );
  const named = missing.slice(0, SHOWN).map(({ chunk }) => titles.get(chunk) ?? chunk);
  const more = missing.length - named.length;
  return t(
    'Based on {0} of {1} chunks with relevant statements. It contains nothing from these; read them below: {2}{3}.',
    reached,
    said,
    named.join('; '),
    more > 0 ? t('; and {0} more', more) : '',
  );
}

/** What the section is called that lists statements whose quotes are not in the text. */
export const withoutPlace = (): string => t('Without a place');

/** How many statements of the result are based on a chunk. */
export const shareText = (share: number, root: ReportNode): string =>
  plural(
    root.statements.length,
    '{1} of {0} statement of the result is based on this chunk.',
    '{1} of {0} statements of the result are based on this chunk.',
    root.statements.length,
    share,
  );

/** What of a statement is not in the words it cites, and whether it has anything to do with them; empty if all is well. */
export const basisText = ({
  beyond,
  unrelated = false,
  namedOnly = 0,
  from,
}: Pick<ReportStatement, 'beyond' | 'unrelated' | 'namedOnly' | 'from'>): string =>
  [
    beyond.length === 0
      ? ''
      : t(
          'Not in the words it cites: {0}. Check it there.',
          beyond.map(one => (one === 'not' ? t('the negation') : one)).join(', '),
        ),
    unrelated ? t('It has next to nothing in common with the words it cites. Check it there.') : '',
    namedOnly === 0
      ? ''
      : t(
          'It names {0} statements of the parts; {1} of them share nothing particular with it and do not count as read into it.',
          grouped(from.length),
          grouped(namedOnly),
        ),
  ]
    .filter(Boolean)
    .join(' ');

/** That a result is in another language than the one that was asked for; empty if it is not. */
export const languageText = ({ language }: Pick<ReportNode, 'language'>): string =>
  language
    ? t(
        'Written in {0}, not in {1}. Ask again, or set the language.',
        nameOfLanguage(language.written, intlTag()),
        nameOfLanguage(language.asked, intlTag()),
      )
    : '';

/** Who wrote a node, when that is not simply the model, and what it lacks; empty when there is nothing to say. */
export function nodeNotice(node: ReportNode): string {
  const { by, failure, dropped, leftOut, unread, chunks } = node;
  const sentences = [
    languageText(node),
    by === 'code'
      ? failure
        ? t(
            'The call to join these failed ({0}); these are statements of the parts below, selected by code.',
            failure.message,
          )
        : t(
            'The call to join these was not made; these are statements of the parts below, selected by code.',
          )
      : '',
    by === null ? t('Not joined.') : '',
    unread > 0
      ? plural(
          unread,
          '{0} of {1} below was not read.',
          '{0} of {1} below were not read.',
          unread,
          count(chunks.length, 'chunk'),
        )
      : '',
    dropped > 0
      ? plural(
          dropped,
          '{0} statement of the answer named no source or was too many, and was left out.',
          '{0} statements of the answer named no source or were too many, and were left out.',
          grouped(dropped),
        )
      : '',
    leftOut > 0
      ? plural(
          leftOut,
          'There was no room for {0} statement of the parts below; read it there.',
          'There was no room for {0} statements of the parts below; read them there.',
          grouped(leftOut),
        )
      : '',
  ];
  return sentences.filter(Boolean).join(' ');
}

/** Statements in order; those that contradict each other together, at the place of the first. */
export function sideBySide(statements: readonly ReportStatement[]): (readonly ReportStatement[])[] {
  const groups: ReportStatement[][] = [];
  const byConflict = new Map<number, ReportStatement[]>();
  for (const statement of statements) {
    const group = statement.conflict === null ? undefined : byConflict.get(statement.conflict);
    if (group) {
      group.push(statement);
      continue;
    }
    const fresh = [statement];
    groups.push(fresh);
    if (statement.conflict !== null) byConflict.set(statement.conflict, fresh);
  }
  return groups;
}

export const conflictTitle = t('The text contradicts itself');
export const disputedText = t('The places it cites contradict each other.');

const SHOWN = 4;

/** `contract.md:12:5; contract.md:40:1; and 3 more places`. */
export function placesText(places: readonly ReportCitation[]): string {
  const shown = places.slice(0, SHOWN).map(citationText);
  const more = places.length - shown.length;
  return [...new Set(shown), ...(more > 0 ? [t('and {0}', count(more, 'more place'))] : [])].join(
    '; ',
  );
}

/** `contract.md:12:5 (one of 3 places)`: when the words occur at several. */
export const citationText = (place: ReportCitation): string =>
  place.otherPlaces.length === 0
    ? placeText(place)
    : t('{0} (one of {1} places)', placeText(place), place.otherPlaces.length + 1);
