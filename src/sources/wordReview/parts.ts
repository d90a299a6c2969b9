import { escapeXml, withoutInvisible } from '../../core/text/xml.ts';
import { targets } from '../import/opc.ts';
import { REVIEWER } from '../import/word/tally.ts';
import { elements, NO_XML, type Xml, xmlBytes, xmlText, xmlTree } from '../import/word/xmlTree.ts';
import type { CommentLine } from './comments.ts';
import { namingOf, rawName, TRANSITIONAL, withMore } from './xmlWriting.ts';

const INITIALS = 'FR';

export interface NewComment {
  readonly id: number;
  readonly lines: readonly CommentLine[];
}

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const COMMENTS = 'application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface PartsOf {
  /** The main part's name. */
  readonly main: string;
  /** The namespace of its elements. */
  readonly uri: string;
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** ISO 8601, UTC. */
  readonly date: string;
}

/** The parts that contain and declare comments, with the new ones added. By name; only the parts that change. */
export function withComments(
  of: PartsOf,
  comments: readonly NewComment[],
): Map<string, Uint8Array> {
  const changed = new Map<string, Uint8Array>();
  const { main, parts } = of;
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relsName = main.replace(/([^/]+)$/, '_rels/$1.rels');
  const rels = parts.get(relsName);
  const [there] = targets(rels && xmlTree(rels), folder, 'comments');
  // Only a plain path becomes a new entry of the archive.
  const partName =
    there !== undefined && (parts.has(there) || !/[\\:]|(^|\/)(\/|$)/.test(there))
      ? there
      : undefined;
  const before = partName === undefined ? undefined : parts.get(partName);
  if (partName !== undefined && before) {
    const text = xmlText(before);
    const root = xmlTree(before);
    const { prefix, declaration } = namingOf(text, root);
    const more = comments.map(one => commentXml(one, of.date, prefix, declaration)).join('');
    changed.set(partName, xmlBytes(withMore(text, root, more), before));
    return changed;
  }
  const name = partName ?? freeName(folder, parts);
  const all = comments.map(one => commentXml(one, of.date, 'w', '')).join('');
  changed.set(name, Buffer.from(`${HEAD}<w:comments xmlns:w="${of.uri}">${all}</w:comments>`));
  const types = parts.get('[Content_Types].xml');
  if (types) changed.set('[Content_Types].xml', withType(types, name));
  if (partName === undefined) {
    const type = `${of.uri === TRANSITIONAL ? OFFICE : STRICT}/comments`;
    changed.set(relsName, withRelation(rels, type, name.slice(folder.length)));
  }
  return changed;
}

function freeName(folder: string, parts: ReadonlyMap<string, Uint8Array>): string {
  for (let n = 0; ; n++) {
    const name = `${folder}comments${n === 0 ? '' : n}.xml`;
    if (!parts.has(name)) return name;
  }
}

function withType(types: Uint8Array, name: string): Uint8Array {
  const text = xmlText(types);
  const root = xmlTree(types);
  const part = `/${name}`;
  if (elements(root).some(({ attributes }) => attributes['PartName'] === part)) return types;
  const override = prefixed(text, root, 'Override');
  return xmlBytes(
    withMore(text, root, `<${override} PartName="${escapeXml(part)}" ContentType="${COMMENTS}"/>`),
    types,
  );
}

function withRelation(rels: Uint8Array | undefined, type: string, target: string): Uint8Array {
  const text = rels ? xmlText(rels) : `${HEAD}<Relationships xmlns="${RELATIONS}"></Relationships>`;
  const root = xmlTree(rels ?? Buffer.from(text));
  const ids = new Set(elements(root).map(({ attributes }) => attributes['Id']));
  let n = ids.size + 1;
  while (ids.has(`rId${n}`)) n++;
  const relation = prefixed(text, root, 'Relationship');
  const more = `<${relation} Id="rId${n}" Type="${type}" Target="${escapeXml(target)}"/>`;
  const all = withMore(text, root, more);
  return rels ? xmlBytes(all, rels) : Buffer.from(all);
}

/** A name in the namespace of the root element. */
const prefixed = (text: string, root: Xml, name: string): string =>
  root === NO_XML ? name : rawName(text, root).replace(/[^:]+$/, name);

function commentXml(
  { id, lines }: NewComment,
  date: string,
  w: string,
  declaration: string,
): string {
  const paragraphs = lines.flatMap(({ text, isBold }) =>
    text
      .split(/\r\n?|\n/)
      .map(
        line =>
          `<${w}:p><${w}:r>${isBold ? `<${w}:rPr><${w}:b/></${w}:rPr>` : ''}<${w}:t xml:space="preserve">${escapeXml(withoutInvisible(line))}</${w}:t></${w}:r></${w}:p>`,
      ),
  );
  return `<${w}:comment${declaration} ${w}:id="${id}" ${w}:author="${REVIEWER}" ${w}:date="${date}" ${w}:initials="${INITIALS}">${paragraphs.join('')}</${w}:comment>`;
}
