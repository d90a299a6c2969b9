import type { QuotedReview } from './quoted.ts';

export const POLICY: QuotedReview = {
  name: 'privacy policy',
  kind: 'markdown',
  text: `# Privacy notice of Harbour Lane Cycles

## 1 Who we are

Harbour Lane Cycles Ltd runs the shop and the website. Write to privacy@harbourlane.example or to our Data Officer.

## 2 What we collect

We collect your name, address, e-mail address and payment details when you order, and the pages you visit. We may also collect other information from partners where useful. We never collect location data.

The Ride app records where your bicycle is every 30 seconds so that we can find it if it is stolen.

## 3 How long we keep it

Orders are kept for six years. Browsing data is deleted after 13 months. Accounts are kept as long as necessary, and inactive ones may be removed by us at any time without notice.

## 4 Sharing

We share personal data with carriers, payment providers and selected third parties, who may use it for their own marketing unless you opt out by letter. Your data is stored in the EU and in the United States.

## 5 Your rights

You may ask for a copy of your data. We answer within 60 days and charge a fee of £25 for each request. You may object to marketing at any time. To delete your account, call us on weekdays between 10 and 11.

## 6 Cookies

We use cookies. By continuing to browse you agree to all of them. See the table in section 9 for details.

## 7 Changes

We may change this notice at any time, and the new version applies from the moment it is on the site. Last updated: 31 February 2025.
`,
  problems: [
    [
      [
        'legal',
        'We never collect location data.',
        'Contradicts the app section',
        'The next paragraph says that the Ride app logs the position of the bicycle every 30 seconds, so this statement is false.',
      ],
      [
        'clarity',
        'We never collect location data.\n\nThe Ride app records where your bicycle is every 30 seconds',
        'Two statements that cannot both be true',
        'Section 2 first denies any tracking of whereabouts and then describes GPS tracking.',
      ],
      [
        'reader',
        'records where your bicycle is every 30 seconds',
        'Tracking not disclosed as location data',
        'Half a line earlier readers are promised that no location is collected; the app does exactly that.',
      ],
      [
        'legal-b',
        'never collect location data',
        'Incorrect denial',
        'Position records of the bicycle are location data of its rider.',
        'collect location data only through the Ride app',
      ],
    ],
    [
      [
        'legal',
        'We may also collect other information from partners where useful.',
        'Purpose and categories missing',
        'Neither the kinds of data nor the sources are named; Article 14 requires both.',
      ],
      [
        'clarity',
        'other information from partners where useful',
        'Vague',
        '"Other information", "partners" and "useful" leave open what is gathered and from whom.',
        'your credit score from credit agencies',
      ],
      [
        'legal-b',
        'We may also collect other information from partners where useful.',
        'Open-ended collection',
        'Catch-all that lets the company obtain anything about a customer from anyone.',
      ],
    ],
    [
      [
        'clarity',
        'our Data Officer',
        'Unknown contact',
        'No name, address or telephone number of the Data Officer is given.',
      ],
      [
        'legal',
        'Write to privacy@harbourlane.example or to our Data Officer.',
        'Contact details of the DPO',
        'The controller must say how the data protection officer can be reached.',
      ],
    ],
    [
      [
        'reader',
        'Data Officer',
        'Term',
        'The usual title is "Data Protection Officer"; elsewhere the site uses that one.',
        'Data Protection Officer',
      ],
    ],
    [
      [
        'legal',
        'Accounts are kept as long as necessary',
        'No retention period',
        'State a period or the criteria by which it is set; "as long as necessary" is circular.',
        'Accounts are kept for three years after the last order',
      ],
      [
        'reader',
        'kept as long as necessary',
        'How long is that?',
        'A customer cannot tell when an account and its data will go.',
        'kept for two years',
      ],
      [
        'legal-b',
        'Accounts are kept as long as necessary, and inactive ones may be removed by us at any time without notice.',
        'Storage limitation',
        'There is no end date for account data.',
      ],
    ],
    [
      [
        'reader',
        'inactive ones may be removed by us at any time without notice',
        'Sudden loss of an account',
        'Users could lose their order history with no warning. Send an e-mail first.',
      ],
      [
        'legal',
        'may be removed by us at any time without notice',
        'One-sided deletion',
        'Removing a dormant account without telling its owner is unfair.',
        "may be removed by us after 30 days' notice",
      ],
    ],
    [
      [
        'clarity',
        'inactive ones',
        'When is an account inactive?',
        'Not defined: after a month without a login, or after years?',
      ],
      [
        'legal-b',
        'inactive ones may be removed',
        'Undefined criterion',
        'The notice does not say what makes an account inactive.',
      ],
    ],
    [
      [
        'legal',
        'who may use it for their own marketing unless you opt out by letter',
        'Consent',
        'Handing data to others for advertising needs opt-in consent, not an opt-out.',
      ],
      [
        'legal-b',
        'selected third parties, who may use it for their own marketing unless you opt out',
        'Unlawful default',
        'Marketing by third parties is switched on unless the customer protests; it requires prior agreement.',
      ],
    ],
    [
      [
        'reader',
        'opt out by letter',
        'Needlessly hard',
        'Only post is accepted; a link or an e-mail should do.',
        'opt out by e-mail',
      ],
      [
        'clarity',
        'unless you opt out by letter',
        'Where to?',
        'Asking for a paper letter without giving a postal address makes objecting nearly impossible.',
      ],
      [
        'legal',
        'opt out by letter',
        'Opt-out must be as easy as sign-up',
        'A written letter is a barrier to exercising the right to object.',
        'opt out by e-mail',
      ],
    ],
    [
      [
        'clarity',
        'selected third parties',
        'Recipients not named',
        'Who are they? List them or at least their categories.',
      ],
      [
        'reader',
        'carriers, payment providers and selected third parties',
        'Vague recipients',
        '"Selected third parties" could be anyone.',
      ],
    ],
    [
      [
        'legal',
        'Your data is stored in the EU and in the United States.',
        'Transfer without safeguards',
        'Sending data to the US needs an adequacy decision or standard clauses; neither is mentioned.',
      ],
      [
        'legal-b',
        'in the United States',
        'Third-country transfer',
        'No legal basis such as SCCs is given for the export.',
      ],
    ],
    [
      [
        'legal',
        'We answer within 60 days and charge a fee of £25 for each request.',
        'Deadline too long',
        'The GDPR allows one month for answering a request.',
        'We answer within one month, free of charge.',
      ],
      [
        'legal-b',
        'within 60 days',
        'Exceeds the statutory limit',
        'Access requests are to be dealt with in a month.',
        'within one month',
      ],
    ],
    [
      [
        'reader',
        'charge a fee of £25 for each request',
        'Fee',
        "Copies of one's own data have to be free.",
        'make no charge',
      ],
      [
        'legal-b',
        'We answer within 60 days and charge a fee of £25 for each request.',
        'Charging is not allowed',
        'A first copy must be provided without payment; £25 deters people.',
      ],
      [
        'clarity',
        'a fee of £25 for each request',
        'Cost for exercising a right',
        'The charge contradicts the law on subject access.',
      ],
    ],
    [
      [
        'reader',
        'call us on weekdays between 10 and 11',
        'One hour a day',
        'Deleting an account is only possible by telephone in a tiny window; offer it online.',
      ],
      [
        'legal',
        'To delete your account, call us on weekdays between 10 and 11.',
        'Obstacle to erasure',
        'The right to erasure must not depend on a phone call during sixty minutes.',
      ],
    ],
    [
      [
        'clarity',
        'call us on weekdays between 10 and 11',
        'No number',
        'The telephone number is missing in the whole notice.',
      ],
    ],
    [
      [
        'legal',
        'By continuing to browse you agree to all of them.',
        'Implied consent is invalid',
        'Consent to cookies requires a clear affirmative act; browsing on is none.',
      ],
      [
        'reader',
        'continuing to browse you agree to all of them',
        'No choice',
        'Visitors are not offered a way of refusing cookies.',
      ],
      [
        'legal-b',
        'We use cookies. By continuing to browse you agree to all of them.',
        'Cookie wall by silence',
        'Scrolling is not agreement under the ePrivacy rules.',
      ],
    ],
    [
      [
        'clarity',
        'the table in section 9',
        'Broken reference',
        'The notice ends with section 7; there is no section 9.',
      ],
      [
        'reader',
        'See the table in section 9 for details.',
        'Table not found',
        'No such table exists anywhere in this document.',
      ],
    ],
    [
      ['clarity', '31 February 2025', 'Impossible date', 'February has at most 29 days.'],
      [
        'legal',
        'Last updated: 31 February 2025.',
        'Wrong date',
        'This day does not exist, so it is unclear which version is in force.',
      ],
    ],
    [
      [
        'legal',
        'We may change this notice at any time, and the new version applies from the moment it is on the site.',
        'Changes without information',
        'Customers must be informed of material changes before they apply.',
      ],
      [
        'reader',
        'the new version applies from the moment it is on the site',
        'No announcement',
        'Announce amendments by e-mail instead of just publishing them.',
      ],
    ],
  ],
};
