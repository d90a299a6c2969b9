import assert from 'node:assert/strict';
import {
  codeOfLanguage,
  guessLanguage,
  nameOfLanguage,
} from '../../../../src/core/text/language.ts';

describe('the language of a text', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['en', 'The tenant shall pay the rent to the landlord by the third day of each month.'],
    ['de', 'Der Mieter hat die Miete bis zum dritten Tag des Monats an den Vermieter zu zahlen.'],
    ['fr', 'Le locataire doit payer le loyer au bailleur avant le troisième jour de chaque mois.'],
    ['es', 'El inquilino debe pagar la renta al propietario antes del tercer día de cada mes.'],
    ['it', 'Il conduttore deve pagare il canone di locazione entro il terzo giorno del mese.'],
    [
      'pt',
      'O inquilino deve pagar a renda ao senhorio até ao terceiro dia de cada mês, não depois.',
    ],
    ['nl', 'De huurder moet de huur voor de derde dag van de maand aan de verhuurder betalen.'],
    ['zh', '承租人应于每月三日前向出租人支付租金。'],
    ['ja', '賃借人は毎月三日までに賃料を支払う。'],
    ['ru', 'Арендатор обязан вносить плату до третьего числа каждого месяца.'],
  ];
  for (const [code, text] of texts)
    it(`is ${code}`, () => {
      assert.equal(guessLanguage(text), code);
    });

  it('is unknown for names, code and single words', () => {
    for (const text of ['', 'Acme Ltd.', 'const a = b + c;', 'EUR 1,200'])
      assert.equal(guessLanguage(text), undefined, text);
  });

  it('has names that people write', () => {
    for (const name of ['German', 'Deutsch', 'de', 'de-AT', 'deutsch (formal)'])
      assert.equal(codeOfLanguage(name), 'de', name);
    assert.equal(codeOfLanguage('Klingon'), undefined);
    assert.equal(nameOfLanguage('de', 'en-GB'), 'German');
  });
});
