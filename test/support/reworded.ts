/**
 * Reviews in which up to four readers name the same problems, more tersely and in fewer common words than in
 * `reviews.ts`: code, contracts and documents, one of them in German. Written for choosing the weights of `likenessOf`.
 */
export const REWORDED_REVIEWS: readonly (readonly (readonly string[])[])[] = [
  [
    [
      'ackHandlers entry is never removed when the probe times out before a NACK is processed, so the map grows without bound',
      '`invokeNackHandler` leaves the handler registered: on a busy cluster this leaks memory',
      'Memory leak: handlers registered for sequence numbers that only ever receive a nack stay in `ackHandlers` forever',
      "Nack path doesn't delete(m.ackHandlers, seqNo) like the ack path does; handler objects accumulate",
    ],
    [
      '`refute` mutates me.Incarnation without holding nodeLock, data race with gossip',
      'Race condition: the incarnation counter on the local node is written in refute() while other goroutines read it',
      "The comment says nodeLock MUST be held but the caller in handleSuspect releases it first, so concurrent writes to the node's Incarnation are possible",
      'unsynchronised write to Incarnation',
    ],
    [
      'Leave can be undone: an alive message that was already queued makes us re-join the cluster',
      'After calling Leave() the node may come back because pending aliveMsg packets are still handled',
      'Queued alive broadcasts are not discarded on leave. A departing member resurrects itself',
      'hasLeft() should be checked before applying an alive update about ourselves, otherwise shutdown is not final',
    ],
    [
      'a.Vsn is indexed up to 5 although only a length of 3 was checked → index out of range panic from a malformed packet',
      'Remote crash: a peer can send a version slice with three entries and `aliveNode` reads element 5',
      'Bounds check on Vsn is insufficient (>= 3 vs. six accesses). Untrusted input can panic the process',
    ],
    [
      'pMin > pMax validated, but pCur is not checked against the range',
      'Protocol version sanity check ignores the current version: pCur may lie outside [pMin, pMax] and is accepted',
      'Should also reject when pCur < pMin || pCur > pMax',
    ],
    [
      'IPAllowed is evaluated only for new nodes; a known node can change its address to one outside the allow-list',
      'CIDR allow list bypass – once a member is in nodeMap its new address is not verified again',
      'Address updates of existing members skip the allowlist check',
    ],
  ],
  [
    [
      'Rent review clause gives no cap on the increase, tenant exposed to unlimited uplift',
      'Clause 5.2: increases in the annual rent are not limited in any way; consider an upper limit or CPI collar',
      'There is no ceiling on how much the landlord may raise the rent at each review date',
      'Uncapped rent escalation.',
    ],
    [
      'The break option can be exercised by Landlord only; no reciprocal right for the Tenant',
      'One-sided termination: just the lessor may end the term early',
      "Early termination right isn't mutual – we need a tenant break at year 5",
      "Section 9 lets the landlord walk away on six months' notice while the lessee stays bound for the whole term",
    ],
    [
      '"Permitted Use" is used in 4.1 and 7.3 but nowhere defined',
      'Missing definition: Permitted Use',
      'The lease relies on the capitalised expression Permitted Use without saying what uses are permitted',
    ],
    [
      "Deposit: clause 3.4 says three months' rent, Schedule 2 says £24,000 which is four months",
      "Security deposit amount is inconsistent between the body and the schedule (3 months vs. 4 months' rent)",
      'The figure in Schedule 2 does not match the deposit set in clause 3.4',
      'Conflict over how much must be paid as security – body and Schedule 2 give different sums',
    ],
    [
      'Repair obligation obliges tenant to put the premises in better condition than at start; no schedule of condition',
      'Full repairing covenant without reference to a photographic schedule of condition means liability for pre-existing dilapidations',
      'Tenant may have to fix defects that existed before the lease began',
      '"Keep and put in good repair" – this extends to historic disrepair. Limit it to the state at the commencement date',
    ],
    [
      'Interest on late rent: 8 % above base, compounding daily – may be a penalty',
      'The default interest rate looks penal and might be unenforceable',
      'Rate of interest for overdue sums is excessive; reduce to 3 % or 4 % over base',
    ],
    [
      'Landlord\'s consent to assignment "may be withheld in its absolute discretion": delete or replace by "not to be unreasonably withheld"',
      "Assignment effectively prohibited because consent is wholly at the lessor's discretion",
      'Transfer of the lease needs consent which can be refused for any reason',
    ],
  ],
  [
    [
      'Step 4 tells the reader to start the service, but the configuration file is created only in step 6',
      'Steps are out of order: service is launched before its config exists',
      'The guide starts the daemon before explaining how to write config.yaml, so the first start fails',
      'Reorder the procedure. `systemctl start` comes too early',
    ],
    [
      'Says Python 3.8 is required here and 3.10 or later in "Requirements"',
      'Minimum Python version is contradictory (3.8 / 3.10)',
      'Two different supported interpreter versions are given',
      'The prerequisites list Python >= 3.10, this paragraph 3.8',
    ],
    [
      'Link to the "Upgrade" page returns 404 / anchor doesn\'t exist',
      'Broken link: upgrading.md#from-v2',
      'The cross-reference to the upgrade notes points nowhere',
    ],
    [
      'The command uses sudo pip install, which overwrites system packages; recommend a virtual environment',
      "Installing with root pip may break the OS's own Python – use venv or pipx",
      'Dangerous advice: running pip as root',
    ],
    [
      'The default password "admin" isn\'t said to need changing',
      'Security: nothing warns users to replace the initial admin credentials',
      'Readers are not told to change the preset password after first login',
      'Add a warning that leaving the out-of-the-box login unchanged exposes the instance',
    ],
    [
      'Table lists the port as 8080, while the example URL uses 8000',
      'Port mismatch between table and sample address',
      "The browser URL in the example won't work since the server listens on 8080",
    ],
    [
      '"it" in the second sentence could mean the agent or the server',
      'Ambiguous pronoun: unclear what "it" refers to',
      'Unclear antecedent. Name the component instead of writing "it"',
    ],
  ],
  [
    [
      'SQL injection: the search term is concatenated into the query string',
      '`q` from req.query is interpolated directly in the SQL statement; use bound parameters',
      'User input reaches the database unescaped via template literal',
      'Use a prepared statement here, otherwise an attacker can run arbitrary SQL through the search box',
    ],
    [
      'Missing await on `sendMail` – errors become unhandled rejections and the response says success',
      "The mail promise isn't awaited, so failures to send are silently lost",
      'Floating promise: sendMail()',
    ],
    [
      'Price calculated with floats leads to rounding errors; use integer cents',
      'Monetary amounts stored as JS numbers – 0.1 + 0.2 problem',
      'Totals can be off by a cent since floating-point arithmetic is used for money',
      "Don't represent currency with binary floating point.",
    ],
    [
      "Any logged-in user can fetch anybody's order by id; ownership is never verified",
      'IDOR in GET /orders/:id',
      'Authorization check missing: the handler loads the order without comparing order.userId to the session user',
      "Horizontal privilege escalation: changing the number in the URL shows other customers' orders",
    ],
    [
      'N+1 query: product looked up inside the loop over cart lines',
      'Each line item triggers its own database round trip – batch with `WHERE id IN (...)`',
      'Performance: findProduct is called once for every cart entry, load them all in one go',
    ],
    [
      'The stock counter is read, decremented and written without a transaction, so two buyers can get the last item',
      'Race when two checkouts happen at once: inventory may go negative',
      "Overselling possible – the stock update isn't atomic",
      'Check-then-act on `stock`; use UPDATE … WHERE stock > 0 or lock the row',
    ],
    [
      'Session cookie lacks HttpOnly and Secure',
      'Cookie flags: set `secure: true, httpOnly: true`',
      'The login cookie can be read by scripts and is sent over plain HTTP',
    ],
  ],
  [
    [
      'except Exception: pass hides every failure while loading a row',
      'Errors during row import are swallowed silently',
      'Bare catch-all without logging; corrupted rows disappear and no one will notice',
      'Loader ignores all exceptions, so data loss goes undetected',
    ],
    [
      'Timestamps parsed as naive datetimes; should be timezone-aware UTC',
      'datetime.strptime gives no tzinfo, comparisons across DST will be wrong',
      'Time zone is dropped when reading the created_at column',
      'Local time and UTC get mixed up here',
    ],
    [
      'The whole CSV is read into memory with read(); large exports exhaust RAM',
      'Memory use grows with the size of the input, stream it line by line instead',
      'File loaded all at once. For multi-GB inputs the worker gets OOM-killed',
      'Iterate over the file handle rather than slurping',
    ],
    [
      'mutable default argument `tags=[]` is shared between calls',
      'Default list is created once, so tags leak from one record to the next',
      'tags parameter: use None and create the list inside',
    ],
    [
      "Retry loop never stops: there's no maximum number of attempts",
      'Infinite retries when the endpoint stays down',
      'The job hangs for ever if the API keeps answering 503 because the loop has no upper bound',
      'Add a cap and exponential backoff to the retry',
    ],
    [
      "The temp file isn't deleted when upload fails",
      'Temporary exports pile up in /tmp after an error',
      'Clean-up happens only on the success path – use try/finally or a context manager',
    ],
    [
      '`id` is compared with `is` rather than ==',
      'Identity comparison of integers works by accident for small values only',
      'Using "is" for equality breaks for ids above 256',
    ],
  ],
  [
    [
      'Die Gewährleistungsfrist ist mit 6 Monaten kürzer als das gesetzliche Minimum',
      '§ 8 verkürzt die Verjährung von Mängelansprüchen unzulässig auf ein halbes Jahr',
      'Mängelrechte verjähren schon nach sechs Monaten, gegenüber Verbrauchern unwirksam',
      'Unwirksame Verkürzung der Gewährleistung',
    ],
    [
      'Der Begriff „Lieferdatum“ wird verwendet, aber nicht definiert',
      'Lieferdatum: Definition fehlt',
      'Unklar, was mit Lieferdatum gemeint ist; es fehlt eine Begriffsbestimmung',
    ],
    [
      'In § 3 beträgt der Kaufpreis 48.000 Euro, in Anlage 1 dagegen 45.000 Euro',
      'Widersprüchliche Angaben zum Kaufpreis in Vertrag und Anlage',
      'Preis in der Anlage stimmt nicht mit § 3 überein',
    ],
    [
      'Der Käufer trägt die Gefahr bereits ab Vertragsschluss, obwohl die Ware erst später übergeben wird',
      'Gefahrübergang vor Übergabe benachteiligt den Käufer',
      'Risiko des Untergangs liegt zu früh beim Erwerber',
    ],
    [
      'Verweis auf § 14, den es nicht gibt',
      'Der Vertrag hat nur 12 Paragraphen, verweist aber auf § 14',
      'Fehlerhafter Querverweis (§ 14)',
    ],
    [
      'Schadensersatz ist der Höhe nach nicht begrenzt',
      'Es fehlt eine Haftungsobergrenze',
      'Unbeschränkte Haftung des Verkäufers – Deckelung aufnehmen',
    ],
  ],
];
