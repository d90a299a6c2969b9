import { markdownView, type MarkdownView, type Role } from './markdownView.ts';
import { elementsIn, find, hasNoText, isText, textIn, type Element, type Node } from './tree.ts';
import { xmlTree } from './xmlTree.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Parts of a DocBook, DITA, JATS or TEI text that have a title and may contain other parts. */
const SECTIONS = words(
  `set book part chapter article section sect1 sect2 sect3 sect4 sect5 simplesect appendix preface glossary
  bibliography index colophon dedication reference refentry refsect1 refsect2 refsect3 refsection refsynopsisdiv
  topic concept task troubleshooting glossgroup glossentry glossdiv bibliodiv partintro acknowledgements
  bodydiv sectiondiv refbodydiv
  sec app ack ref-list tei div div1 div2 div3 div4 div5 div6 div7`,
);
const SKIPPED = words(
  `indexterm remark areaspec titleabbrev beginpage prolog draft-comment required-cleanup imagedata colspec spanspec
  videodata audiodata anchor data data-about foreign unknown subjectset keywordset releaseinfo edition pubdate
  productnumber biblioid indexsee primary secondary tertiary toc lot refmeta navtitle searchtitle
  journal-meta article-id article-categories pub-date counts custom-meta-group fw`,
);
const CODE = words(
  `code literal command filename option parameter constant varname envar function type classname methodname
  interfacename structname userinput computeroutput prompt systemitem tag sgmltag replaceable markup token symbol
  property returnvalue errorname errorcode codeph filepath cmdname systemoutput apiname parmname synph xmlelement
  xmlatt tt monospace`,
);
const VERBATIM = words(
  `programlisting screen literallayout synopsis funcsynopsisinfo classsynopsisinfo codeblock pre msgblock lines
  programlistingco preformat eg`,
);
const LISTS = words(
  `itemizedlist orderedlist procedure substeps simplelist calloutlist ul ol sl steps steps-unordered
  steps-informal choices bibliolist list`,
);
const ITEMS = words(
  'listitem step member callout li sli substep choice biblioentry list-item item',
);
const NUMBERED = words('orderedlist procedure substeps ol steps');
/** JATS and TEI have one kind of list, with its type in an attribute. */
const isNumbered = ({ name, attributes }: Element): boolean =>
  NUMBERED.has(name) ||
  /^(?:order|number|alpha|roman)/.test(
    attributes.get('list-type') ?? attributes.get('type') ?? attributes.get('rend') ?? '',
  );
const PARAGRAPHS = words(
  `para simpara formalpara term glossterm glossdef subtitle shortdesc abstract p cmd info stepxmp stepresult
  tutorialinfo note tip warning important caution bibliomixed author editor copyright legalnotice revision date dt dd
  dlentry lq-source figure caption desc refpurpose refname question answer attribution cmdsynopsis funcsynopsis
  variablelist varlistentry example informalexample prereq context result postreq
  contrib aff kwd label def disp-formula ab l speaker stage bibl respstmt figdesc trailer dateline salute signed byline`,
);
const BLOCKS = words(
  `abstract authorgroup revhistory body conbody taskbody refbody conbody troublebody dl fig sidebar qandaset
  qandaentry mediaobject tgroup tbody thead tfoot info bookinfo articleinfo chapterinfo sectioninfo refnamediv
  informalfigure equation informalequation related-links linklist link-list dita properties choicetable glossbody
  screenco imageobjectco bibliodiv address
  def-list def-item table-wrap boxed-text front back contrib-group kwd-group fn-group lg sp listbibl titlepage teiheader
  filedesc titlestmt publicationstmt sourcedesc text group opener closer`,
);
/** Tables of both models. */
const TABLES = words('table informaltable simpletable properties choicetable');
const ROWS = words('row tr strow sthead property prophead chrow chhead');
const CELLS = words(
  `cell entry td th stentry proptype propvalue propdesc proptypehd propvaluehd propdeschd choption chdesc choptionhd
  chdeschd`,
);
const TALL = words(
  'itemizedlist orderedlist variablelist ul ol dl programlisting screen codeblock table informaltable entrytbl',
);

const ROOTS = words(
  `set book part chapter article section sect1 appendix preface glossary bibliography reference refentry topic
  concept task troubleshooting glossentry dita tei tei.2`,
);

/**
 * Whether an XML text is DocBook, DITA, JATS or TEI: by its namespace, its declaration or DITA's class attributes, and
 * by a root that contains text.
 */
export function isDocumentXml(text: string): boolean {
  const head = text.slice(0, 8192).replace(/<!--[\s\S]*?-->/g, '');
  const root = /<([a-z][\w-]*)(?=[\s>/])[^>]*>/i.exec(head.replace(/<[?!][^>]*>/g, ''));
  if (!root?.[1] || !ROOTS.has(root[1].toLowerCase())) return false;
  return (
    /docbook|dita|\bJATS\b|\bTEI\b/i.test(/<!DOCTYPE[^>[]*/i.exec(head)?.[0] ?? '') ||
    /docbook\.org\/ns|ditaarch|oasis-open\.org|tei-c\.org\/ns/.test(root[0]) ||
    /<(?:para|simpara|sect1|section|chapter|title|shortdesc|conbody|taskbody|refbody|article-meta|teiHeader)[\s>]/.test(
      head,
    )
  );
}

/**
 * The text of a DocBook, DITA, JATS or TEI document as its reader sees it, in Markdown; see `readHtml`. Undefined for
 * XML that contains no such document.
 */
export function readXml(
  text: string,
  decode: (reference: string) => string,
): MarkdownView | undefined {
  const tree = xmlTree(text, decode, 'lenient');
  if (!tree) return undefined;
  joinLabels(tree.root);
  const titles = titlesIn(tree.root);
  if (!find(tree.root, ({ name }) => ROOTS.has(name))) return undefined;
  const view = markdownView(text, tree.root, {
    decode: tree.decode,
    roleOf: (element, ancestors) => roleOf(element, ancestors, titles),
  });
  return { ...view, illFormed: tree.illFormed };
}

function roleOf(
  element: Element,
  ancestors: readonly Element[],
  titles: ReadonlyMap<string, string>,
): Role {
  const { name, attributes } = element;
  const parent = ancestors.at(-1);
  if (SKIPPED.has(name)) return { kind: 'skip' };
  const scholarly = scholarlyRole(element, ancestors);
  if (scholarly) return scholarly;
  if (name === 'title' || name === 'refentrytitle') return titleRole(ancestors);
  if (TABLES.has(name)) return { kind: 'table', grid: isGrid(element) };
  if (ROWS.has(name)) return { kind: 'row' };
  if (CELLS.has(name)) return { kind: 'cell' };
  if (VERBATIM.has(name)) {
    const language =
      attributes.get('language') ??
      /language-([\w+#-]+)/.exec(attributes.get('outputclass') ?? '')?.[1];
    return {
      kind: 'verbatim',
      ...(language !== undefined && /^[\w+#-]{1,20}$/.test(language) ? { language } : {}),
    };
  }
  if (LISTS.has(name)) return { kind: 'list' };
  if (ITEMS.has(name) && parent && LISTS.has(parent.name))
    return {
      kind: 'item',
      mark: isNumbered(parent) ? `${numberOf(element, parent)}. ` : '- ',
    };
  if (name === 'footnote' || name === 'fn')
    return { kind: 'inline', before: ' (', after: ')', flat: true };
  if (name === 'quote' || name === 'q') return { kind: 'inline', before: '“', after: '”' };
  if (name === 'blockquote' || name === 'epigraph' || name === 'lq') return { kind: 'quote' };
  if (CODE.has(name)) return { kind: 'code' };
  if (name === 'xref' || name === 'link') {
    const target =
      attributes.get('linkend') ?? /#(?:.*\/)?([^/]+)$/.exec(attributes.get('href') ?? '')?.[1];
    const title = target === undefined ? undefined : titles.get(target);
    if (hasNoText(element))
      return title === undefined ? { kind: 'skip' } : { kind: 'sign', text: title };
    return { kind: 'inline' };
  }
  if (name === 'image' && attributes.has('alt')) {
    const alt = element.valueAt?.('alt');
    return alt
      ? { kind: 'instead', text: alt, before: '[Image: ', after: ']' }
      : { kind: 'inline' };
  }
  if (PARAGRAPHS.has(name) || name === 'listitem') return { kind: 'paragraph' };
  if (SECTIONS.has(name) || BLOCKS.has(name) || /info$/.test(name)) return { kind: 'block' };
  return { kind: 'inline' };
}

/** The title of a section is a heading of its depth; the title of a figure or note is a separate line. */
function titleRole(ancestors: readonly Element[]): Role {
  const owner = ancestors.findLast(({ name }) => !/info$/.test(name));
  if (!owner || !SECTIONS.has(owner.name)) return { kind: 'paragraph' };
  return { kind: 'heading', level: ancestors.filter(({ name }) => SECTIONS.has(name)).length };
}

/** What JATS and TEI do differently; undefined for all else. */
function scholarlyRole(element: Element, ancestors: readonly Element[]): Role | undefined {
  const { name, attributes } = element;
  const parent = ancestors.at(-1)?.name;
  if (name === 'article-title' && parent === 'title-group') return { kind: 'heading', level: 1 };
  if (name === 'ref') return { kind: parent === 'ref-list' ? 'paragraph' : 'inline' };
  if (name === TITLE_LABEL) return { kind: 'inline', after: ' ' };
  if (ancestors[1]?.name.startsWith('tei') !== true) return undefined;
  if (name === 'head') return titleRole(ancestors);
  if (name === 'title') {
    const isMain = parent === 'titlestmt' && ancestors.at(-1)?.children.find(isElement) === element;
    return isMain ? { kind: 'heading', level: 1 } : { kind: 'inline' };
  }
  if (name === 'lb') return { kind: 'break' };
  if (name === 'note' && attributes.has('place'))
    return { kind: 'inline', before: ' (', after: ')', flat: true };
  if (name === 'ab' && attributes.get('type') === 'codeblock') return { kind: 'verbatim' };
  if (name === 'seg' && attributes.get('type') === 'code') return { kind: 'code' };
  if ((name === 'quote' || name === 'q') && element.children.some(isElement))
    return { kind: 'quote' };
  // Of two readings the corrected and regular one.
  if (parent === 'choice' && /^(?:sic|orig|expan)$/.test(name)) return { kind: 'skip' };
  return undefined;
}

/** The name that a section's number gets where it joins its title. */
const TITLE_LABEL = '#label';
const isElement = (node: Node): node is Element => !isText(node);

/** The number of a section, a separate element in JATS, joins the title after it. */
function joinLabels(root: Element): void {
  for (const element of elementsIn(root)) {
    if (!SECTIONS.has(element.name)) continue;
    const [label, title] = element.children.filter(isElement);
    if (label?.name !== 'label' || title?.name !== 'title') continue;
    const children = element.children as Node[];
    children.splice(children.indexOf(label), 1);
    (title.children as Node[]).unshift({ ...label, name: TITLE_LABEL });
  }
}

const places = new WeakMap<Element, ReadonlyMap<Element, number>>();

function numberOf(item: Element, list: Element): number {
  let known = places.get(list);
  if (!known) {
    const items = list.children.filter(
      (child): child is Element => !isText(child) && ITEMS.has(child.name),
    );
    known = new Map(items.map((each, index) => [each, index + 1]));
    places.set(list, known);
  }
  return known.get(item) ?? 1;
}

/** What a reference to an element displays: the element's title. */
function titlesIn(root: Element): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const element of elementsIn(root)) {
    const id = element.attributes.get('id');
    if (id === undefined) continue;
    const label = element.attributes.get('xreflabel');
    const title = element.children.find(
      (child): child is Element => !isText(child) && child.name === 'title',
    );
    const shown = label ?? (title && textIn(title).replace(/\s+/g, ' ').trim());
    if (shown !== undefined && shown !== '') titles.set(id, shown);
  }
  return titles;
}

function isGrid(table: Element): boolean {
  let cells = 0;
  let rows = 0;
  for (const element of elementsIn(table)) {
    if (element === table) continue;
    if (ROWS.has(element.name)) rows += 1;
    if (CELLS.has(element.name)) cells += 1;
    if (TALL.has(element.name)) return false;
  }
  return cells > rows;
}
