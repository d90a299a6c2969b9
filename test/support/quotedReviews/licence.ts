import type { QuotedReview } from './quoted.ts';

export const LICENCE: QuotedReview = {
  name: 'software licence',
  kind: 'prose',
  text: `LICENCE FOR THE GREYLAG CHARTING LIBRARY

1. Definitions
"Software" means the Greylag Charting Library in source and object form. "Licensee" means the person who downloads the Software. "Derivative" means a work based on the Software.

2. Grant
The Licensor grants the Licensee a perpetual, non-exclusive and transferable licence to use, copy and modify the Software for non-commercial purposes. The licence ends twelve months after download. The Licensee may not transfer it.

3. Conditions
Copies must keep the copyright notice and a link to this licence. Derivatives must be published under this licence within 10 (fifteen) days of completion, and their source must be sent to the Licensor by fax. Modified files carry a prominent notice.

4. Patents
The Licensor grants a licence under its patents. It ends if the Licensee sues anyone for anything.

5. Warranty and liability
THE SOFTWARE IS PROVIDED AS IS. The Licensor warrants that it is free of defects. In no event is the Licensor liable for any damage, including death and personal injury. The Licensee indemnifies the Licensor against all claims, whoever caused them, without limit.

6. Audit
The Licensor may inspect the premises, systems and books of the Licensee at any time. If an underpayment is found, the Licensee pays the costs and treble the Licence Fee.

7. General
The law of the place of the Licensor applies. Disputes go to arbitration under the rules in Annex B. The Licensor may amend these terms by posting them. If a provision is invalid the whole licence ends.
`,
  problems: [
    [
      [
        'legal',
        'a perpetual, non-exclusive and transferable licence',
        'Term is contradictory',
        'The grant is called perpetual, yet the next sentence ends it after a year.',
        'a non-exclusive and transferable licence',
      ],
      [
        'consistency',
        'The licence ends twelve months after download.',
        'Conflicts with "perpetual"',
        'A licence without end cannot lapse after twelve months.',
      ],
      [
        'user',
        'perpetual',
        'For ever or for 12 months?',
        'I cannot see from section 2 how long I may use the library.',
      ],
    ],
    [
      [
        'legal',
        'perpetual, non-exclusive and transferable licence to use, copy and modify the Software',
        'Transferability',
        '"Transferable" is taken back by the last sentence of the section.',
      ],
      [
        'consistency',
        'The Licensee may not transfer it.',
        'Inconsistent',
        'Section 2 begins by granting a transferable right.',
        'The Licensee may transfer it.',
      ],
      [
        'legal-b',
        'transferable',
        'Contradiction about assignment',
        'Passing the licence on is permitted and prohibited in one section.',
        'non-transferable',
      ],
    ],
    [
      [
        'legal',
        'for non-commercial purposes',
        'Undefined',
        'Non-commercial needs a definition; does use inside a company count?',
      ],
      [
        'user',
        'for non-commercial purposes',
        'May I use it at work?',
        'The text does not say what counts as commercial.',
      ],
      [
        'legal-b',
        'use, copy and modify the Software for non-commercial purposes',
        'Scope of the field of use',
        'No line is drawn between commercial and non-commercial use.',
      ],
    ],
    [
      [
        'user',
        'to use, copy and modify the Software for non-commercial purposes',
        'Distribution missing',
        'Copying is allowed, but whether copies may be given to others is left out although section 3 assumes it.',
      ],
    ],
    [
      [
        'consistency',
        'within 10 (fifteen) days of completion',
        'Figure and word differ',
        'Ten or fifteen?',
        'within 15 (fifteen) days of completion',
      ],
      [
        'legal',
        '10 (fifteen) days',
        'Number mismatch',
        'The number in digits is not the one in letters.',
        '15 (fifteen) days',
      ],
      [
        'user',
        'published under this licence within 10 (fifteen) days',
        'Which deadline applies?',
        'The two numbers disagree.',
      ],
    ],
    [
      [
        'legal-b',
        'within 10 (fifteen) days of completion',
        'When is a work complete?',
        'Completion is not defined; software is never finished.',
      ],
      [
        'user',
        'days of completion',
        'Start of the period unclear',
        'What event counts as completing a derivative?',
      ],
    ],
    [
      [
        'user',
        'their source must be sent to the Licensor by fax',
        'Fax',
        'Sending source code by fax is absurd; take a repository or e-mail.',
        'their source must be sent to the Licensor by e-mail',
      ],
      [
        'legal',
        'must be sent to the Licensor by fax',
        'Impracticable form',
        'Thousands of files cannot be faxed, and no fax number is given.',
      ],
    ],
    [
      [
        'legal-b',
        'Derivatives must be published under this licence within 10 (fifteen) days of completion, and their source must be sent',
        'Forced publication',
        'Private modifications would have to be disclosed, which most users will not accept.',
      ],
      [
        'user',
        'Derivatives must be published under this licence',
        'Even for internal changes?',
        'Everything I change becomes public, including tools that never leave my company.',
      ],
    ],
    [
      [
        'consistency',
        'a link to this licence',
        'No address',
        'The licence has no URL that one could link to.',
      ],
    ],
    [
      [
        'legal',
        'It ends if the Licensee sues anyone for anything.',
        'Retaliation too broad',
        'Limit termination to patent suits concerning the Software.',
        'It ends if the Licensee claims that the Software infringes a patent.',
      ],
      [
        'legal-b',
        'if the Licensee sues anyone for anything',
        'Overreaching termination',
        'Any lawsuit, even over rent, would cancel the patent grant.',
      ],
      [
        'user',
        'sues anyone for anything',
        'Excessive',
        'Why would an unrelated court case cost me the licence?',
      ],
    ],
    [
      [
        'legal-b',
        'The Licensor grants a licence under its patents.',
        'Patent scope',
        'Which claims, which acts, which territory? Make, use, sell are not mentioned.',
      ],
      [
        'legal',
        'a licence under its patents',
        'Undetermined grant',
        'Name the patents or the claims necessarily infringed.',
      ],
    ],
    [
      [
        'consistency',
        'The Licensor warrants that it is free of defects.',
        'Contradicts "AS IS"',
        'The sentence before excludes every warranty.',
      ],
      [
        'legal',
        'THE SOFTWARE IS PROVIDED AS IS. The Licensor warrants that it is free of defects.',
        'Disclaimer and warranty',
        'Both cannot stand: as-is delivery and a promise of freedom from defects.',
      ],
      [
        'legal-b',
        'warrants that it is free of defects',
        'Dangerous promise',
        'No licensor can guarantee software without faults, and the disclaimer says otherwise.',
        'does not warrant that it is free of defects',
      ],
    ],
    [
      [
        'legal',
        'liable for any damage, including death and personal injury',
        'Unenforceable exclusion',
        'Liability for personal injury cannot be excluded in most jurisdictions.',
        'liable for indirect damage',
      ],
      [
        'legal-b',
        'In no event is the Licensor liable for any damage, including death and personal injury.',
        'Void clause',
        'Mandatory law forbids disclaiming responsibility for death.',
      ],
    ],
    [
      [
        'legal',
        'The Licensee indemnifies the Licensor against all claims, whoever caused them, without limit.',
        'One-sided indemnity',
        "Covers even the Licensor's own fault; restrict it to the acts of the Licensee.",
      ],
      [
        'user',
        'indemnifies the Licensor against all claims, whoever caused them',
        "Pays for others' mistakes",
        'I would have to bear claims that the vendor itself caused.',
      ],
      [
        'legal-b',
        'against all claims, whoever caused them',
        'No fault requirement',
        'Should be limited to breaches by the licensee.',
      ],
    ],
    [
      [
        'legal-b',
        'without limit',
        'No cap',
        'The indemnity should have a ceiling.',
        'up to EUR 10,000',
      ],
      [
        'user',
        'against all claims, whoever caused them, without limit',
        'Unlimited',
        'A maximum amount is missing.',
      ],
    ],
    [
      [
        'legal',
        'at any time',
        'No notice of audits',
        'Inspections need advance notice, business hours and confidentiality.',
        "on 30 days' notice",
      ],
      [
        'user',
        'The Licensor may inspect the premises, systems and books of the Licensee at any time.',
        'Visits without warning',
        'Somebody may stand at my door without announcement.',
      ],
      [
        'legal-b',
        'inspect the premises, systems and books of the Licensee at any time',
        'Disproportionate audit right',
        'Once a year after written announcement would do.',
      ],
    ],
    [
      [
        'consistency',
        'treble the Licence Fee',
        'Undefined term',
        'There is no Licence Fee in this licence.',
      ],
      [
        'legal',
        'Licence Fee',
        'Fee without a provision',
        'The licence is free of charge; the term is used nowhere else.',
      ],
      [
        'user',
        'If an underpayment is found, the Licensee pays the costs and treble the Licence Fee.',
        'What underpayment?',
        'No payment is owed under this text.',
      ],
    ],
    [
      [
        'legal-b',
        'treble the Licence Fee',
        'Penalty',
        'Threefold payment is a penalty that courts may strike down.',
      ],
    ],
    [
      [
        'legal',
        'The law of the place of the Licensor applies.',
        'Governing law unclear',
        'Name a country; the Licensor and its seat are not identified.',
      ],
      [
        'consistency',
        'the place of the Licensor',
        'Licensor not defined',
        'Neither the name nor the address of the Licensor appears in the text.',
      ],
    ],
    [
      ['consistency', 'the rules in Annex B', 'Missing annex', 'The document has no annexes.'],
      [
        'user',
        'Disputes go to arbitration under the rules in Annex B.',
        'Where is Annex B?',
        'Not part of what I downloaded.',
      ],
    ],
    [
      [
        'legal',
        'The Licensor may amend these terms by posting them.',
        'Unilateral changes',
        'Amendments should not affect copies already licensed.',
      ],
      [
        'legal-b',
        'may amend these terms by posting them',
        'Change without consent',
        'Terms could be altered retroactively without informing users.',
      ],
    ],
    [
      [
        'legal',
        'If a provision is invalid the whole licence ends.',
        'Reverse severability',
        'Usually the remainder stays in force.',
        'If a provision is invalid the others stay in force.',
      ],
      [
        'user',
        'the whole licence ends',
        'Fragile',
        'One void clause would leave me without any rights.',
      ],
    ],
  ],
};
