import assert from 'node:assert/strict';
import fc from 'fast-check';
import { claimsBeyond } from '../../../../../src/core/fanin/place/claims.ts';

describe('what a statement says beyond the words it cites', () => {
  const held: readonly (readonly [string, string])[] = [
    ['The cap is 10 % of the fee.', 'Damages shall not exceed ten per cent (10%) of the fee.'],
    ['Notice is given within 28 days.', 'notice shall be given within twenty-eight days'],
    ['It begins on 1 May 2026.', 'with effect from 01/05/2026'],
    ['It begins on 2026-05-01.', 'with effect from May 1, 2026'],
    ['The price is 1,000 euros.', 'a price of EUR 1000'],
    ['The Contractor may not assign it.', 'the Contractor shall never assign'],
    ['Acme’s directors sign.', 'signed by the directors of ACME'],
    ['Der Auftragnehmer haftet nicht für Schäden.', 'Der Auftragnehmer haftet nicht für Schäden.'],
  ];
  for (const [statement, words] of held)
    it(`is nothing: ${statement}`, () => {
      assert.deepEqual(claimsBeyond(statement, words), []);
    });

  const beyond: readonly (readonly [string, string, readonly string[]])[] = [
    ['The cap is 12 % of the fee.', 'Damages shall not exceed ten per cent (10%).', ['12']],
    ['The fee is due on 3 June.', 'The fee is due on 2 June.', ['3']],
    ['The fee is paid by Globex.', 'The fee is paid by Acme.', ['Globex']],
    ['The fee is not refundable.', 'The fee is refundable on request.', ['not']],
    ['It ends with Annex C.', 'It ends with Annex D.', ['C']],
  ];
  for (const [statement, words, found] of beyond)
    it(`is ${found.join(', ')}: ${statement}`, () => {
      assert.deepEqual(claimsBeyond(statement, words), found);
    });

  it('is nothing where a text cites itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        assert.deepEqual(claimsBeyond(text, text), []);
      }),
    );
  });
});

describe('a statement that turns around the words it cites', () => {
  const beyond: [statement: string, words: string, expected: readonly string[]][] = [
    ['The tenant may sublet the flat.', 'The tenant may not sublet the flat.', ['not']],
    ['There is a deadline for appeals.', 'There is no deadline for appeals.', ['not']],
    ['The cache is cleared.', "The cache isn't cleared.", ['not']],
    [
      'Der Mieter darf die Wohnung untervermieten.',
      'Der Mieter darf die Wohnung nicht untervermieten.',
      ['not'],
    ],
    ['Le locataire peut céder le bail.', 'Le locataire ne peut pas céder le bail.', ['not']],
    ['Payment is due within sixty days.', 'Payment is due within 30 days.', ['60']],
    ['Payment is due within twenty-one days.', 'Payment is due within 28 days.', ['21']],
  ];
  for (const [statement, words, expected] of beyond)
    it(`is flagged: ${statement}`, () => {
      assert.deepEqual(claimsBeyond(statement, words), expected);
    });

  const said: [statement: string, words: string][] = [
    ['The fee is limited to 5 %.', 'The fee shall not exceed 5 %.'],
    ['Subletting is forbidden.', 'The tenant may not sublet the flat.'],
    ['A party needs consent to assign.', 'No party shall assign without consent.'],
    ['Notice is due 30 days before the end.', 'Notice not later than 30 days before the end.'],
    ['Payment is due within twenty-eight days.', 'Payment is due within 28 days.'],
    ['One of the parties signs.', 'The Buyer signs.'],
  ];
  for (const [statement, words] of said)
    it(`is not flagged where it says the same: ${statement}`, () => {
      assert.deepEqual(claimsBeyond(statement, words), []);
    });
});

describe('a statement that says in other words what it cites', () => {
  const said: readonly (readonly [statement: string, words: string])[] = [
    ['The warranty does not cover misuse.', 'This warranty excludes damage caused by misuse.'],
    ['The upgrade cannot be undone.', 'The upgrade is irreversible.'],
    ['The driver is not supported here.', 'an unsupported driver'],
    ['Data is kept for no more than 90 days.', 'Data is retained for a maximum of 90 days.'],
    ['The deposit is 1.5 million dollars.', 'a deposit of $1,500,000'],
    ['The fee is 2,500 dollars.', 'Two Thousand Five Hundred Dollars ($2,500.00)'],
    ['The company employs 12,000 people.', 'employs some 12 000 people'],
    ['The house was built in the 19th century.', 'built in the nineteenth century'],
    ['Die Kündigungsfrist beträgt 3 Monate.', 'eine Frist von drei Monaten'],
    ['Der Auftrag umfasst 21 Positionen.', 'einundzwanzig Positionen'],
    ['Der Mieter zahlt 850 Euro Miete.', 'Die Miete beträgt 850,00 €.'],
    ['Der Vertrag beginnt am 1. Mai 2026.', 'tritt am 01.05.2026 in Kraft'],
    ['Der Vertrag beginnt am 01.05.2026.', 'tritt am 1. Mai 2026 in Kraft'],
    ['Rauchen ist nicht erlaubt.', 'Das Rauchen ist verboten.'],
    ['Der Kunde muss nichts bezahlen.', 'Der Dienst ist kostenlos.'],
    ['Le préavis est de 3 mois.', 'un préavis de trois mois'],
    ['Vingt-cinq jours sont accordés.', '25 jours de congés'],
    ['Le contrat commence le 1er mai 2026.', 'prend effet le 01/05/2026'],
    ['Le prix est de 1 500 euros.', 'le prix de 1500 €'],
    ['L’accord a été signé le 14 juillet.', 'Signé le 14/07'],
    ['Le fichier n’est pas modifié.', 'Le fichier reste inchangé.'],
    ['合同于2026年5月1日生效。', '本合同自二〇二六年五月一日起生效。'],
    ['租期为3年。', '租期为三年。'],
    ['应在三十日内付款。', '付款期限为30日。'],
    ['不得吸烟。', '严禁吸烟。'],
  ];
  for (const [statement, words] of said)
    it(`is not flagged: ${statement}`, () => {
      assert.deepEqual(claimsBeyond(statement, words), []);
    });

  const beyond: readonly (readonly [string, string, readonly string[]])[] = [
    ['Die Frist beträgt sechs Monate.', 'eine Frist von 3 Monaten', ['6']],
    ['Zahlbar binnen zwanzig Tagen.', 'innerhalb von vierzehn Tagen', ['20']],
    ['Der Vertrag beginnt am 1. Juni 2026.', 'am 01.05.2026', ['Juni']],
    ['Le contrat commence le 1er juin 2026.', 'le 01/05/2026', ['juin']],
    ['Le prix est de 1 600 euros.', 'le prix de 1500 €', ['1 600']],
    ['Le locataire ne paie pas les charges.', 'Le locataire paie les charges.', ['not']],
    ['The contractor is not required to insure.', 'The contractor is required to insure.', ['not']],
    ['租期为5年。', '租期为三年。', ['5']],
  ];
  for (const [statement, words, found] of beyond)
    it(`is flagged for ${found.join(', ')}: ${statement}`, () => {
      assert.deepEqual(claimsBeyond(statement, words), found);
    });
});
