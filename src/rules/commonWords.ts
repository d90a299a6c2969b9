/**
 * Words that at least one agreement in twenty writes in small letters, of 230 that were filed with an authority; words
 * whose suffix derives them (`payment`, `liability`) are left out. A capitalised phrase of such words is a term and not
 * the name of a person, a company or a place.
 */
const WORDS = `
abide able about above absent absolute abuse accept access accessory accident accommodate accomplish
account accountant accrue accuracy accurate achieve acknowledge acquire across act action adapt add
address addressee adequate adhere adjust administer administrator admit adopt advantage adverse
advertise advice advise adviser advisor advisory affair affect affiliate afford aforesaid after
again against age agency agent aggregate agree aid air alert algorithm alia all allocate allow alone
along already also alter alternate although alway amend among amount analyse analysi analyze annum
another answer anticipate any anyone anywhere apparatus appear appoint appropriate approve
arbitrator are area arise arisen arm around arrange article artwork ask aspect assert assess asset
assign assignee assist associate assume assure attack attempt attend attorney attribute audio audit
auditor authorize automatic average avoid award aware away back background backup bad bandwidth bank
bankrupt bankruptcy banner bar base basi basic batch bear became because become been before begin
behalf being belief believe belong below benefit best better between beyond bid bill bind blank
board body bond book borne both bound box branch brand breach bribery bring broad broadcast broker
brought budget build burden bureau but button buy bylaw cable calculate calendar call campaign can
cancel candidate cannot card care carrier carry case cash casualty category cause cease cell center
certain certificate certify chain challenge change channel character characteristic charge
chargeback chart charter check choice choose chosen city civil claim class clause clear click client
close code collaborate collect color come commerce commercialize commit committee common communicate
company compensate compete competent competitor complaint complete component compound comprise
compromise computer concept concern conclude concurrent conduct confer confirm conflict conform
connect consent consider consist consistent constitute construct consult consultant consumer
consummate contact contain container contemplate content contest context contingency contingent
continue contract contractor contribute control controversy convenient convert convey cooperate
coordinate copy copyright corporate correct correspond cost could counsel count counter counterclaim
counterpart country county courier course court covenant cover coverage create credit creditor crime
criteria cross cure currency current custodian custody custom customer cycle damage data database
date day deadline deal dealer death debt debtor decide declare decline decompile decrease decree
deduct deed deem defamatory default defect defend defense deficiency define degree delay delegate
delete deliver delivery demand demonstrate dependent deploy deposit describe design designate
designee desire despite destroy detail determine develop developer device devote diagram did differ
different difficulty diligent diminish direct director disapprove disassemble disaster discharge
disclaim disclaimer disclose disclosure discontinue discount discover discovery discrepancy discuss
disease disparage dispatch display dispose dispute disseminate distinct distribute distributor
dividend divulge doe doing dollar domain domestic done doubt down download draft drawn dress drive
driver drug due duly duplicate duty each earlier earliest earthquake economic effect effectuate
efficacy efficiency efficient effort eight eighteen eighty either elect electronic eliminate else
elsewhere email embargo embargoe emergency employ employee employer enable encourage encumber end
endeavor endeavour enemy energy enforce engage engine engineer ensure enter enterprise entire
entirety entitle entry epidemic equivalent error escrow establish estate estimate estoppel etc
evaluate even event every exact examine example except excess exchange excise exclude excuse execute
executor exempt exercise exhibit exist expand expect expenditure expense expert expertise expire
expiry exploit export express extend extent face facilitate facsimile fact factor fail failure fair
faith fall false far fashion fault favor fax feature fee feel feminine field fifteen fifth fifty
file fill film find fine fire firm first fit five fix flood flow focus follow force forecast foreign
form format former formula formulae forth forthwith forty forum forward found four fourteen fourth
frame franchise fraud fraudulent free freight frequency from front fuel fulfill full fullest fund
furnish further future gain gender generate geographic gift give given goal going good goodwill
govern grant graphic greater greatest gross ground group growth guarantee guarantor guaranty guide
guideline guilty ha had half hand handle hard hardware harm have hazard head health healthcare heir
held help her here hereafter hereby herein hereinafter hereof hereto hereunder herewith hi high
higher highest him hire history hold holder holiday home host hotel hour house how however howsoever
http human idea identifier identify ie iii image immediate impact impair impede import important
impose improper improve inaccuracy inadequate inappropriate incident include income inconsistency
inconsistent inconvenient incorporate incorrect increase incur indemnify indenture independent index
indicate indicia indirect induce industry inform infrastructure infringe ingredient initiate injury
input inquiry insert inside insist insofar insolvency insolvent inspect install instead institute
instruct insufficient insure insurer integrate intend intent interest interface interfere interim
internet interpret interview into introduce inure invalid invalidate inventory investigate investor
invoice involve issue issuer it item itself join joint jury just keep kept key kind know knowledge
known label labor laboratory lack land language lapse large last late later latest launch law
lawsuit layout lead leader learn lease least leave left legend legitimate length less lesser letter
level levy liable license licensee licensor lien lieu life light like limit line link liquidate
liquidator list literature live loan lock lockout log logo long longer look loss lost low lower
lowest machine machinery made mail main maintain majeure major make manage manager mandatory manner
manufacture manufacturer many margin mark market masculine mask mass master matter maximize maximum
may meal mean measure mechanism media mediator medium meet member memory merchant merge merger
message met method methodology might milestone million minimize minimum minor minus minute
misappropriate misconduct misuse mitigate mobile mode model modify money monitor month mony
moratorium more mortgage most motion much multi multiple music must name nature need neglect
negligent negotiate neither net network neuter never new newsletter next nine ninety nominee
nondisclosure none nor not note notice notify now null number object obligate observe obtain occur
off offense offer office officer offset often oil omit once one online only open operate operator
opinion oppose option oral order origin other otherwise our out output outside over overall overdue
overhead overnight oversee owe owed owing own owner package page paid panel paper par paragraph
parameter parent part participant participate particular partner party pass passage password past
patent patient pay payroll pdf penalty people per percent percentage perfect perform period periodic
permanent permit person personnel pertain pertinent phase phone photo photograph phrase picture
pipeline place plan plant platform please pledge plus pocket point policy portfolio possess post
postage power practice pre preamble precedent preclude prejudice premise premium prepaid prepare
present preserve press prevail prevent price prime principle print prior privacy private privilege
problem procedure process procure produce product profit program progress prohibit project prominent
promise promote prompt proof proper property propose prosecute prospect prospectus protect protocol
prototype prove provide provider proxy prudent public publish purchase purchaser purport purpose
pursuant pursue put qualify quarter quote radio raise range rate rather raw reach read ready real
reason rebate recall receipt receiver recent recipient recognize recommend record recourse recover
recovery reduce refer reflect refrain refund refuse regard region register regular regulatory
reimburse reissue reject relate release relevant relief relieve rely remain remainder remedy remit
remote remove render renew rent repair replace report represent reproduce repurchase request require
requisite resale research resell reseller reserve resident resolve resource respect respond response
restrict result resume retail retain return revenue reverse revert review revise revoke right riot
rise risk road role room routine royalty rule run sabotage safe safeguard safety said sale same
sample satisfactory satisfy save sbsp scale schedule scheme scientific scope screen script seal
search second secrecy secret secure see seek select self sell seller semi send senior sense sent
separate seq servant serve server service sery set settle seven shall share shareholder she sheet
shelf ship short shortage shorter shortfall should show shown side sign signage signatory signature
significant similar since single singular site six sixty size skill slogan small software sold sole
solicit some sometime soon sooner sought sound source space spare specialty specific specify spent
sponsor sport spot staff stage standard start state statistic status statute statutory step still
stock stockholder stop storage store storm strategic strategy strength strict strike structure study
style subcontract subcontractor subject sublicense sublicensee submit subordinate subparagraph
subpoena subscribe subscriber subsequent substitute success successor such suffer sufficiency
sufficient suit suite sum supersede supplier support survey suspend symbol syndicate system table
take taken tape target tariff task tax team technique technology telephone ten tender tenth term
terminate territory terrorism terrorist test text than that theft their them themselve then
therapeutic there thereafter thereby therefor therefore therefrom therein thereof thereon thereto
thereunder therewith these they thi thing third thirty those though thousand threat threaten three
through throughout thus ticket tier time timeline title together toll tool top topic tort toward
track trade trademark traffic train transact transfer transferee transit translate transmit
transport travel treat treaty true trust trustee try turn twelve twenty two type ultimate unable
under understand understood undertake undertaken undue unfair uniform unique unit unless unpaid
until untrue update upfront upgrade upon usage use used user using utilize valid value variety vary
vehicle vendor venture venturer venue verify versa very vest via vice video view vii viii violate
virtue visit voice void volume vote wa wage waive waiver war warehouse warrant warranty waste water
way wear weather web website week weight well were what whatever whatsoever when whenever where
whereby whether which whichever while who whole wholesale whom whose wide will window wire wish with
withdraw withdrawn withheld withhold within without word work worker workmanlike world worldwide
would writ written xii xiii xiv year yet you your zero`;

const COMMON: ReadonlySet<string> = new Set(WORDS.split(/\s+/));

/** True for a word in small letters, in the singular or plural, that is common in agreements. */
export const isCommonWord = (word: string): boolean =>
  [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')].some(form =>
    COMMON.has(form),
  );
