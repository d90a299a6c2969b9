/**
 * The body of the sample contract. `# Title` opens an article; `label: Title | text` is a clause;
 * `{label}` is the number of a clause, and `⟦kind|text⟧` a flaw that is there on purpose.
 */
export const ARTICLES = `
# Interpretation
terms: Defined terms | Words that begin with capitals have the meaning given to them in Article 2, and keep it in every Schedule. Where a Schedule needs a term for itself alone, the term is defined there and nowhere else.
order: Order of precedence | If two parts of this Contract cannot be read together, the Articles come before the Schedules, a later signed amendment comes before the text it amends, and a figure written on a drawing comes before one that is scaled from it. The party that notices a conflict tells the other within seven (7) days, and both look for a reading that costs neither of them money.
language: Language and units | Documents are written in English and use metric units. A translation made for a public body is a convenience and binds nobody. Dimensions may be repeated in other units where a maker's catalogue knows no metric ones, as with the crane hooks, whose travel is ⟦unit|12 metres (18 feet)⟧ in either direction.
notices: Notices | A notice is in writing, names the clause under which it is given, and is delivered by hand, by courier or through the document system kept under Clause {documents}. It counts as received on the next Business Day. A message in a chat, a remark at a meeting or an entry in the minutes is not a notice, whatever it says of itself.
whole: Whole agreement | This Contract contains everything the parties have agreed about the Works. Brochures, presentations and answers given during the tender are not part of it, save for the energy figures in Schedule 5, on which the Authority relied when it chose the Contractor.

# Definitions

# Scope and standard
scope: The Works | The Contractor designs, builds, tests and hands over the Works, and supports them for the Support Term. The description in Schedule 1 is arranged by package for ease of reading. What is needed to make a package complete, safe and fit to be operated belongs to it even where the description is silent.
standard: Standard of care | Design is carried out with the skill that an experienced designer of seawater plants would bring to works of the same size and difficulty. Materials are new. Workmanship follows the codes named in the Basis of Design or, where that names none, those in force in the country on the date of signature.
fitness: Fitness for purpose | When operated as the manuals direct, the Works produce the volumes and the quality set out in Schedule 5 from the raw water described there. The duty is not lessened by a review, a comment or an approval of the Authority, all of which are given for its own comfort.
exclusions: Outside the scope | The Authority itself provides ⟦counted-list|the following three things: the access road to the southern gate; and the permits listed in Schedule 8⟧. It keeps them available from the date on which they are first needed by the Accepted Programme until handover.
innovation: Proposals for improvement | The Contractor may at any time propose a change that shortens the programme, lowers the cost of ownership or spares the harbour. Once the saving is agreed, it is shared in equal parts. A proposal that only moves cost from the Contractor to the Authority is no improvement in the sense of this clause.
coordination: Coordination with others | Other bodies work beside the Site or depend on it. Schedule 9 names them, says what is shared with each, and describes the care to be taken. The Contractor arranges its work so that none of them is held up, and reports at once when it is held up by one of them.

# Parties and people
representatives: Representatives | Each party names one person who speaks for it. The Authority's Representative may give instructions, accept documents and certify payment, but cannot amend this Contract. The Contractor's representative is the project director described in Schedule 7, who may bind the Contractor in every matter that concerns the Works.
keypeople: Key Personnel | The Key Personnel are those who hold the posts in Schedule 7. None of them is withdrawn before handover without a month's notice and a successor of equal standing. A person who dies, falls ill or leaves of free will is replaced within ⟦words-and-digits|thirty (20) days⟧, and the post is covered meanwhile by a deputy known to the Authority.
conduct: Conduct at work | Everyone on the Site carries an identity card, follows the rules of the gate and treats others with respect. The Authority may require that a person who endangers others be sent away. ⟦insulting|Only an amateur would argue about a rule as plain as this one.⟧ The reasons are recorded, and the person is heard before the decision becomes final.
labour: Labour | Hours, wages and lodging are no worse than the collective agreement for the district provides. The Contractor keeps lists of all who work on the Site, including those of its subcontractors, and shows them to the labour inspectorate on request.
subcontracting: Subcontracting | The parts of the Works named in Schedule 10 may be given to the firms named there. For any other part worth more than £250,000 the consent of the Authority is needed, which is not refused without a reason. Subcontracts carry over the duties on records, safety, payment and confidentiality.
payingdown: Payment of subcontractors | Money received for a subcontractor's work is passed on within fourteen (14) days. If it is not, the Authority may, after a warning of one week, pay the subcontractor directly and deduct the amount from the next certificate.

# Site
possession: Possession | The Authority gives possession of the Site in three parts, on the dates in Schedule 2. The shoreline is given last, because the nesting season ends late. From each of those dates the Contractor answers for fencing, lighting, watching and drainage of the part it has received.
ground: Ground conditions | The Contractor has studied the reports listed in the Site Data and has walked the ground. Conditions that a careful reader of those reports would have expected are at its risk. Others are treated as a change under Clause {changes}, provided that they are shown to the Authority before they are covered up.
utilities: Buried services | Before any excavation the Contractor obtains the plans of every owner of pipes or cables, scans the ground, and digs by hand within half a metre of a known line. Damage is reported within the hour, to the owner first and the Authority second.
archaeology: Finds | Objects of age or value that come to light belong to the Authority. Work stops within ten metres of the find until the museum has been there. Lost time is added to the programme, and the direct cost of standing is paid against records signed on the day.
access: Access for others | The Authority, its advisers and public inspectors may enter at any hour when work is going on. They follow the safety rules. Visits of schools and residents take place on the last Friday of the month and are guided by the liaison officer.
neighbours: Neighbours | Noise, vibration, dust and light are kept within the figures of the permit. Complaints are written in a book with the time, the answer and the remedy. The book lies open at the gate house and is copied to the Authority with the report made under Clause {reports}.

# Programme
baseline: Accepted Programme | Within six weeks of signature the Contractor submits a programme that shows every package, its logic, its float and the resources assumed. The Authority accepts it or says why not within fifteen (15) Business Days. Acceptance makes it the Accepted Programme; it does not turn an impossible duration into a possible one.
reports: Monthly report | By the fifth Business Day of each month the Contractor reports progress by package, the forecast of each milestone, accidents and near misses, quality records closed and open, and the cost forecast. Progress photographs of the marine works are delivered within ⟦contradiction-a|twelve days⟧ of the end of the month.
milestones: Milestones | Milestones are those in Schedule 2. One is reached when all that its description contains has been done and the Authority has been shown the proof. Almost is not reached.
delay: Delay by the Contractor | If handover is late for reasons that are the Contractor's, it pays £45,000 for each full day, up to a limit of ⟦words-and-digits|fifteen percent (12%)⟧ of the Contract Price. The sum is a fair forecast of what the Authority loses by buying water elsewhere, and is the only remedy in money for lateness as such.
extension: Extension of time | Time is extended for changes, for exceptional weather measured at the harbour station, for acts of public bodies that could not have been foreseen, and for breach by the Authority. The Contractor gives notice within twenty-one (21) days of the day on which it knew or ought to have known of the event, and follows it within a further month with particulars as required by ⟦cross-reference|Clause 6.19⟧.
acceleration: Acceleration | The Authority may ask for a proposal to finish sooner than the Accepted Programme shows. Nothing is owed for a proposal that is not taken up, except the documented cost of specialists who were engaged with prior consent to prepare it.
float: Float | Slack in the programme belongs to whoever needs it first and uses it in good faith. It is not hidden in durations or in artificial links. The planner shows on request how each duration was arrived at.
suspension: Suspension | On written instruction the Contractor stops all or part of the work and protects it. If the cause lies with the Authority and the stop lasts longer than ninety (90) days, the Contractor may ask for leave to resume, and, if it is not given within a month, may treat the part as omitted.

# Design
duties: Design duties | The Contractor is sole designer of the Works. It appoints one organisation to check structures, another to check the control software, and gives neither of them any work that would make them judge their own design.
submissions: Submissions | The documents in Schedule 3 are submitted in the order shown there. The Authority returns each within fifteen (15) Business Days with one of three marks: go ahead, go ahead with comments, or revise. A document that is not returned in time may be used at the Contractor's risk, after a reminder.
reviews: Design reviews | Four reviews are held: at concept, at layout freeze, at sixty per cent and before construction. Each ends with a list of actions, and for every action ⟦list|(a) the person who owns it; (b) the date by which it is due; and (d) the proof that will close it⟧.
changesdesign: Changes of design | After layout freeze the outline of buildings, the level of floors and the route of main pipes are altered only with consent. The design manager keeps a register of altered assumptions and sends it out on the first day of each quarter.
models: Digital model | A single model holds geometry, tags and data of all packages. It is kept in an open format, is clash free at the sixty per cent review, and is given to the Authority with every review and at handover. ⟦title|The chapter “Rules for Naming Model Files” tells how files are named.⟧
property: Intellectual property | Each side keeps what it brought. What is made for the Works belongs to the Authority on payment, with a licence back to the Contractor for use elsewhere. Source code of the control software is deposited with an escrow agent under a deed in common form.
safetydesign: Safety in design | Hazards are removed by design before they are guarded, and guarded before they are merely marked. The hazard column in Schedule 1 names, for each package, the danger that most needs the designer's thought; it does not excuse blindness to others.

# Procurement and quality
purchasing: Purchasing | Orders follow the technical specification, name the tests to be witnessed and carry the rights of audit of this Contract. Makers are chosen for cost over the whole life of the plant and not for the first price. Eight transfer pumps for the residuals building are bought under one order, ⟦sum|eight pumps at £17,000 each, £145,000 in all⟧.
origin: Origin | Goods that touch drinking water carry an approval valid in the country. Steel, castings and large forgings come with certificates that can be traced to the heat. No goods are bought that are subject to sanctions.
plan: Quality plan | The quality manager issues a plan within two months of signature. It names the inspections, who attends, and what is recorded. Hold points are released in writing by the person named in the plan, and by no one else.
factory: Factory tests | Pumps, exchangers, transformers, engines and control panels are tested where they are made. The Authority is invited with three weeks' notice and may send whom it likes. Its absence delays nothing.
shipment: Packing and shipment | Goods are packed for the sea and for half a year of storage. Membranes travel cooled and are never left on a quay. The advance payment guarantee for the imported membranes is issued for ⟦contradiction-c|£1,250,000⟧ before the first container leaves.
storage: Storage | The Contractor keeps a covered and heated store on the Site. Motors are turned by hand each week, and desiccant is renewed when its colour shows that it is spent. Records hang at each item.
nonconformity: Non-conformity | Anything that does not meet its requirement is tagged, set apart and entered in a register with a proposal: repair, replace or accept as it is. The last of the three needs the Authority's signature and may be tied to a lower price.
duplicate: Records of inspection | ⟦repeat-of|The Contractor keeps a record of every inspection, signed by the inspector and by the foreman of the trade concerned, and shall show it to the Authority whenever it asks, without charge and without delay, for as long as the record has to be kept.⟧

# Construction
methods: Methods | For work at sea, at height, in confined spaces, near live conductors or with loads above five tonnes the Contractor writes a method that those who do the work can read. It is explained at the start of the shift and lies at the place of work.
temporary: Temporary works | Cofferdams, scaffolds, props and crane bases are designed by one engineer and checked by another. They are inspected when built, each week, and after any storm. Loads are shown on a board.
marine: Marine works | Dredging and rock placing follow the windows of the ecology statement. Turbidity is measured upstream and down; work halts when the difference passes the permit's figure, and it starts again when the water has cleared. Vessels show lights and keep a listening watch.
concrete: Concrete | Water retaining concrete is poured continuously between the joints on the drawings. Cubes are crushed at seven and at twenty-eight days. A crack wider than one fifth of a millimetre is injected, and the tank is tested again.
pipework: Pipework | Pipes are cut square, cleaned, capped and protected until joined. High alloy pipe is kept apart from carbon steel in store, in the shop and on the rack. One weld in ten is examined by X-ray, chosen by the Authority after the welds are made.
electrical: Electrical work | Nothing is energised without a permit signed by the authorised person. Boards are delivered with doors keyed alike. Cables are tested before and after they are pulled, and results are placed in the record the same day.
cleaning: Order and cleaning | Each gang leaves its place clean at the end of the shift. Walkways are free. Waste is sorted where it arises, and a certificate is kept for each load that leaves. ⟦casual|Keep it tidy, folks, it's gonna be inspected anyway.⟧
safety: Safety | The Contractor is in charge of safety on the Site. Anyone may stop work that looks dangerous, and nobody is blamed for having done so. Accidents are reported at once, examined within a week, and the lessons are told to all shifts. The safety adviser has the right to close any place of work.
environment: Environment | Oil is kept in bunded tanks, generators stand on trays, and spill kits hang at every door of the chemical compound. The environmental officer may halt work that troubles wildlife; the halt counts as weather for the purposes of Clause {extension}.

# Testing and handover
sequence: Sequence | Systems are finished, cleaned, energised and proven in the order of the commissioning sequence. A system enters the next stage when the certificate of the last one is signed. Each test in Schedule 4 has a procedure that was accepted a month before.
witness: Witness | The Authority is told of a test five (5) Business Days ahead. If it does not come, the test goes on and its result stands. If it asks for a test to be repeated, it pays when the result was right, and the Contractor pays when it was wrong.
failure: Failure | If a test fails, its cause is found and removed before it is repeated. Three failures of the same test give the Authority the right to require another design, another maker or another method at the Contractor's cost.
trial: Trial running | When all other tests have passed, the works run for thirty (30) days under the eyes of the Authority's operators. The run is broken off only for causes outside the works; a break of another kind sets the clock back to nothing.
handover: Handover | The Authority issues the Handover Certificate when the trial has succeeded, the manuals are accepted, spare parts lie in the store and operators have passed their examination. Small defects do not hold it up; they go on a list with dates. ⟦term|The Commissioning Readiness Certificate⟧ has to be shown before the first of those steps.
partial: Use of parts | If the Authority uses a part before handover, it takes on the risk of its own use. The guarantee for that part starts on the day of first use, and the programme is adjusted if the use has hindered the Contractor.
guarantees: Guarantees of performance | Production, quality, energy and availability are proven as Schedule 5 directs. A shortfall within the tolerance is paid for at the rates there. A shortfall beyond it has to be made good by work; if that does not succeed within a year, the Authority may reduce the price by the loss in value.

# Support
support: Support Term | For five (5) years from handover the Contractor supports the Authority's own operators: it answers calls, keeps software current, supplies spare parts at the listed prices, and performs the routines in Schedule 6.
response: Response | Calls are answered by an engineer who knows the plant. The first answer comes within one hour (60 minutes), by day and by night. A person is on the Site within six hours if the fault stops production, and on the next Business Day if it does not.
spares: Spare parts | The first stock is bought with the works and handed over complete. Parts used under the guarantee are replaced within a month. Obsolescence is announced two years ahead, together with a replacement that fits.
+software: Software | Updates are tested on a copy of the system before they are loaded. The escrow deposit is renewed with each release. Remote access is opened by the operator for the time needed and closed by the same hand.
training: Training | Courses are held before the trial and again a year later. Nobody is certified who has not run the plant through a start, a stop and a power failure under supervision.
improvement: Yearly review | Each year the parties meet, look at energy, chemicals, faults and costs, and write down what will be changed. ⟦passive|It should not be necessary to repeat that the figures are to be brought along.⟧

# Price and payment
price: Contract Price | The Authority pays the Contract Price, which is fixed save for changes and for the indexation of Clause {index}. Its parts are shown in Schedule 2. Rates in that Schedule are used for valuing changes and for nothing else.
applications: Applications | On the last Business Day of each month the Contractor applies for what it has earned, by milestone. The Authority certifies within ten (10) Business Days what it finds due and explains what it leaves out. Certified sums are paid within thirty (30) days of the certificate.
late: Late payment | Sums paid late bear interest at four per cent above the base rate of the central bank, counted by the day. After sixty (60) days the Contractor may slow down or stop, having given a week's notice.
retention: Retention | From each payment five per cent is kept. Half of it is released at handover and half when the guarantee ends. It can be replaced by a bond. The release is split between the funds as agreed: ⟦percent|40 per cent of the retained money goes to the works account, 35 per cent to the marine account and 30 per cent to the support account⟧.
index: Indexation | Labour, steel and energy are indexed by the published series named in Schedule 2, from the month before tender to the month of the work. The first and last five per cent of movement are borne by the party whom they hurt.
taxes: Taxes | Prices are without value added tax. Each side bears the other taxes that the law lays on it. Duties on imported goods are in the price, and exemptions that come later are passed on.
books: Books | Cost records for changes and for work paid by time are kept open for six years. An auditor of the Authority may see them with two weeks' notice. ⟦placeholder|The auditor is named by [●].⟧

# Changes
changes: Changes | The Authority may change the Works in writing. The Contractor answers within fifteen (15) Business Days with price, time and effect on the guarantees. Agreed changes are recorded in a Change Order. If there is no agreement, the work is done and paid at the rates of Schedule 2 until the question is settled.
valuation: Valuation | Changes are valued by rates where there are any, else by agreed lump sum, else by cost with ten per cent for overhead and profit. Omissions are valued in the same way. ⟦sum|The first three changes were valued at £42,500, £31,250 and £18,400, for a total of £94,150.⟧
law: Change in law | A law made after the date of tender that alters the cost of the works by more than £50,000 is treated as a change, except when it was published in draft before that date and an able contractor would have seen it coming.
limits: Limits | Changes may not, taken together, raise or lower the Contract Price by more than a quarter without a new signature of both boards. ⟦term|The Deferred Works Allowance⟧ is not counted.

# Security and insurance
bond: Performance Security | Within four weeks of signature the Contractor hands over the Performance Security, which is a bond of a bank of good standing for ten per cent of the Contract Price. It is payable on first written demand, and it falls by half at handover.
parent: Parent guarantee | The parent of the Contractor guarantees performance by deed in the form the parties have initialled. Changes to this Contract do not release it.
membraneguarantee: Advance payments | Advance payments are made only against security of the same amount. The guarantee that covers the advance payment for imported membranes amounts to ⟦contradiction|£1,520,000⟧ and expires when the last element has been accepted.
policies: Policies | The Contractor insures the works for their full value, its liability to others for £25,000,000 for each event, its design for £10,000,000 in the yearly aggregate, and its vessels as the port requires. ⟦placeholder|The policies are placed with [insert name of insurer].⟧
claimsinsurance: Claims on policies | Damage is reported to insurer and Authority on the same day. Money paid by an insurer for the works goes into their repair. What a policy leaves uncovered is borne by the party that bears the risk.
evidence: Evidence | Copies of policies and of receipts for premiums are shown before work starts, and each year. If they are not shown, the Authority may insure and deduct the cost.
keeping: Keeping of records | ⟦repeat|The Contractor keeps a record of every inspection, signed by the inspector and by the foreman of the trade concerned, and may show it to the Authority whenever it asks, without charge and without delay, for as long as the record has to be kept.⟧

# Guarantee of defects
period: Defects Period | The Defects Period lasts twenty-four (24) months from handover, and thirty-six (36) months for coatings and for concrete surfaces. For a part that was replaced it begins again, with an end to it after five years.
remedy: Remedy | The Contractor makes good each defect that comes to light in the Defects Period, at times that suit production. If it does not begin within a week of being told, or within a day where water supply is at risk, the Authority may have it done by others and recover the cost.
cause: Search for causes | The Authority may ask for the cause to be found. If it proves to be operation against the manuals, the search is paid for; otherwise it is not.
latent: Latent defects | For defects that could not have been found by a careful inspection the Contractor answers for ten years from handover. ⟦date|The survey of hidden parts takes place on 31 June 2031.⟧
final: Final certificate | When the Defects Period is over and the list of defects is empty, the Authority issues the final certificate and returns what is left of securities. It does so within a month of being asked. ⟦weekday|The last inspection before it is fixed for Monday, 14 March 2029.⟧

# Risk and liability
risk: Risk in the works | Until handover the Contractor bears the risk of loss and damage, save for what is caused by war, by radiation, by the Authority or by those for whom it answers. After handover the risk is the Authority's.
indemnity: Indemnity | Each party holds the other harmless against claims for injury, death and damage to property to the extent that it has caused them. The one who is sued first lets the other take over the defence, and admits nothing meanwhile.
cap: Cap | The liability of the Contractor under this Contract, for whatever reason, ends at the Contract Price. The cap does not cover fraud, wilful default, injury, third party claims under Clause {indemnity}, or money received from insurers.
loss: Indirect loss | Neither side answers to the other for loss of profit or of contracts, apart from the sums agreed for delay and shortfall in Clauses {delay} and {guarantees} and in ⟦named|Schedule 17⟧.
force: Force majeure | A party that is kept from performing by an event which it could neither prevent nor avoid is excused while it lasts. It tells the other within three days, says what it expects, and does what can be done. After half a year either may end this Contract by notice.

# Default and ending
warning: Warning | If the Contractor fails in a duty of weight, the Authority writes down what is wrong and gives it a reasonable time. A plan for recovery is answered within five (5) Business Days.
terminationcontractor: Termination by the Authority | The Authority may end this Contract if the Contractor becomes insolvent, abandons the works, bribes, reaches the limit on delay, or does not put right what a warning named. It may then finish the works with others and with the Contractor's plant, and settle the account when they are finished.
terminationauthority: Termination by the Contractor | The Contractor may end this Contract if ninety (90) days have passed since a certified sum fell due, or if the Authority has stopped the whole works for half a year. It makes the works safe, hands over what has been paid for, and leaves.
convenience: Termination at will | The Authority may end this Contract at any time with two months' notice. It pays for work done, for goods ordered that cannot be returned, for withdrawal, and five per cent of the price of what is left undone.
accounts: Final account | The account is drawn up within ⟦placeholder|XX days⟧ after the end. What one owes the other is set off, and the difference is paid within a month.
survival: What survives | Clauses on property, confidentiality, liability and disputes remain in force, as do ⟦cross-range|Clauses {books} and 18.1 to 18.31⟧.

# Disputes
talks: Talks | A dispute is first laid before the representatives, who meet within a week. If they do not settle it within three weeks, the directors of both sides meet once.
board: Dispute board | A standing board of three persons visits the Site every four months, and gives an opinion on any question that is put to it within eighty-four (84) days. ⟦aan|It sits as an body of engineers and a lawyer.⟧ Its fees are shared.
interim: Binding for the time being | An opinion binds until it is revised by agreement or by award. A party that does not accept it says so within twenty-eight (28) days, or is held to have agreed.
arbitration: Arbitration | What has not been settled is decided by three arbitrators in the capital, in English. The award is final. A court may grant measures that cannot wait.
continue: Work goes on | A dispute stops neither the work nor the payment of what is not in dispute. ⟦twice|The the sums in question are held on a blocked account if both sides wish.⟧

# General
confidential: Confidentiality | What one learns of the other's affairs is kept secret for ten years, save where the law demands otherwise. Reports on water quality are public. Names of staff are published only with their consent.
data: Personal data | Cameras watch the fence and not the changing rooms. Recordings are wiped after thirty (30) days unless an incident has to be examined. Requests of persons are answered by the side that holds the data.
bribery: Honest dealing | Nobody gives or takes a favour to win work, a certificate or a blind eye. Each side has a channel through which it can be reported without fear.
documents: Document system | All papers that matter are held in one system, which the Contractor runs until handover and the Authority afterwards. It records who has issued, read and answered each of them. ⟦link|The [guide to the control system](#control-and-monitoring-sytem) is handed out at the gate.⟧
assign: Assignment | Neither party passes on its rights without consent, save that the Authority may assign to a body that succeeds it by law, and the Contractor may assign its claims to a bank.
sever: Severance and waiver | If a provision is void, the rest stands, and the gap is filled by what comes nearest to its purpose. Not to use a right is not to give it up.
govern: Governing law | The law of the country in which the Site lies governs this Contract and all that arises from it.
`;

/** Term | meaning. */
export const TERMS = `
Accepted Programme | the programme accepted under Clause {baseline}, with its later revisions
Authority's Representative | the person named by the Authority under Clause {representatives}
Basis of Design | the document of that name in Schedule 3, once accepted
Business Day | a day from Monday to Friday on which banks in the capital are open
Change Order | the record of an agreed change under Clause {changes}
Contract Price | the sum at the foot of the first table in Schedule 2, adjusted as this Contract provides
Defects Period | the time during which defects are made good under Clause {period}
Handover Certificate | the certificate issued under Clause {handover}
Key Personnel | the holders of the posts in Schedule 7
Performance Security | the bond described in Clause {bond}
Site | the land and the sea bed within the red line on the drawing initialled by both parties
Site Data | the surveys, borehole logs and records handed to the Contractor with the invitation to tender
Support Term | the five years that begin with handover
Works | all that has to be designed, built, tested, handed over and supported under this Contract
⟦unused|Standby Crew⟧ | the four operators whom the Contractor keeps ready during the first winter
`;
