/**
 * Sentence frames of the schedules. Cells are `{0}`, `{1}` ...; each slot has several wordings, and
 * an entry takes them in its own rotation, so that no two paragraphs share their sentences.
 */
export type Slots = readonly (readonly string[])[];

export const PACKAGE_SLOTS: readonly Slots[] = [
  [
    [
      'This package stands at {1} and {2}.',
      'Built at {1}, this part of the plant {2}.',
      'Its place is {1}; there it {2}.',
      'From {1} this package {2}.',
      'What is built at {1} {2}.',
    ],
    [
      'At its heart there is {3}, with {4} as the governing size.',
      'The main component is {3} ({4}).',
      'It consists chiefly of {3}; the size that governs everything else is {4}.',
      'The designer starts from {3}, and from {4} as a fixed dimension.',
    ],
    [
      'Supports, ladders, lighting and drains that a visitor would expect to find around it are included.',
      'Everything between the flanges at its edge is included, down to bolts, gaskets and labels.',
      'Civil works, steelwork, cables and instruments that serve nothing else come with it.',
      'The price covers design, supply, erection, filling for the first time and removal of what was temporary.',
      'Foundations are part of it, and so is the making good of any surface that its erection has opened.',
    ],
    [
      'Room is left to draw out the largest piece without cutting a wall.',
      'The layout keeps one side clear, so that a fork lift can reach every heavy item.',
      'A hoist with its own runway serves it, tested at a quarter above its rating.',
      'Machines stand on plinths at knee height and can be washed down from all sides.',
    ],
  ],
  [
    [
      'One demand decides whether the package is accepted: {5}.',
      'The Authority attaches most weight to this: {5}.',
      'Experience at older plants leads to a firm rule here: {5}.',
      'Beyond the general standard, {5}.',
      'Of all requirements the hardest to meet is that {5}.',
    ],
    [
      'How this will be achieved is explained in the submission for the {0} and is proven again before handover.',
      'The designer of the {0} shows by calculation that it holds in summer and winter alike.',
      'Proof for the {0} is given first on paper, then at the maker, and last on the Site.',
      'A model of the {0}, at full size or reduced, may be used to show it.',
    ],
    [
      'The danger that calls for most thought is {6}.',
      'When people work here, the first hazard is {6}.',
      'The hazard study looks at one scenario in particular: {6}.',
      'Methods written for this package begin with {6}.',
      'Guards, signs and training have to deal with {6}.',
    ],
    [
      'It is met by layout first, by interlocks second and by instruction last.',
      'No permit for work is issued until the means of rescue have been rehearsed.',
      'Two persons are present whenever the danger cannot be shut out.',
      'The safety adviser inspects the arrangement before the first use and after each alteration.',
    ],
  ],
  [
    [
      'Handover of the {0} needs drawings that agree with what was built, and a store of parts for two years.',
      'Before the {0} leaves the maker, surfaces are inspected under good light and measured.',
      'The register of assets lists the {0} down to the level at which parts are bought.',
      'Operators take part when the {0} is opened, cleaned and closed for the first time.',
      'For the {0}, software and hardware are named by tags that follow one list.',
    ],
    [
      'Its energy use is metered apart from that of its neighbours.',
      'It can be isolated by two valves with a drain between them, or by a withdrawn breaker.',
      'Its controls fail to the side that keeps the water safe.',
      'Whatever touches seawater is of a grade that has served ten years elsewhere.',
      'Paint follows the harshest class of the standard, and its thickness is measured in daylight.',
    ],
    [
      'Noise, smell and spray at the nearest path remain unnoticed by a person who walks past.',
      'The view from the town is drawn in the planning permission, and nothing taller is built.',
      'Half of its parts by value come from makers with a workshop within a day of travel.',
      'A place is kept for one more unit of the same kind, with its connections already blanked.',
    ],
  ],
  [
    [
      'During erection of the {0}, heavy parts arrive by sea where the tide allows it, and by road at night where it does not.',
      'The sequence of erection for the {0} is drawn frame by frame, with the crane shown in each of its positions.',
      'Parts of the {0} that fit a container are assembled and tested before they are packed.',
      'For the {0} a trial assembly is made at the works of the maker, and is photographed from four sides.',
      'Erection of the {0} may begin when the slab is a fortnight old and the survey of its bolts has been signed.',
    ],
    [
      'Tolerances are agreed before the first cut and hang as a sketch at the place of work.',
      'Dimensions are checked by a surveyor who belongs to neither the maker nor the erector.',
      'Openings in walls are cast and not cut, and each has a number on the model.',
      'Alignment is repeated after grouting, after piping and once more when the machine is warm.',
    ],
    [
      'Rain, salt and sand are kept off by tents that stay until the roof is tight.',
      'Open flanges carry steel covers, since plastic ones have blown away on this coast before.',
      'Stainless surfaces are passivated last and are then left alone.',
      'Temporary power comes from its own board with protection against earth faults.',
      'Welding near finished coatings is done behind blankets, and the coating is inspected afterwards.',
    ],
  ],
  [
    [
      'In normal service the {0} runs without anyone near it, and a patrol passes twice in each shift.',
      'The operator sees the {0} on one page of the screen, with trends of the last day beside it.',
      'When demand falls at night, the {0} follows by steps and not by hunting.',
      'A start of the {0} takes one command and no more than the time needed to fill, vent and settle.',
      'In case of doubt the {0} is stopped first and examined afterwards.',
    ],
    [
      'After a stop of more than two days it is flushed with product water.',
      'Local buttons work at all times, except for the one that would override a safety device.',
      'The log records who gave which command, and from which desk.',
      'Set points can be moved within limits that only the supervisor can widen.',
    ],
    [
      'Consumables are bought on framework prices that Schedule 2 does not govern.',
      'Wear is judged by measurement, and parts are not thrown away by the calendar alone.',
      'The cost of running it for ten years was part of the comparison of tenders.',
      'A failure that has happened twice is analysed as if it had hurt someone.',
      'Waste oil, spent filters and empty drums leave by the route shown on the traffic plan.',
    ],
  ],
];

export const DOCUMENT_SLOTS: readonly Slots[] = [
  [
    ['It sets out {1}.', 'The reader finds in it {1}.', 'Its subject is {1}.', 'It covers {1}.'],
    [
      'The first issue is due {2}.',
      'It has to be available {2}.',
      'The Contractor submits it {2}.',
    ],
    [
      'Assumptions stand on one page at the front, each with its source and with the person who can change it.',
      'Calculations are given in a form that another engineer can run again without asking.',
      'Open points are numbered and carried forward until someone has closed them in writing.',
      'Where it departs from the tender, it says so and gives the reason in one sentence.',
      'Figures are drawn to scale and can be read when printed on a small sheet.',
    ],
    [
      'A revision marks what is new, and a line in the margin leads the eye to it.',
      'Later issues of the {0} are sent only when something has truly changed.',
      'Whoever checks the {0} signs it, and did not write it.',
      'The {0} is kept current until handover and goes then into the archive.',
    ],
  ],
  [
    [
      'Readers of the {0} are those who build and those who run the plant, so words are chosen for both.',
      'The {0} begins with a summary that a director can read on the way to a meeting.',
      'Sketches made by hand are welcome in the {0} wherever they explain more than a drawing would.',
      'What the {0} leaves to a maker is listed at its end, with the date by which the maker decides.',
    ],
    [
      'Numbers that came from a measurement show when and where it was made.',
      'Numbers that came from experience say whose it was.',
      'A figure that appears in two documents is kept in one of them and quoted in the other.',
      'Ranges are given with the case that leads to each end of them.',
      'Units follow every figure, including those in tables and on axes.',
    ],
    [
      'Comments are answered one by one, and an answer that only thanks the reader is no answer.',
      'If a comment is not accepted, the reason is written beside it.',
      'The reviewer marks which remarks have to be settled before work goes on.',
    ],
  ],
];

export const TEST_SLOTS: readonly Slots[] = [
  [
    [
      'Measured is {1}, by means of {2}.',
      'The test looks at {1}; the means are {2}.',
      'With {2}, the team records {1}.',
      'It determines {1}. For this it uses {2}.',
    ],
    [
      'The result is a failure if there is {3}.',
      'It has to be repeated in case of {3}.',
      'Not acceptable is {3}.',
      'The package goes back to work after {3}.',
    ],
    [
      'Instruments carry a certificate not older than a year, and the sheet shows their numbers.',
      'Conditions of weather, sea and load are noted at the start and at the end.',
      'Readings are taken by one person and written by another, who repeats them aloud.',
      'Raw data are kept beside the evaluated ones, so that each figure can be traced.',
      'The uncertainty of measurement is worked out beforehand and is counted in favour of neither side.',
    ],
    [
      'If the {0} is broken off, the reason is written down before anybody touches the plant.',
      'Before the {0} begins, valves and switches are set as the procedure draws them.',
      'After the {0}, temporary connections are removed and their number is checked.',
      'The {0} may be joined with another test when both need the same state of the plant.',
    ],
  ],
  [
    [
      'Present at the {0} are the commissioning manager, one operator and whoever the Authority sends.',
      'The {0} is led by the engineer who designed the system, because surprises are explained soonest by that person.',
      'For the {0} a safe area is roped off, and radios are tested before anything moves.',
      'People who have no task in the {0} watch it from the operations room.',
      'The {0} is filmed when it cannot be repeated without cost.',
    ],
    [
      'Its sheet has a column for what was expected and another for what was found.',
      'The report is finished within a week, while memories are fresh.',
      'A copy of the signed sheet stays in the box at the machine.',
      'Doubtful readings are kept, marked and explained, never wiped out.',
    ],
    [
      'Passing it once does not free the system from later checks in company with its neighbours.',
      'It is repeated in part when software or trim has been altered since.',
      'The result is one of those which the Handover Certificate lists.',
      'A deviation may be accepted in writing, together with the date of its removal.',
      'Water used for it is returned to the head of the works unless chemicals were added.',
    ],
  ],
];

export const ROLE_SLOTS: readonly Slots[] = [
  [
    [
      'This post leads {1}.',
      'The holder is in charge of {1}.',
      'The person in this post answers for {1}.',
    ],
    [
      'Needed are {2}.',
      'The candidate has {2}.',
      'A candidate is judged by one question above all: {2}.',
    ],
    [
      'In questions of the post the holder reports to {3}.',
      'The line of report goes to {3}.',
      'The superior is {3}.',
    ],
    [
      'Absence of more than three days is announced, with the name of the deputy.',
      'The post is held on the Site and not from an office elsewhere.',
      'Half of the working week is spent among those who do the work.',
      'The Authority meets the candidate before the post is filled, and may ask for references.',
      'Hours are not counted in the price of changes.',
    ],
    [
      'At the end of the month the {0} writes one page on what went well, what did not, and why.',
      'A handbook tells the next {0} where everything is.',
      'The {0} takes part in reviews, and has a voice of equal weight there.',
      'Nobody but the {0} signs in that capacity.',
    ],
  ],
  [
    [
      'In the first month the {0} walks every package with its designer.',
      'Twice a year the {0} visits a comparable plant and writes down what could be borrowed.',
      'The {0} is reachable by telephone at all hours while the plant is being energised.',
      'The {0} keeps a diary that belongs to the record of the Works.',
    ],
    [
      'Disagreement with a colleague is brought to the superior on the same day and not carried about.',
      'Praise and criticism are given to the person concerned before they are given to others.',
      'An error that is owned up to has no consequence for the one who made it.',
      'A decision that can wait until the facts are known does wait.',
    ],
    [
      'The post ends a month after handover unless the Authority asks for it to be kept.',
      'The post is part of the monthly staff cost that the Contract Price contains.',
      'Where the post is shared by two people, one of them is named as the first.',
    ],
  ],
];

export const INTERFACE_SLOTS: readonly Slots[] = [
  [
    ['Shared with this body: {1}.', 'The matter in common is {1}.', 'The two sides meet at {1}.'],
    [
      'The rule that keeps the peace is this: {2}.',
      'Care is needed on one point: {2}.',
      'It has been settled that {2}.',
    ],
    [
      'A single drawing, signed by both, shows where the duty of one ends and that of the other begins.',
      'Telephone numbers for day and night hang in the gate house and in the operations room.',
      'Work near the line is announced by form, and the form comes back signed before it starts.',
      'Costs that one causes the other are written down on the day and settled each quarter.',
    ],
    [
      'The Contractor names one person who speaks with the {0}, and the Authority is copied.',
      'Letters from the {0} are answered within a week, even if only to say when the answer will come.',
      'Meetings with the {0} are held at least every second month while works go on.',
      'Should the {0} ask for something that costs money, the Authority decides.',
    ],
  ],
  [
    [
      'Drawings of the {0} are treated as confidential and are given back when the work is over.',
      'Works by the {0} near the fence are entered in the Accepted Programme with a colour of their own.',
      'An emergency that concerns the {0} is reported by telephone first and by letter afterwards.',
      'Staff of the {0} receive the induction of the Site before they enter it.',
    ],
    [
      'A joint survey is made before and after, and its photographs are signed on the back.',
      'Changes on one side are announced before they are ordered and not when they arrive.',
      'The register of interfaces shows for each point its owner, its date and its state.',
    ],
    [
      'Delay caused by it is dealt with under Clause {extension}.',
      'Its fees are paid by the Authority, save where the Contractor has called for a service twice through its own fault.',
      'Thanks for good neighbourly help are owed, and cost nothing.',
      'The liaison officer keeps the minutes and sends them out within three days.',
    ],
  ],
];

export const ROUTINE_SLOTS: readonly Slots[] = [
  [
    ['Done {1}: {2}.', 'Interval: {1}. In short, {2}.', 'The routine falls due {1}; {2}.'],
    [
      'The sheet is filled in at the machine, not afterwards in the office.',
      'A photograph before and one after are filed with the sheet.',
      'What is found is compared with the last three times, and a trend is drawn.',
      'Parts that were taken out are kept until the supervisor has seen them.',
      'If more than the usual is found, the interval is halved until two rounds have been clean.',
    ],
    [
      'The {0} needs two people and is planned for a time of low demand.',
      'For the {0} the system is taken out of service by the operator, not by the fitter.',
      'Time spent on the {0} is recorded, so that the estimate becomes better.',
    ],
  ],
  [
    [
      'Tools for the {0} hang on their own board, with the outline of each painted behind it.',
      'The {0} has a video of five minutes that shows how it is done well.',
      'A new fitter does the {0} twice beside an old one before doing it alone.',
      'Before the {0} the locks and tags are placed, and their keys go into one box.',
    ],
    [
      'Spent material is weighed, because its amount tells how the plant upstream is doing.',
      'Consumables for it are drawn from the store on a slip that names the tag.',
      'Test instruments are returned with a note of their battery and their date of calibration.',
      'The place is left cleaner than it was found.',
      'The next date is entered before the sheet is signed.',
    ],
  ],
];
