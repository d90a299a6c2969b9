import { stringsOf } from './binary.ts';
import { element, type Xml } from '../word/xmlTree.ts';

/** Length of the header before the field in the data stream, in bytes. */
const HEAD = 68;
const BY_DEFAULT = 25;

/**
 * What a check box or a list of a form shows, as text of a run (section 2.9.78 of [MS-DOC]); undefined for
 * other fields. @throws RangeError where the file ends before it
 */
export function formField(data: DataView, place: number): Xml | undefined {
  let at = place + HEAD;
  if (data.getUint32(place, true) < HEAD + 10 || data.getUint32(at, true) !== 0xffff_ffff)
    return undefined;
  const bits = data.getUint16(at + 4, true);
  const [type, given] = [bits & 3, (bits >> 2) & 0x1f];
  if (type === 0) return undefined;
  const skip = (): void => {
    at += 2 + 2 * data.getUint16(at, true) + 2;
  };
  at += 10;
  skip();
  const usual = data.getUint16(at, true);
  const chosen = given === BY_DEFAULT ? usual : given;
  if (type === 1) return element('w:t', [chosen === 0 ? '☐' : '☒']);
  at += 2;
  for (let texts = 0; texts < 5; texts++) skip();
  const entry = stringsOf(data, at)[chosen];
  return entry === undefined ? undefined : element('w:t', [entry]);
}
