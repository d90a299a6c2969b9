import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decode } from '../../../../src/sources/files/decode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const text = 'Dear reader,\r\nthis is a perfectly ordinary piece of text, 100 % of it.\r\n';

describe('decoding', () => {
  it('F44 keeps the byte order mark of UTF-8 as U+FEFF', () => {
    assert.deepEqual(decode(utf8('\ufeff# Title')), { text: '\ufeff# Title', encoding: 'utf-8' });
  });

  it('reads every well-formed text that is UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), value => {
        const result = decode(utf8(value));
        // A byte order mark that only looks like one, or zero bytes, are other cases.
        // eslint-disable-next-line no-control-regex -- they are the point
        if (!/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(value))
          assert.deepEqual(result, { text: value, encoding: 'utf-8' });
      }),
    );
  });

  it('F45 reads UTF-16 with a byte order mark, and without one', () => {
    for (const bigEndian of [false, true]) {
      const encoding = bigEndian ? 'utf-16be' : 'utf-16le';
      assert.deepEqual(decode(utf16(`\ufeff${text}`, bigEndian)), {
        text: `\ufeff${text}`,
        encoding,
      });
      assert.deepEqual(decode(utf16(text, bigEndian)), { text, encoding });
    }
  });

  it('F45 reads Latin-1 and Windows-1252', () => {
    const western = 'Größe und Maß: „Café“ – naïve façade, 5 €';
    const bytes = Uint8Array.from(
      western,
      char => ({ '„': 0x84, '“': 0x93, '–': 0x96, '€': 0x80 })[char] ?? char.charCodeAt(0),
    );
    assert.deepEqual(decode(bytes), { text: western, encoding: 'windows-1252' });
  });

  it('F45 takes no encoding that little speaks for', () => {
    const pairs = Uint8Array.from(
      [...Array(40).keys()].flatMap(i => [0xb0 + (i % 40), 0xa1 + i, 0xc4, 0xe3]),
    );
    const result = decode(pairs);
    assert.ok('reason' in result);
    assert.match(result.reason, /^encoding not recognized: name it \(--encoding/);
  });

  it('F45 recognizes encodings by the letters of the text', () => {
    const table = (encoding: string): Map<string, number> => {
      const bytes = Uint8Array.from({ length: 128 }, (_, i) => 128 + i);
      return new Map(
        [...new TextDecoder(encoding).decode(bytes)].map((sign, i) => [sign, 128 + i]),
      );
    };
    const contracts: Readonly<Record<string, string>> = {
      'windows-1250':
        'Smlouva o dodávce zboží mezi stranami, příloha č. 1 je součástí této smlouvy. Kupující zaplatí kupní cenu do třiceti dnů od doručení faktury; „prodlení“ se úročí.',
      'iso-8859-2':
        'Zamawiający zapłaci wynagrodzenie w terminie trzydziestu dni od dnia doręczenia faktury, a w razie opóźnienia należą się odsetki ustawowe za każdy dzień zwłoki.',
      'windows-1251':
        'Заказчик оплачивает работы в течение тридцати дней со дня получения счета, а в случае просрочки уплачивает пени.',
      'koi8-r':
        'Заказчик оплачивает работы в течение тридцати дней со дня получения счета, а в случае просрочки уплачивает пени.',
      'windows-1253':
        'Ο μισθωτής καταβάλλει το μίσθωμα εντός τριάντα ημερών από την παραλαβή του τιμολογίου.',
    };
    const croatian = `Što želiš? Naručitelj će platiti račun u roku od trideset dana, a đak će doći što prije; više neće moći tražiti žalbu.`;
    const codes1250 = table('windows-1250');
    const read1250 = decode(
      Uint8Array.from(croatian, sign => codes1250.get(sign) ?? sign.charCodeAt(0)),
    );
    assert.ok('text' in read1250);
    assert.equal(read1250.text, croatian);
    const estonian = 'Šokolaad ja žanr: žürii šerif, õhtul tšekk öö läbi dušš ja garaaž.';
    const codes1252 = table('windows-1252');
    const western = decode(
      Uint8Array.from(estonian.repeat(3), sign => codes1252.get(sign) ?? sign.charCodeAt(0)),
    );
    assert.ok('text' in western);
    assert.equal(western.text, estonian.repeat(3));
    for (const [encoding, contract] of Object.entries(contracts)) {
      const codes = table(encoding);
      const bytes = Uint8Array.from(contract, sign => codes.get(sign) ?? sign.charCodeAt(0));
      const result = decode(bytes);
      assert.ok('text' in result, encoding);
      assert.equal(result.text, contract);
      assert.deepEqual(decode(bytes, encoding), { text: contract, encoding }, 'named');
    }
    const japanese = Buffer.from(
      '91e688ea8ff0814096b18d6c82cd81418d628ec682c689b382cc8ad482c5907d8c8b82b382ea82e98142'.repeat(
        4,
      ),
      'hex',
    );
    const read = decode(japanese);
    assert.ok('text' in read);
    assert.equal(read.encoding, 'shift_jis');
    assert.match(read.text, /^第一条/);
  });

  it('F45 UTF-8 with a broken byte keeps its other characters', () => {
    const bytes = utf8(`${'Größe – 漢字 '.repeat(20)}`);
    const broken = Uint8Array.from([...bytes, 0xff, ...bytes]);
    const result = decode(broken);
    assert.ok('text' in result);
    assert.equal(result.encoding, 'utf-8');
    assert.equal(result.text.replaceAll('\ufffd', ''), 'Größe – 漢字 '.repeat(40));
  });

  it('F47 knows binary', () => {
    assert.deepEqual(decode(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0)), {
      reason: 'binary',
    });
    assert.deepEqual(decode(Uint8Array.from({ length: 500 }, (_, i) => (i * 7) % 256)), {
      reason: 'binary',
    });
    assert.deepEqual(decode(utf8('\u0001\u0002\u0003'.repeat(50))), { reason: 'binary' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const result = decode(bytes);
        assert.ok('text' in result !== 'reason' in result);
      }),
    );
  });
});
