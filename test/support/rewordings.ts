/**
 * Problems of one passage each, as two readers who did not know of each other put them, and pairs of
 * different problems of one sentence. Written for these tests.
 */
interface Pair {
  readonly quote: string;
  readonly said: readonly [string, string];
}

export const REWORDED: readonly Pair[] = [
  {
    quote: 'The Supplier shall deliver within thirty (13) days.',
    said: [
      'Words and figures differ: the words say thirty, the figure says 13.',
      'The number in brackets contradicts the delivery time that is spelt out, so nobody can tell which deadline holds.',
    ],
  },
  {
    quote: 'Either party may terminate on notice.',
    said: [
      'No notice period is given for termination.',
      'It stays open how long before the end of the contract one has to announce it.',
    ],
  },
  {
    quote: 'Fees are payable as set out in Schedule 9.',
    said: [
      'There is no Schedule 9 in this agreement.',
      'A reference that leads nowhere: the annexes end at 8, so the price cannot be worked out.',
    ],
  },
  {
    quote: 'const user = users.find(u => u.id === id).name;',
    said: [
      'find() may return undefined, and reading .name of it throws a TypeError.',
      'Crashes when nobody has that id, because the result of the lookup is used unchecked.',
    ],
  },
  {
    quote: 'for (let i = 0; i <= rows.length; i++) total += rows[i].sum;',
    said: [
      'Off by one: the loop runs past the last row.',
      'The comparison should be strict; as written the final pass reads an element that does not exist.',
    ],
  },
  {
    quote: "db.query('SELECT * FROM t WHERE name = ' + name)",
    said: [
      'SQL injection: user input is concatenated into the statement.',
      'An attacker who controls the name can run any command on the database; use a parameter.',
    ],
  },
  {
    quote: 'The Confidential Information shall be returned.',
    said: [
      'Confidential Information is not defined anywhere.',
      'A capitalised expression without a meaning of its own: what has to be given back is unclear.',
    ],
  },
  {
    quote: 'Revenue grew by 12 % from 200 to 250.',
    said: [
      'The percentage is wrong: from 200 to 250 it is 25 %.',
      'A rise of fifty on two hundred makes a quarter, not twelve in a hundred.',
    ],
  },
  {
    quote: 'await Promise.all(items.map(save));',
    said: [
      'All items are saved at once, without any limit on concurrency.',
      'With thousands of entries this opens as many connections in parallel and exhausts the pool.',
    ],
  },
  {
    quote: 'The tenant must must pay the deposit.',
    said: ['The word "must" is repeated.', 'Typing error: one verb stands here twice in a row.'],
  },
  {
    quote: 'setInterval(poll, 1000);',
    said: [
      'The timer is never cleared.',
      'Leak: nothing stops the polling after the component is gone.',
    ],
  },
  {
    quote: 'See the guide for how to install the the tool on Windows 95.',
    said: [
      'Windows 95 has not been supported for decades.',
      'An operating system is named that the product cannot run on; this must be a leftover.',
    ],
  },
];

export const DIFFERENT: readonly Pair[] = [
  {
    quote: 'The fee of EUR 5,000 is due in 30 days after receipt by the Buyer.',
    said: [
      'The fee differs from the one in clause 4, which says EUR 6,000.',
      'The payment term differs from the one in clause 7, which says 14 days.',
    ],
  },
  {
    quote: 'The fee of EUR 5,000 is due in 30 days after receipt by the Buyer.',
    said: [
      'Receipt of what is not said: of the goods or of the invoice.',
      'Buyer is not a defined term; elsewhere it is Customer.',
    ],
  },
  {
    quote: 'function parse(text, strict) { return JSON.parse(text); }',
    said: [
      'The parameter strict is never used.',
      'JSON.parse throws on bad input and nothing catches it.',
    ],
  },
  {
    quote: 'if (user.age > 18 && user.country = "DE") allow();',
    said: [
      'Assignment instead of comparison: country is overwritten with "DE".',
      'The age check leaves out those who are exactly 18.',
    ],
  },
  {
    quote: 'Total of 40 items at EUR 3 each: EUR 130.',
    said: [
      '40 times EUR 3 is EUR 120, not EUR 130.',
      '40 items are ordered, but the list above holds 38.',
    ],
  },
  {
    quote: 'The Licensee may sublicense and shall not disclose the Source.',
    said: [
      'The right to sublicense contradicts clause 2, which forbids it.',
      'The duty not to disclose has no end in time.',
    ],
  },
  {
    quote: 'const cache = {}; export function get(k) { return cache[k] ?? load(k); }',
    said: [
      'What is loaded is never put into the cache.',
      'A key named __proto__ reads the prototype.',
    ],
  },
  {
    quote: 'Meetings take place on every first Monday at 9 am in London or Berlin.',
    said: ['9 am of which time zone is open.', 'Who chooses between London and Berlin is open.'],
  },
];
