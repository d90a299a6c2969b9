import type { QuotedReview } from './quoted.ts';

export const CLEANING: QuotedReview = {
  name: 'service contract',
  kind: 'prose',
  text: `AGREEMENT ON CLEANING SERVICES

Between Brightfloor GmbH ("Contractor") and Museum Trust Oldhaven ("Customer").

1. Services
The Contractor cleans the premises listed in Schedule 1 on working days. It uses reasonable efforts to reach a high standard. Additional work is charged at the usual rates.

2. Price and payment
The monthly price is EUR 4,800 plus VAT, in total EUR 5,612. Invoices are payable within 14 days. The Contractor may raise the price once a year at its discretion. Late payments bear interest at 2 % per week.

3. Personnel
The Contractor employs reliable staff and keeps their names confidential. The Customer may demand the replacement of any person. Staff hold keys to all rooms, including the vault.

4. Term
This Agreement starts on 1 May 2025 and runs for five years. It is renewed for further periods of five years unless a party gives notice twelve months before its end. The Contractor may terminate at any time with one week's notice.

5. Liability
The Contractor is liable for damage up to EUR 500 per year, also in case of intent. Damage must be reported within 24 hours, or claims lapse. Exhibits are excluded.

6. Confidentiality
Each party keeps the Confidential Information of the other secret for two years. This does not apply to the Contractor.

7. Final provisions
Changes need the written form; oral changes are valid. The courts of Oldhaven have jurisdiction under clause 9. Schedule 2 is part of this Agreement.
`,
  problems: [
    [
      [
        'legal',
        'uses reasonable efforts to reach a high standard',
        'Vague standard',
        'No measurable quality level; add a service level.',
      ],
      [
        'customer',
        'It uses reasonable efforts to reach a high standard.',
        'What is a high standard?',
        'Performance cannot be checked or enforced.',
        'It cleans to the standard in Schedule 1.',
      ],
      [
        'legal-b',
        'reasonable efforts',
        'Only an effort is owed',
        'A result should be promised, as otherwise dirty rooms are no breach.',
      ],
    ],
    [
      [
        'clarity',
        'Additional work is charged at the usual rates.',
        'Rates unknown',
        'No price list for extra work is attached.',
        'Additional work is charged at EUR 32 per hour.',
      ],
      [
        'customer',
        'charged at the usual rates',
        'Whose usual rates?',
        'The Customer cannot foresee the cost of additional orders.',
      ],
    ],
    [
      [
        'legal-b',
        'Additional work is charged at the usual rates.',
        'Order required',
        'It should say that extra work needs a written order beforehand.',
      ],
    ],
    [
      [
        'numbers',
        'EUR 4,800 plus VAT, in total EUR 5,612',
        'Total is wrong',
        '4,800 plus 19 % is 5,712.',
        'EUR 4,800 plus VAT, in total EUR 5,712',
      ],
      [
        'customer',
        'The monthly price is EUR 4,800 plus VAT, in total EUR 5,612.',
        'Sum does not add up',
        'With VAT at 19 % the amount would be EUR 5,712.',
      ],
      [
        'legal',
        'in total EUR 5,612',
        'Arithmetic',
        'The gross price is 100 euros too low.',
        'in total EUR 5,712',
      ],
    ],
    [
      [
        'clarity',
        'plus VAT',
        'Rate of VAT',
        'Say which rate applies and what happens if it changes.',
      ],
    ],
    [
      [
        'legal',
        'The Contractor may raise the price once a year at its discretion.',
        'Unlimited increase',
        'Tie adjustments to an index and cap them.',
      ],
      [
        'customer',
        'may raise the price once a year at its discretion',
        'No ceiling',
        'The fee could double each January.',
        'may raise the price once a year by at most 3 %',
      ],
    ],
    [
      [
        'legal-b',
        'raise the price once a year',
        'No right to terminate',
        'If the price goes up the Customer should be able to leave.',
      ],
      [
        'clarity',
        'The Contractor may raise the price once a year at its discretion.',
        'Way out',
        'An exit right after an increase is missing.',
      ],
    ],
    [
      [
        'legal',
        'interest at 2 % per week',
        'Excessive interest',
        'More than 100 % a year is usurious.',
        'interest at the statutory rate',
      ],
      [
        'numbers',
        'Late payments bear interest at 2 % per week.',
        'Rate',
        '2 % weekly is 104 % annually; probably per month or year was meant.',
        'Late payments bear interest at 2 % per year.',
      ],
      ['customer', '2 % per week', 'Far too high', 'Default interest of this size is immoral.'],
    ],
    [
      [
        'security',
        'Staff hold keys to all rooms, including the vault.',
        'Vault access',
        'Cleaners must not be able to enter the vault alone.',
      ],
      [
        'customer',
        'including the vault',
        'Risk to the collection',
        'Exclude the strong room from the keys that are handed out.',
        'except the vault',
      ],
      [
        'legal-b',
        'hold keys to all rooms, including the vault',
        'Insurance',
        'Our policy forbids third parties in the vault without supervision.',
      ],
    ],
    [
      [
        'security',
        'Staff hold keys',
        'Key management',
        'Nothing on receipt, loss or return of keys.',
      ],
      [
        'legal',
        'Staff hold keys to all rooms, including the vault.',
        'Lost keys',
        'Who pays for new locks if a key disappears? And they have to be handed back at the end.',
      ],
    ],
    [
      [
        'security',
        'keeps their names confidential',
        'Anonymous staff',
        'The Customer must know who enters the museum.',
        'gives the Customer their names',
      ],
      [
        'customer',
        'The Contractor employs reliable staff and keeps their names confidential.',
        'Unknown persons',
        'Without a list of names no badge can be issued and no person can be screened.',
      ],
    ],
    [
      [
        'legal',
        'The Customer may demand the replacement of any person.',
        'Arbitrary',
        'Requires a reason, or employees could be discriminated against.',
      ],
    ],
    [
      [
        'legal',
        'runs for five years',
        'Long term',
        'Five years are very long for cleaning; three are customary.',
        'runs for two years',
      ],
      [
        'customer',
        'This Agreement starts on 1 May 2025 and runs for five years.',
        'Bound for too long',
        'The Trust would be tied until 2030.',
      ],
    ],
    [
      [
        'legal',
        'It is renewed for further periods of five years unless a party gives notice twelve months before its end.',
        'Automatic renewal',
        'Renewal for another five years is invalid in standard terms; one year at most.',
      ],
      [
        'customer',
        'renewed for further periods of five years',
        'Trap',
        'A party that misses the date is locked in again until 2035.',
        'renewed for further periods of one year',
      ],
      [
        'legal-b',
        'renewed for further periods of five years unless a party gives notice',
        'Tacit extension',
        'Prolongation by half a decade is unreasonable.',
      ],
    ],
    [
      [
        'legal-b',
        'unless a party gives notice twelve months before its end',
        'Notice period',
        'A year in advance is too early; three months suffice.',
        'unless a party gives notice three months before its end',
      ],
      [
        'numbers',
        'twelve months before its end',
        'Period too long',
        'Reduce the time for giving notice.',
        'three months before its end',
      ],
    ],
    [
      [
        'legal',
        "The Contractor may terminate at any time with one week's notice.",
        'One-sided',
        'The Customer has no such right.',
      ],
      [
        'customer',
        "The Contractor may terminate at any time with one week's notice.",
        'Unbalanced',
        'We are bound for years while the other side can walk away in seven days.',
      ],
      [
        'legal-b',
        'may terminate at any time',
        'Not mutual',
        'Termination for convenience should be available to both parties.',
        'and the Customer may terminate at any time',
      ],
    ],
    [
      [
        'legal',
        'liable for damage up to EUR 500 per year, also in case of intent',
        'Intent',
        'Liability for wilful acts cannot be limited.',
      ],
      [
        'legal-b',
        'also in case of intent',
        'Void',
        'The law does not allow capping intentional harm.',
        'except in case of intent',
      ],
      [
        'clarity',
        'The Contractor is liable for damage up to EUR 500 per year, also in case of intent.',
        'Invalid limitation',
        'A cap that covers deliberate damage is ineffective.',
      ],
    ],
    [
      [
        'customer',
        'up to EUR 500 per year',
        'Cap too low',
        'A single scratch in the parquet costs more; ask for EUR 2 million.',
        'up to EUR 2,000,000 per year',
      ],
      [
        'numbers',
        'The Contractor is liable for damage up to EUR 500 per year',
        'Amount',
        'EUR 500 is less than an hour of monthly fees; a realistic sum is needed.',
      ],
    ],
    [
      [
        'legal',
        'Damage must be reported within 24 hours, or claims lapse.',
        'Unreasonably short',
        'Hidden damage cannot be found in a day.',
        'Damage must be reported within 14 days.',
      ],
      [
        'customer',
        'within 24 hours',
        'Too short',
        'On weekends the museum office is closed.',
        'within 14 days',
      ],
    ],
    [
      [
        'customer',
        'Exhibits are excluded.',
        'Main risk excluded',
        'Damage to artworks is what matters most to a museum.',
      ],
      [
        'legal-b',
        'Exhibits are excluded.',
        'Exclusion',
        'Objects of the collection need cover; require insurance.',
      ],
    ],
    [
      [
        'clarity',
        'Exhibits are excluded.',
        'Excluded from what?',
        'From cleaning or from liability?',
        'Damage to exhibits is not covered.',
      ],
    ],
    [
      [
        'clarity',
        'Confidential Information',
        'Not defined',
        'Capitalised term without a definition.',
      ],
      [
        'legal',
        'keeps the Confidential Information of the other secret',
        'Missing definition',
        'It is open what has to be kept secret.',
      ],
    ],
    [
      [
        'legal',
        'This does not apply to the Contractor.',
        'Makes the clause meaningless',
        'Each party is bound, and then one is let off.',
      ],
      [
        'customer',
        'This does not apply to the Contractor.',
        'Unequal',
        'Secrets of the Trust would be unprotected.',
        '',
      ],
      [
        'legal-b',
        'Each party keeps the Confidential Information of the other secret for two years. This does not apply to the Contractor.',
        'Contradiction',
        '"Each party" and an exception for one of the two.',
      ],
    ],
    [['legal-b', 'for two years', 'Start', 'From disclosure or from the end of the contract?']],
    [
      [
        'legal',
        'Changes need the written form; oral changes are valid.',
        'Contradictory',
        'Both halves exclude each other.',
        'Changes need the written form.',
      ],
      [
        'clarity',
        'oral changes are valid',
        'Conflict',
        'The first half of the sentence demands writing.',
        'oral changes are invalid',
      ],
    ],
    [
      ['clarity', 'under clause 9', 'No clause 9', 'The agreement ends with clause 7.'],
      [
        'numbers',
        'The courts of Oldhaven have jurisdiction under clause 9.',
        'Wrong reference',
        'There are seven clauses only.',
        'The courts of Oldhaven have jurisdiction.',
      ],
      ['legal', 'jurisdiction under clause 9', 'Dead cross-reference', 'Clause 9 does not exist.'],
    ],
    [
      [
        'numbers',
        'Schedule 2',
        'Not attached',
        'Only Schedule 1 is mentioned before, and no second one exists.',
      ],
      [
        'customer',
        'Schedule 2 is part of this Agreement.',
        'Missing schedule',
        'We did not receive it.',
      ],
    ],
  ],
};
