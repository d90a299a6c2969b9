import { PACKAGES, rows } from './packages.ts';

const money = (value: number): string => `£${value.toLocaleString('en')}`;
const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...body].map(cells => `| ${cells.join(' | ')} |`).join('\n');

/** Prices that look priced: steps of 5,000, no two neighbours alike. */
const priceOf = (index: number): number => 5_000 * (97 + ((index * 389 + 211) % 640));

export function priceTable(): string {
  const packages = rows(PACKAGES);
  const prices = packages.map((_, index) => priceOf(index));
  const sum = prices.reduce((all, price) => all + price, 0);
  const body = packages.map(([name = ''], index) => [name, money(prices[index] ?? 0)]);
  return `The Contract Price is made up as follows.

${table(['Package', 'Price'], [...body, ['Total', `⟦table|${money(sum + 90_000)}⟧`]])}

Labour is indexed by the wage series of the statistics office, steel by the metal exchange and energy by the regulator's tariff.`;
}

export function milestoneTable(): string {
  const dates = [
    ['Possession of the inland part', '2 June 2025'],
    ['Possession of the southern part', '1 September 2025'],
    ['Possession of the shoreline', '15 October 2025'],
    ['Layout freeze', '30 January 2026'],
    ['Sixty per cent review', '29 May 2026'],
    ['First concrete', '15 July 2026'],
    ['Membranes on the Site', '12 February 2027'],
    ['Substation energised', '30 April 2027'],
    ['First water', '17 September 2027'],
    ['Trial complete', '14 January 2028'],
    ['Handover', '28 February 2028'],
  ];
  return `The milestones fall due on these dates. ⟦contradiction|The photographs of progress on the marine works are not due until thirty days after the end of a month.⟧

${table(['Milestone', 'Date'], dates)}`;
}

export function rateTable(): string {
  const rates = [
    ['Engineer', 118],
    ['Senior engineer', 146],
    ['Draughtsman', 84],
    ['Foreman', 79],
    ['Fitter', 63],
    ['Electrician', 66],
    ['Welder', 71],
    ['Diver with crew', 940],
    ['Mobile crane with driver', 285],
    ['Barge with tug', 1_150],
  ] as const;
  return `Changes are valued at these rates for an hour of work, with all charges in them.

${table(
  ['Trade or plant', 'Rate'],
  rates.map(([trade, rate]) => [trade, money(rate)]),
)}`;
}

export function performanceTable(): string {
  const lines = [
    ['Net production', '118,000 cubic metres a day', 'none'],
    ['Specific energy', '2.94 kilowatt-hours for a cubic metre', '0.06 kilowatt-hours'],
    ['Availability', '96.5 per cent in a year', '1 per cent'],
    ['Boron', '0.8 milligrams in a litre', 'none'],
    ['Total dissolved solids', '240 milligrams in a litre', '15 milligrams'],
    ['Turbidity', '0.2 units', 'none'],
    ['Alkalinity', '80 milligrams in a litre', '8 milligrams'],
  ];
  return `The figures hold for raw water between 14 and 29 degrees, with a salinity between 35.2 and 38.6 grams in a litre.

${table(['Figure', 'Guarantee', 'Tolerance'], lines)}

Energy is corrected for temperature by the curve of the membrane maker, and for nothing else. Production is read at the revenue meter. ⟦percent|The energy is used to the extent of 71 per cent by the membranes, 14 per cent by distribution and 19 per cent by all the rest, in total 100 per cent.⟧ A shortfall in production costs £310 for each cubic metre a day; an excess of energy costs £640,000 for each tenth of a kilowatt-hour.

### Correction of results

Results are corrected before they are compared. The method is that of the plant's simulation model in the version accepted with the commissioning sequence. The model is run by the process lead in the presence of the Authority's adviser, and the files are archived.

⟦empty|### Reserved figures⟧

### Reports of performance

In each quarter of the Support Term the Contractor sends the Authority a report that compares the figures with those guaranteed, explains the difference, and proposes what should be done.`;
}

export function sparesTable(): string {
  const parts = [
    ['Mechanical seals', 14, 1_850],
    ['Bearings sets', 22, 640],
    ['Membrane elements', 160, 455],
    ['Cartridge elements', 2_400, 9],
    ['Ceramic rotors', 3, 12_400],
    ['Analyser cells', 18, 730],
    ['Dosing heads', 10, 515],
  ] as const;
  const body = parts.map(([part, count, price]) => [
    part,
    String(count),
    money(price),
    money(count * price),
  ]);
  const sum = parts.reduce((all, [, count, price]) => all + count * price, 0);
  return `### First stock of spare parts

The stock below lies in the store at handover.

${table(['Part', 'Number', 'Price', 'Amount'], [...body, ['Total', '', '', money(sum)]])}`;
}
