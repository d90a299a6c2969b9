import assert from 'node:assert/strict';
import { columnsOfList, columnsOfSchema } from '../../../../../src/core/jobs/digest/columns.ts';

const brief = (columns: ReturnType<typeof columnsOfList>) =>
  columns.map(({ name, type, key }) => `${name}:${type}${key ? '*' : ''}`);

describe('columns of an extraction', () => {
  it('are read from a list; the first is the key unless a star says otherwise', () => {
    assert.deepEqual(brief(columnsOfList('party, cap:number , signed: boolean')), [
      'party:text*',
      'cap:number',
      'signed:boolean',
    ]);
    assert.deepEqual(brief(columnsOfList('a\nb*:date, c:number*')), [
      'a:text',
      'b:date*',
      'c:number*',
    ]);
  });

  it('are read from a JSON Schema of flat fields, or of a list of them', () => {
    const fields = {
      type: 'object',
      properties: {
        party: { type: 'string', description: 'Who' },
        cap: { type: ['integer', 'null'] },
        due: { type: 'string', format: 'date' },
        signed: { type: 'boolean' },
      },
      required: ['party'],
    };
    const columns = columnsOfSchema(JSON.stringify(fields));
    assert.deepEqual(brief(columns), ['party:text*', 'cap:number', 'due:date', 'signed:boolean']);
    assert.equal(columns[0]?.description, 'Who');
    assert.deepEqual(columnsOfSchema(JSON.stringify({ type: 'array', items: fields })), columns);
    const all = { ...fields, required: Object.keys(fields.properties) };
    assert.deepEqual(
      columnsOfSchema(JSON.stringify(all)).map(c => c.key),
      [true, false, false, false],
    );
  });

  it('that make no sense are refused with a reason', () => {
    for (const list of [
      '',
      ' , ',
      'a:money',
      ':number',
      'a,a',
      Array(41)
        .fill('x')
        .map((x, i) => `${x}${i}`)
        .join(),
    ])
      assert.throws(() => columnsOfList(list), { name: 'FanoutError', code: 'usage' }, list);
    for (const schema of [
      '{',
      '{}',
      '[]',
      'null',
      '{"properties":{"a":{"type":"object"}}}',
      '{"properties":{}}',
    ])
      assert.throws(() => columnsOfSchema(schema), { name: 'FanoutError', code: 'usage' }, schema);
  });
});
