import { child, elements, valueOf, type Xml } from './xmlTree.ts';

/** An equation on one line: `E=mc^2`, `(a+b)/(2c)`, `√(x)`. Deep nesting is bounded by the part's. */
export function equationText(xml: Xml): string {
  const part = (name: string): string => {
    const found = child(xml, name);
    return found ? inner(found) : '';
  };
  switch (xml.name) {
    case 'm:t':
      return xml.children.filter(one => typeof one === 'string').join('');
    case 'm:sSup':
      return `${part('m:e')}^${grouped(part('m:sup'))}`;
    case 'm:sSub':
      return `${part('m:e')}_${grouped(part('m:sub'))}`;
    case 'm:sSubSup':
    case 'm:sPre':
      return `${part('m:e')}_${grouped(part('m:sub'))}^${grouped(part('m:sup'))}`;
    case 'm:f':
      return `${grouped(part('m:num'))}/${grouped(part('m:den'))}`;
    case 'm:rad': {
      const degree = part('m:deg');
      return `${degree === '' ? '√' : `root_${grouped(degree)}`}(${part('m:e')})`;
    }
    case 'm:nary': {
      const sign = valueIn(child(xml, 'm:naryPr'), 'm:chr') ?? '∫';
      const [low, high] = [part('m:sub'), part('m:sup')];
      return `${sign}${low && `_${grouped(low)}`}${high && `^${grouped(high)}`} ${part('m:e')}`;
    }
    case 'm:d': {
      const look = child(xml, 'm:dPr');
      const between = valueIn(look, 'm:sepChr') ?? '|';
      const parts = elements(xml).filter(one => one.name === 'm:e');
      return `${valueIn(look, 'm:begChr') ?? '('}${parts.map(inner).join(between)}${valueIn(look, 'm:endChr') ?? ')'}`;
    }
    case 'm:func':
      return `${part('m:fName')} ${part('m:e')}`;
    case 'm:limLow':
      return `${part('m:e')}_${grouped(part('m:lim'))}`;
    case 'm:limUpp':
      return `${part('m:e')}^${grouped(part('m:lim'))}`;
    case 'm:m':
      return `[${rows(xml, 'm:mr').join('; ')}]`;
    case 'm:eqArr':
      return elements(xml)
        .filter(one => one.name === 'm:e')
        .map(inner)
        .join('; ');
    default:
      return inner(xml);
  }
}

const inner = (xml: Xml): string => elements(xml).map(equationText).join('');

const rows = (xml: Xml, name: string): string[] =>
  elements(xml)
    .filter(one => one.name === name)
    .map(row =>
      elements(row)
        .filter(one => one.name === 'm:e')
        .map(inner)
        .join(', '),
    );

const grouped = (text: string): string =>
  text.length <= 1 || /^[\p{L}\d.,]+$/u.test(text) ? text : `(${text})`;

const valueIn = (xml: Xml | undefined, name: string): string | undefined =>
  child(xml, name)?.attributes['m:val'] ?? valueOf(xml, name);
