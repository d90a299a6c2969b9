/**
 * Twelve reviews of code, contracts, documents and policies, in which up to four readers name the same problems, many in
 * a few words. Written before the words in `synonyms.txt`; five were used to choose weights, and the last seven not.
 */
export const TERSE_REVIEWS: readonly (readonly (readonly string[])[])[] = [
  [
    [
      'The response body is never closed when the upstream answers with a non-2xx status, so connections leak.',
      '`resp.Body` is not closed on the error path; keep-alive sockets pile up until file descriptors run out.',
      'Resource leak: early return before `defer resp.Body.Close()` in forward()',
      'Missing Body.Close() if StatusCode >= 300',
    ],
    [
      "forward() reuses the incoming request's context, but the retry goroutine outlives the handler, so retries are cancelled as soon as the client gets its answer.",
      'Retries run with r.Context(), which is cancelled when ServeHTTP returns; they will practically always fail with context canceled.',
      'Background retry tied to request lifetime',
    ],
    [
      'Every retry sleeps a fixed 200 ms without jitter; after an outage all instances hammer the upstream in lockstep.',
      'Retry storm risk: constant delay, no exponential backoff or randomisation.',
      'Use backoff with jitter instead of time.Sleep(200 * time.Millisecond)',
    ],
    [
      'POST requests are retried even though they are not idempotent, which may create duplicate orders.',
      'Retrying non-idempotent methods (POST, PATCH) can execute the side effect twice.',
      'No check on method before retrying: a payment could be submitted two times',
    ],
    [
      'Hop-by-hop headers such as Connection and Transfer-Encoding are forwarded unchanged to the upstream.',
      'copyHeaders should strip `Connection`, `Keep-Alive`, `Proxy-Authorization` and `TE` as RFC 9110 demands.',
      'Forwarding Transfer-Encoding verbatim opens the door to request smuggling.',
    ],
    [
      'X-Forwarded-For is trusted from any client, so the rate limiter can be evaded by sending a different address each time.',
      'Client-controlled header determines the rate limiting key; spoofing X-Forwarded-For bypasses the limit entirely.',
      'clientIP() takes the left-most X-Forwarded-For entry without verifying that the peer is a known proxy',
    ],
    [
      'The limiter map grows with each new address and entries are never evicted.',
      'Unbounded memory: buckets for IPs seen once stay forever. Add a TTL or an LRU.',
      '`limiters` has no cleanup, a scan from many sources exhausts the heap',
    ],
    [
      'limiters is read without holding mu in Allow(), while getBucket writes to it under the lock; this is a data race.',
      'Concurrent map read and map write will crash the process with a fatal error.',
      'Unsynchronised access to the buckets map',
    ],
    [
      'Bucket refill uses integer division, so for rates below one token per second nothing is ever added.',
      '`elapsed.Seconds() / int(rate)` truncates; slow limits never replenish.',
    ],
    [
      'The metrics label includes the raw URL path, which produces unbounded cardinality in Prometheus.',
      'High-cardinality label: use the route template instead of r.URL.Path for request_duration_seconds',
      'Path as metric label will blow up the time-series database',
    ],
    [
      'TLS verification is disabled for the upstream client (InsecureSkipVerify: true).',
      'Man-in-the-middle possible: certificates of the backend are not checked.',
      'InsecureSkipVerify must not be hard-coded',
    ],
    [
      'http.Client has no timeout; a hanging upstream blocks the handler for ever.',
      'No deadline is set on outgoing calls, so a stalled backend ties up goroutines indefinitely.',
      'Set Timeout on the client or use context.WithTimeout.',
    ],
    [
      'The error returned by io.Copy is ignored, truncated answers are logged as successful.',
      "io.Copy's result is discarded: a partial body is delivered with status 200 and nobody notices",
    ],
    [
      'Log lines contain the full Authorization header.',
      'Bearer tokens end up in plain text in the access log; redact credentials before logging.',
      'Sensitive header values are written to logs',
    ],
  ],
  [
    [
      "Clause 7.2 caps the Supplier's liability at the fees paid in the preceding month, which is unusually low and leaves the Customer practically without remedy.",
      "The liability cap of one month's fees is far below market (typically 12 months).",
      'Limitation of liability amount is inadequate for the Customer',
      'Low cap: fees for 1 month',
    ],
    [
      'The cap in 7.2 does not carve out breach of confidentiality or data protection obligations.',
      'No exceptions from the limitation for data breaches, IP indemnity or wilful misconduct.',
      'Liability limitation also applies to gross negligence and intent; such carve-outs are missing.',
    ],
    [
      'Services renew automatically for three years unless notice is given 180 days before expiry.',
      'The auto-renewal is onerous: a three-year renewal term with a six-month notice window.',
      'Customer can easily miss the opt-out period and be locked in for another 36 months',
      'Automatic extension with excessively early notice deadline',
    ],
    [
      "Supplier may raise fees at any time on 10 days' notice without a ceiling.",
      'Unilateral price increases are unlimited.',
      'Clause 4.3: no cap on annual uplift and no right to terminate if prices go up',
    ],
    [
      '"Confidential Information" is capitalised but nowhere defined.',
      'The term Confidential Information is used in clauses 9 and 12 without a definition.',
      'Undefined term in the confidentiality clause',
    ],
    [
      'Confidentiality obligations last only for the term of the agreement, so secrets are unprotected after termination.',
      'There is no survival of the duty of secrecy beyond expiry.',
      'Clause 9.4 should continue for at least 5 years post-termination, and for trade secrets without limit',
    ],
    [
      'Clause 11.1 lets the Supplier suspend access immediately for any suspected breach, without notice.',
      'Suspension right is too broad: no prior warning, no materiality threshold, mere suspicion suffices.',
      "The Customer could lose service overnight on the Supplier's say-so",
    ],
    [
      'Customer data is deleted immediately upon termination; there is no period for export.',
      'No transition assistance or data return: the customer has no chance to retrieve its data once the agreement ends.',
      'Exit: need 30 days of read access for retrieval',
    ],
    [
      'Governing law is England in clause 15.1 but the courts of Delaware have exclusive jurisdiction in 15.2.',
      'Conflict between choice of law (English) and forum (Delaware).',
      'The agreement is to be construed under English law while disputes must be litigated in Delaware; this mismatch is impractical.',
    ],
    [
      'The order of precedence between the Order Form and the Master Agreement is contradictory: clause 1.4 says the Order Form prevails, Schedule B says the opposite.',
      'Which document wins in case of inconsistency is unclear, 1.4 and Schedule B disagree.',
      'Precedence clauses collide',
    ],
    [
      'Supplier indemnifies only for claims finally awarded by a court, not settlements or defence costs.',
      'The IP indemnity excludes legal fees and settlement amounts, rendering it largely worthless.',
    ],
    [
      "The Customer's indemnity in 8.3 is unlimited whereas the Supplier's is capped.",
      "One-sided indemnities: only the Customer's exposure is uncapped.",
      'Asymmetric risk allocation between the parties in clause 8',
    ],
    [
      'Service credits are stated to be the sole remedy for downtime, with no right to terminate for chronic failure.',
      'SLA: exclusive remedy language bars termination even after repeated outages',
      'No exit for persistent availability failures',
    ],
    [
      'Uptime of 99.9 % excludes maintenance, which can be scheduled without limit.',
      'Planned maintenance windows are unrestricted, so the availability commitment is meaningless.',
    ],
    [
      'Sub-processors may be changed without informing the Customer.',
      'No notice or objection right regarding new subprocessors, contrary to Art. 28(2) GDPR.',
      'The supplier can engage further processors freely',
    ],
  ],
  [
    [
      'useEffect has no dependency array, so the fetch runs after every render and loops for ever.',
      'Infinite request loop: effect without deps sets state',
      'Missing dependency list causes the data to be loaded again on each render',
    ],
    [
      "The effect doesn't abort the earlier request when `query` changes; an older answer can overwrite a newer one.",
      'Race condition between successive searches: results may arrive out of order.',
      'Stale response problem – use AbortController or ignore outdated promises.',
      'No cancellation of in-flight fetch',
    ],
    [
      '`key={index}` is used for a list that can be reordered, which mixes up input state between rows.',
      'Using the array index as React key leads to wrong rows being updated after sorting',
      'Unstable keys',
    ],
    [
      'dangerouslySetInnerHTML renders the comment body without sanitising it.',
      'XSS: user-supplied HTML is injected into the DOM unescaped.',
      'Comment content must be passed through DOMPurify before being rendered',
    ],
    [
      'The total is computed with floating point arithmetic, so 0.1 + 0.2 shows as 0.30000000000000004.',
      'Money should be held in integer cents; summing floats yields rounding errors',
      'Rounding problems in the price column',
    ],
    [
      'Prices are shown with a hard-coded "$" and two decimals regardless of the selected currency.',
      "Currency formatting ignores the user's locale; use Intl.NumberFormat.",
      'JPY has no decimals, and euro amounts get a dollar sign',
    ],
    [
      'setItems(items.push(x)) stores the new length instead of the array.',
      'Array.prototype.push returns a number, so state becomes a number and the next .map throws.',
      'State is mutated in place, and the wrong value is passed to the setter',
    ],
    [
      'The modal cannot be closed by keyboard and does not trap focus.',
      "Accessibility: Escape key isn't handled and tabbing leaves the dialog.",
      'Dialog lacks focus management',
    ],
    [
      'Icon buttons have no accessible name.',
      'Screen readers announce only "button" since there\'s no aria-label on the delete icon.',
      'Add aria-label to icon-only buttons',
    ],
    [
      '`as any` hides that `response.data` may be undefined.',
      'Type assertion defeats checking; data can be missing when the server returns 204',
      'Unsafe cast: response.data is accessed without null check and crashes on an empty answer.',
    ],
    [
      'The debounce function is re-created at each render so debouncing never happens.',
      'debounce(handleChange, 300) inside the component body yields a fresh timer every time; wrap in useMemo/useCallback',
      "Every keystroke still triggers a request because the debounced handler isn't memoised",
    ],
    [
      'Errors of the save call are swallowed: the catch block is empty and the user sees "Saved".',
      'On failure the UI still reports success.',
      'Silent catch. The person editing believes that the changes were stored although the request failed.',
    ],
    [
      'Submit button stays enabled while saving; a double click creates two records.',
      "Duplicate submission is possible because there's no pending state on the form.",
    ],
    [
      'The event listener for resize is not removed on unmount.',
      'Memory leak: window.addEventListener without cleanup',
      'Return a cleanup function that unregisters the resize handler',
    ],
    [
      'Date strings are parsed as UTC but shown in local time, so due dates appear one day early west of Greenwich.',
      "new Date('2024-05-01') is interpreted as midnight UTC → off-by-one day in American time zones.",
      'Timezone bug in the due date column',
    ],
  ],
  [
    [
      'The example uses `GET /v1/users/search`, while the reference table lists `POST /v1/users/search`.',
      'HTTP method differs between the sample and the table: GET vs POST.',
      'Inconsistent verb for the search endpoint',
    ],
    [
      'Rate limit is given as 100 requests per minute in "Limits" and as 1,000 per hour in "Getting started".',
      'Two contradictory quotas: 100/min and 1000/h',
      "The documented throttling values don't agree with each other.",
    ],
    [
      'No description of what happens when the rate limit is exceeded (status code, Retry-After).',
      "It isn't explained how a client learns that it has been throttled.",
      'Document the 429 response',
    ],
    [
      '`page_size` default is documented as 20, but the sample response contains 50 entries with no parameter given.',
      'Default page size contradictory (20 in the text, 50 in the example).',
      "Example output doesn't match the stated default of page_size",
    ],
    [
      'Pagination: the doc does not say how to detect the last page.',
      'Missing explanation of the end of the listing: is next_cursor null or absent?',
      "Readers can't tell when to stop iterating",
    ],
    [
      'The authentication section tells readers to put the API key in the query string, which will leak into logs and browser history.',
      'Passing secrets as URL parameters is insecure; recommend the Authorization header.',
      '?api_key=… in examples exposes the credential in server logs',
    ],
    [
      'The curl sample has an unbalanced quote and cannot be copied and run.',
      "Syntax error in the code block: closing ' is missing after the JSON body",
      'Broken shell example',
    ],
    [
      'Field `created` is described as an ISO 8601 string but shown as a Unix timestamp.',
      'Type mismatch for created: the table says string (date-time), the sample gives 1700000000.',
      'Timestamp format inconsistent',
    ],
    [
      '"Webhooks" links to #webhook-events, an anchor that does not exist.',
      'Dead internal link in the overview.',
      'The cross reference to the webhook section leads nowhere',
    ],
    [
      'Nothing is said about verifying webhook signatures.',
      'Security: explain how consumers authenticate incoming events (HMAC secret).',
      "Webhook payload authenticity isn't covered",
    ],
    [
      'Webhook retries: the text promises five attempts, and the table shows seven.',
      'Number of delivery attempts is inconsistent – 5 vs. 7.',
    ],
    [
      'The term "workspace", "team" and "organisation" are used for the same thing.',
      'Terminology drifts: pick one of workspace/team/organization.',
      'Inconsistent naming of the top-level entity',
    ],
    [
      'The note says that deletion is reversible for 30 days, whereas the DELETE reference states that it is permanent and immediate.',
      'Is delete final? Two passages disagree.',
      'Contradiction about restoring deleted users.',
    ],
    [
      'Step 3 refers to a "Developer" tab, which was renamed to "Integrations" in the current console.',
      'Outdated UI label',
      'Screens mentioned in step 3 no longer exist under that name',
    ],
    [
      '`scope` lists "read:all" in the example though only read:users and read:teams are defined.',
      "The sample requests a permission that's not among the documented scopes.",
      'Undefined scope value read:all',
    ],
    [
      'The introduction repeats the paragraph on environments word for word.',
      'Duplicate paragraph (sandbox and production)',
      'Same text appears twice',
    ],
  ],
  [
    [
      'The policy does not name the controller or give contact details.',
      'Missing identity of the data controller (Art. 13(1)(a)).',
      "Users can't find out who is responsible for the processing or how to reach them",
    ],
    [
      'No legal basis is given for the marketing emails.',
      'Purpose "newsletters" lacks a lawful ground such as consent.',
      "Which Article 6 basis covers direct marketing isn't stated",
    ],
    [
      'Retention is "as long as necessary", with no periods or criteria.',
      'Storage duration is vague.',
      'The notice should say how long each category of data is kept, rather than "as long as needed for our purposes"',
      'Retention periods not specified',
    ],
    [
      'Section 3 says data is never shared with third parties, while section 6 lists advertising partners that receive it.',
      'Contradiction: "we never share" vs. disclosure to ad networks',
      'The statement on sharing is untrue in view of section 6.',
    ],
    [
      'Transfers to the United States are mentioned without any safeguard (adequacy decision, SCCs).',
      'International transfer: legal mechanism missing.',
      'No mention of standard contractual clauses for data sent outside the EEA.',
    ],
    [
      'The right to lodge a complaint with a supervisory authority is missing.',
      'Data subjects are not told they can complain to a regulator.',
      'Add the complaint right (Art. 13(2)(d)).',
    ],
    [
      'Consent cannot be withdrawn as easily as given: a letter by post is required.',
      'Withdrawal of consent by postal mail only is not compliant with Art. 7(3).',
      'Opt-out is unreasonably burdensome',
    ],
    [
      'Cookies are set before the visitor consents; the policy says continued use counts as agreement.',
      'Implied consent by browsing is invalid for tracking cookies.',
      'Analytics cookies need an active opt-in, not "by continuing to use the site".',
    ],
    [
      'Children under 13 are said not to be served, yet section 9 describes profiles for pupils aged 10 to 12.',
      'Conflict about minors: the service excludes under-13s but has school accounts for ten-year-olds.',
      "Age statements don't fit together",
    ],
    [
      'Changes to the policy take effect at once without informing users.',
      'The policy may be amended at any time with no notice.',
      'Users should be notified of material changes in advance',
    ],
    [
      'Automated credit decisions are made without explaining the logic or the right to human review.',
      'Profiling/automated decision-making under Art. 22 is not explained.',
      'Section 5 mentions scoring, but people are not informed that they may contest the outcome',
    ],
    [
      'Security measures are promised as "100 % secure", which no one can guarantee.',
      'Absolute security claim creates liability.',
      'Avoid guaranteeing complete safety of data',
    ],
    [
      "The effective date precedes the last-updated date by two years, so it's unclear which version applies.",
      'Version confusion: effective 2019, updated 2021.',
    ],
    [
      'Access requests cost a fee of 25 euros, though the GDPR says that the first copy is free of charge.',
      'Charging for data access is unlawful as a rule.',
      'Fee of €25 for a subject access request',
    ],
    [
      'Requests are answered within 90 days; the law allows one month.',
      'The response deadline of three months exceeds the statutory period.',
      'Time limit for replying to data subjects too long',
    ],
    [
      'Section 4 collects precise location "to improve the experience": purpose too vague.',
      'Purpose limitation: geolocation data gathered with no specific aim.',
      "Why exact GPS position is needed isn't explained",
    ],
  ],
  [
    [
      'memcpy copies `len` bytes taken from the packet header into a 256-byte stack buffer without a bounds check.',
      'Stack overflow: attacker-controlled length field exceeds sizeof(buf).',
      'parse_record() trusts hdr->len; a crafted file overwrites the return address',
      'Unchecked length in memcpy',
    ],
    [
      "malloc's return value isn't tested before use.",
      'Null pointer dereference when memory is exhausted (node_new).',
      'node_new() should return NULL to its caller on allocation failure rather than write through p',
    ],
    [
      '`free(node->name)` is called both in node_free and in list_clear, hence a double free.',
      'The name string is released twice when the list is cleared.',
      'Double-free of node->name',
    ],
    [
      'After list_remove frees the node, the loop goes on with node->next.',
      'Use-after-free while iterating: next pointer is read from released memory.',
      'Save the successor before removing an element',
    ],
    [
      'strncpy leaves dst unterminated if the source is 32 characters or longer.',
      'Missing NUL terminator after strncpy → later strlen reads past the end',
      'Title field may not be zero-terminated',
    ],
    [
      'The loop condition `i <= count` reads one element too many.',
      'Off-by-one in the table scan',
      'Should be < rather than <=, otherwise entries[count] is accessed',
    ],
    [
      'Signed int is used for file offsets, so files above 2 GB break.',
      'Offset overflows for large inputs; use off_t or int64_t.',
      '32-bit position variable wraps around past 2 GiB',
    ],
    [
      'count * sizeof(entry) can overflow and lead to an undersized allocation.',
      'Integer overflow in the size computation before malloc; use calloc.',
      'Multiplying an untrusted count with the element size wraps on 32-bit platforms',
    ],
    [
      "The file handle is leaked when the magic number doesn't match.",
      'fclose is missing on the early return for bad magic.',
      'Descriptor leak: `return -1` w/o closing fp',
    ],
    [
      "fread's result is ignored, so truncated files are processed with uninitialised buffer contents.",
      'Short reads go undetected.',
      'Check the number of bytes that fread returned, otherwise garbage from the stack is parsed',
    ],
    [
      'Recursion in parse_group has no depth limit: deeply nested input exhausts the stack.',
      'A file with 100k nested groups crashes the parser.',
      'Unbounded recursion on untrusted data',
    ],
    [
      'printf(msg) with a message from the file: format string vulnerability.',
      'User data passed as the format argument.',
      'Use printf("%s", msg)',
    ],
    [
      'errno is evaluated after another library call that may have changed it.',
      'The error text reported can be wrong because close() clobbers errno before strerror is called.',
    ],
    [
      'Comment says the function returns the number of records, but it returns 0 on success.',
      'Documentation and return value of load_all disagree.',
      'Header comment misleading: result is a status code, not a count',
    ],
    [
      'Values are read in host byte order although the format is defined as big-endian.',
      "Endianness isn't handled; results differ on x86.",
      'ntohl missing for 32-bit fields',
    ],
  ],
  [
    [
      'The rent is stated as EUR 4,500 in figures and "four thousand three hundred" in words.',
      "Amount in words doesn't match the number (4,500 / 4,300).",
      'Monthly rent inconsistent in clause 3.1',
    ],
    [
      'No date is given by which the rent must be paid each month.',
      'Clause 3 omits the due date.',
      'When is rent payable? Neither a day nor a grace period is agreed.',
    ],
    [
      'Rent increases refer to the "Index", which isn\'t identified.',
      'Undefined index: which consumer price index and base year apply?',
      'The escalation mechanism cannot be operated since "Index" has no definition',
      'Indexation basis is not specified',
    ],
    [
      'Tenant must carry out structural repairs including roof and foundations, which normally fall on the landlord.',
      "Shifting major repairs of the building's fabric onto the lessee is unusual and expensive.",
      'Clause 6.2: repair obligation excessive, covers structure',
      'Maintenance of load-bearing parts should remain with the owner',
    ],
    [
      "The deposit of nine months' rent is excessive.",
      'Security deposit far above the customary three months.',
    ],
    [
      "There's no deadline for returning the deposit.",
      "Refund of the security after the end of the tenancy isn't regulated as to time.",
      'Landlord may hold on to the security indefinitely',
    ],
    [
      'The landlord may enter the premises at any time without notice.',
      "Access right is unlimited; demand 24 hours' prior announcement.",
      "Entry without warning infringes the tenant's quiet enjoyment",
    ],
    [
      'Subletting is prohibited absolutely, even to group companies.',
      'No assignment or sublease whatsoever; consent should not be unreasonably withheld.',
      "Transfers within the tenant's group ought to be allowed",
    ],
    [
      'The permitted use is restricted to "office", though the tenant runs a showroom as recital B says.',
      'Use clause does not cover the showroom mentioned in the recitals.',
      'Recital B and the permitted use conflict',
    ],
    [
      'Term: commencement on 1 March 2024 for five years, ending 28 February 2028, which is four years.',
      "End date doesn't fit the five-year term.",
      'The duration is miscalculated: Feb 2028 would be 4 years only',
      'Lease period contradictory',
    ],
    [
      'Break option can be exercised only by the landlord.',
      'Tenant has no early termination right, the landlord does.',
      'Unilateral break clause',
    ],
    [
      'Schedule 2 (floor plan) is referred to but not attached.',
      'Missing annex: the plan of the premises.',
      "The premises aren't identifiable because the plan in Schedule 2 isn't included",
    ],
    [
      'Insurance: both parties must insure the building against fire.',
      'Duplicate building insurance duty (landlord in 8.1, tenant in 8.4).',
      'Who takes out the fire policy is unclear – 8.1 names the lessor and 8.4 the lessee',
    ],
    [
      'On default the landlord can terminate after 2 days, without a chance to remedy.',
      'The cure period for late payment is far too short.',
      'Two-day termination trigger for arrears',
    ],
    [
      "Service charges are uncapped and include the landlord's own financing cost.",
      "Operating expenses contain items that shouldn't be recoverable, such as interest on the landlord's loans.",
      'No ceiling on service charges',
    ],
    [
      'Interest on arrears of 3 % per month is probably void as a penalty.',
      'Default interest is exorbitant (36 % a year).',
      'Late payment interest rate',
    ],
  ],
  [
    [
      'pd.read_csv is called without dtype, so customer ids with leading zeros are turned into integers.',
      'Leading zeros of IDs are lost on load; pass dtype=str for customer_id.',
      'Type inference corrupts identifiers like 00123',
    ],
    [
      'Rows with a missing amount are silently dropped by dropna(), which understates the revenue.',
      'dropna() removes incomplete records without logging.',
      'Data loss: null amounts are discarded and the sum becomes too low',
      'Nobody learns how many rows were thrown away',
    ],
    [
      'The SQL statement is put together with an f-string from the table name and user filter.',
      'SQL injection through `filter_value`.',
      'Use bound parameters instead of string formatting in run_query',
      'Unescaped input concatenated into a query',
    ],
    [
      "The database connection isn't closed if an exception is raised.",
      'conn.close() should be in a finally block or use a context manager.',
      'Connections leak upon errors, and the pool will be exhausted',
    ],
    [
      'The job deletes the target partition before the new data is written; a failure in between leaves an empty table.',
      'No transaction around delete and insert.',
      "A crash after the DELETE loses the day's data; load into a staging table and swap.",
      'Non-atomic overwrite',
    ],
    [
      'Re-running the job for one day inserts the same rows again.',
      "The load isn't idempotent: duplicates occur on retry.",
      'Missing upsert / unique key, so a repeat produces double entries',
    ],
    [
      'datetime.now() is used as the run date, so backfills process the wrong day.',
      'The execution date should come from the scheduler instead of the system clock.',
      "Backfilling isn't possible because the current date is hard-wired",
    ],
    [
      'Naive datetimes are compared with timezone-aware ones, which raises TypeError.',
      'Mixing aware and naive timestamps',
      'Comparison fails with "can\'t compare offset-naive and offset-aware datetimes"',
    ],
    [
      'Local time is used for the cut-off at midnight, hence orders around daylight saving changes are counted twice or not at all.',
      "DST isn't considered: use UTC for the daily boundary.",
      'Around the clock change an hour of orders is skipped or double counted',
    ],
    [
      '`except Exception: pass` hides every failure, and the task is reported as green.',
      'Swallowed exceptions: pipeline shows success although nothing was loaded.',
      'Broad except without re-raise',
    ],
    [
      'The AWS secret key is stored in the source file.',
      'Hard-coded cloud credentials in config.py.',
      'Secrets must not be committed; rotate the access key and load from the environment',
    ],
    [
      'df.apply with axis=1 is very slow for ten million rows; vectorise.',
      'Row-wise lambda kills performance.',
      'Python-level loop over the frame where a column expression would do',
    ],
    [
      'The whole file is read into memory; large exports will be killed by the OOM killer.',
      'Process in chunks (chunksize=) rather than loading 30 GB at once',
      'Memory consumption grows with file size',
    ],
    [
      "The merge on `email` is case-sensitive, so customers written in different case don't match.",
      'Normalise e-mail addresses before joining',
      "Join keys aren't lower-cased, matches are missed",
    ],
    [
      'The left join multiplies rows since `orders` has several entries per key, and totals are inflated.',
      'Fan-out in join: duplicates of the key on the right side make the sums too high.',
      'validate="one_to_one" would have caught that the merge duplicates records',
    ],
    [
      'Mutable default argument `errors=[]` keeps values between calls.',
      'Default list is shared across invocations.',
      'errors accumulates from earlier runs because the default value is created once',
    ],
  ],
  [
    [
      'The container runs as root; set runAsNonRoot and drop capabilities.',
      'No securityContext, so the process has root privileges.',
      'Privileged user inside the pod',
    ],
    [
      "Image tag is `latest`, so a rollback isn't reproducible.",
      'Pin the image version (digest).',
      'Mutable tag: two pods of one deployment may run different code',
    ],
    [
      'No memory limit: one pod can starve the node.',
      'resources.limits is missing.',
      "Without requests/limits the scheduler can't place the pod sensibly, and noisy neighbours are possible",
    ],
    [
      'The liveness probe calls /health which queries the database; a database outage restarts all pods.',
      'Liveness must not depend on external services.',
      'When Postgres is down Kubernetes will kill every healthy replica in a loop',
      'Probe checks DB',
    ],
    [
      "There is no readiness probe; traffic reaches pods that haven't finished starting.",
      'Requests are routed to instances still warming up.',
      'Add readinessProbe so that the service waits for start-up to complete',
    ],
    [
      'The database password is in plain text in the ConfigMap.',
      'Secret stored in a ConfigMap rather than a Secret.',
      'POSTGRES_PASSWORD readable by anyone with view rights',
    ],
    [
      'replicas: 1, so each deployment or node failure means downtime.',
      'Single point of failure, run at least two instances.',
      'No redundancy for the API server',
    ],
    [
      'PodDisruptionBudget allows all pods to be evicted at the same time (maxUnavailable: 100%).',
      'The disruption budget is without effect.',
      'Draining a node can take down the whole service because of maxUnavailable 100 %',
    ],
    [
      'Step 4 of the runbook scales the deployment to zero before taking the backup, yet step 6 expects the application to be reachable.',
      'Order of steps contradictory: the smoke test needs pods that were stopped earlier.',
      "After scaling to 0 there's no step which scales back up",
    ],
    [
      'The restore command points at the production namespace instead of staging.',
      'Danger: pg_restore is run against prod.',
      '`-n production` in the drill section would overwrite live data',
      'Copy-paste of the recovery exercise destroys the real database',
    ],
    [
      "The runbook doesn't state who must be informed during an incident.",
      'Escalation contacts are missing.',
      'On-call phone numbers and communication channel should be listed',
    ],
    [
      'Backups are said to be kept 30 days, the lifecycle rule deletes them after 7.',
      'Retention mismatch between text and bucket policy.',
      'Lifecycle configuration contradicts the documented thirty days',
    ],
    [
      'The restore has never been tested according to the last line ("TODO test").',
      'Recovery procedure unverified.',
      "An open TODO shows that the backup restore isn't proven",
    ],
    [
      'kubectl delete pvc --all removes the volumes of all applications in the namespace.',
      'Overly broad delete; use a label selector.',
      'Command wipes unrelated persistent volumes',
    ],
    [
      'Ingress has no TLS section; traffic is unencrypted.',
      'HTTP only: add a certificate to the ingress.',
      'Credentials travel in clear text between the user and the cluster',
    ],
    [
      'NetworkPolicy permits ingress from every namespace.',
      'The from: {} rule opens the database to all pods in the cluster.',
      'Missing network isolation',
    ],
  ],
  [
    [
      'Passwords must be changed every 30 days; current NIST guidance advises against forced rotation.',
      'Periodic password expiry is outdated and leads to weak choices.',
      'Mandatory monthly password change is counterproductive',
    ],
    [
      'Minimum length is eight characters in 4.1 and twelve in Annex A.',
      'Password length requirements differ (8 vs 12).',
      '4.1 and Annex A contradict each other on length',
    ],
    [
      'Multi-factor authentication is required only for administrators.',
      'MFA should cover remote access for all staff.',
      'Ordinary employees log in from outside with a password alone',
    ],
    [
      '"Critical incidents" must be reported immediately, but no criteria define what is critical.',
      'Severity classes for incidents are not defined.',
      'Which events count as critical is left open',
    ],
    [
      'The reporting deadline to authorities (72 hours) is absent.',
      'There is no mention of the duty to notify the regulator of personal data breaches within three days.',
      'Breach notification period missing',
    ],
    [
      'Section 5 demands encryption of laptops "where feasible", which makes the rule unenforceable.',
      'Vague qualifier "where feasible".',
      "Disk encryption shouldn't be optional",
      'Weak wording undermines the encryption requirement',
    ],
    [
      'The role "Information Security Officer" has duties throughout, but nobody is appointed and no deputy is named.',
      'ISO responsibilities without an owner',
      "It's unclear who fills the security officer function",
    ],
    [
      'Exceptions may be granted orally.',
      'Waivers need written approval and an expiry date.',
      'No documentation of exceptions to the policy',
    ],
    [
      "Review of access rights isn't scheduled.",
      'Permissions of leavers and movers are never re-certified.',
      'The policy should require a periodic recertification of user accounts',
    ],
    [
      'Accounts of departing employees are to be disabled "in due course"; should be on the last working day.',
      'Off-boarding time frame is imprecise.',
      'Ex-employees may retain access for weeks',
    ],
    [
      'Log files are kept for 10 days, which is too short to investigate an intrusion.',
      'Log retention insufficient for forensics.',
      "Ten days of audit trails won't suffice; most breaches are discovered after months",
    ],
    [
      'Logs can be edited by administrators themselves.',
      'Tamper protection of audit logs is missing.',
      'No separation: those being monitored are able to alter the records',
    ],
    [
      'Suppliers are not required to follow the policy.',
      "Third-party risk isn't addressed at all.",
      'Scope should extend to contractors and vendors',
    ],
    [
      'Private devices may be used for e-mail without any device management.',
      'BYOD without controls.',
      'Company data ends up on unmanaged phones',
    ],
    [
      'Penetration tests are to be done "regularly".',
      'No frequency for security testing given.',
      'How often pentests take place is not specified',
    ],
    [
      'The policy refers to ISO 27001:2005, a withdrawn edition.',
      'Outdated standard cited; current is 27001:2022.',
      'Superseded norm',
    ],
    [
      'The training obligation is stated twice with different intervals (yearly in 3.3, every two years in 9.1).',
      'Awareness training: contradiction between 3.3 and 9.1.',
      'Annual or biennial? Sections disagree on the frequency of training',
    ],
  ],
  [
    [
      '@Transactional on a private method has no effect because the proxy never intercepts it.',
      'Spring ignores transaction annotations on non-public methods; the two updates are not atomic.',
      "saveBoth() isn't executed in a transaction (self-invocation / private)",
    ],
    [
      'The balance check and the debit are separate statements without a lock, so two parallel withdrawals can overdraw the account.',
      'Check-then-act race: concurrent requests may both pass the balance test.',
      'Lost update on account balance; use optimistic locking (@Version) or SELECT FOR UPDATE',
      'Overdraft possible under concurrency',
    ],
    [
      'BigDecimal values are compared with equals, which takes scale into account: 1.0 and 1.00 differ.',
      'Use compareTo for BigDecimal.',
      'equals() yields false for equal amounts with different numbers of decimals',
    ],
    [
      'new BigDecimal(0.1) carries over the binary rounding error.',
      'Build BigDecimals from strings or valueOf, not from double literals.',
    ],
    [
      'SimpleDateFormat is a static field used by several threads.',
      "Date formatter isn't thread-safe.",
      'Shared SimpleDateFormat instance gives corrupted dates under load; DateTimeFormatter is immutable',
    ],
    [
      'Strings are compared with == in the currency check.',
      'Reference comparison of strings, use equals.',
      '`currency == "EUR"` works only for interned literals',
    ],
    [
      'The N+1 query problem: each order triggers a lazy load of its lines.',
      'One SELECT per order within the loop; use a fetch join.',
      'Lazy collection access in a loop causes hundreds of database round trips',
    ],
    [
      'findAll() loads the whole customer table in order to count it.',
      'Counting is done in memory rather than with count(*).',
      'Needless full table read for a size',
    ],
    [
      'Optional.get() without isPresent check throws NoSuchElementException for unknown ids.',
      'Unknown customer leads to 500 instead of 404 as the Optional is unwrapped blindly.',
      'Use orElseThrow(NotFoundException::new)',
    ],
    [
      'The catch block logs the exception and returns null; callers then fail with a NullPointerException.',
      'Returning null on error moves the failure elsewhere.',
      'Swallowed IOException → NPE downstream',
    ],
    [
      'Streams opened by Files.lines are never closed.',
      'File handle leak: wrap Files.lines in try-with-resources.',
    ],
    [
      'hashCode is not overridden though equals is.',
      'Class violates the equals/hashCode contract, so HashSet lookups fail.',
      'Missing hashCode()',
    ],
    [
      'The entity is returned straight from the controller and exposes passwordHash.',
      'Password hashes leak through the JSON answer; use a DTO.',
      'Internal fields are serialised to clients',
    ],
    [
      "No authorization: any logged-in user can read another customer's orders by changing the id.",
      'IDOR in GET /customers/{id}/orders.',
      "Ownership of the requested resource isn't verified",
      'The endpoint lacks an access check, so foreign data can be retrieved',
    ],
    [
      '@Scheduled job runs on every node of the cluster at the same time.',
      'Invoices are sent several times when more than one instance is deployed; use ShedLock.',
      'Missing distributed lock for the nightly task',
    ],
    [
      "The nightly task uses the server's default time zone.",
      'Cron expression without zone: execution time shifts with the host configuration.',
    ],
    [
      'MD5 is used to hash passwords.',
      'Weak, unsalted hash algorithm; use bcrypt or Argon2.',
      "Passwords can be cracked quickly because they're digested with MD5",
    ],
  ],
  [
    [
      'The guide requires Python 3.8, but the package needs 3.10 (match statements).',
      'Wrong minimum version of Python.',
      "Prerequisites list an interpreter that's too old to run the tool",
      '3.8 vs 3.10: the requirement is out of date',
    ],
    [
      'The command `pip install toolbox` installs an unrelated package; the name is `toolbox-cli`.',
      'Package name in the pip command is wrong.',
      "Following step 1 fetches somebody else's project from PyPI",
    ],
    [
      'The path to the configuration is ~/.toolbox/config.yml in one place and /etc/toolbox.yaml in another.',
      'Configuration file location inconsistent.',
      'Two different places are named for the settings file',
    ],
    [
      'Windows instructions are announced but absent.',
      'The "Windows" heading has no content.',
      'Section for Windows users is empty',
    ],
    [
      "`sudo pip install` is recommended, which may break the system's Python.",
      'Avoid installing with root rights; use pipx or a virtual environment.',
      'System-wide pip as superuser is dangerous',
    ],
    [
      'chmod 777 on the data directory is unsafe.',
      'World-writable permissions are suggested.',
      'Anyone on the machine could alter the data; 750 suffices',
    ],
    [
      'Default port 8080 in the text and 8000 in the screenshot.',
      'The port numbers differ.',
      'Which port does the server listen on?',
    ],
    [
      'The environment variable is spelled TOOLBOX_TOKEN and TOOLBOX_API_TOKEN.',
      'Two names for the token variable.',
      'Readers who set TOOLBOX_TOKEN get an authentication error since the code reads another variable',
    ],
    [
      "Uninstalling isn't described.",
      'How do I remove the tool and its data?',
      'No instructions for removal',
    ],
    [
      "The upgrade section doesn't mention that the database must be migrated.",
      'Missing migration step (toolbox db upgrade).',
      "After an update the application won't start until the schema is migrated; say so",
    ],
    [
      'No warning that `toolbox reset` erases all projects.',
      'Destructive command presented without a caution.',
      "`reset` deletes everything irrevocably and the reader isn't told",
    ],
    [
      'The curl | bash installer is downloaded over plain HTTP.',
      'Installation script fetched without encryption or checksum.',
      "An attacker on the network can replace the script because the URL isn't https",
    ],
    ['Numbering jumps from step 3 to step 5.', 'Step 4 is missing.', 'Steps are misnumbered'],
    [
      "Troubleshooting mentions error E42, which isn't in the list of errors.",
      'Unknown error code E42.',
    ],
    [
      'The link to the FAQ gives 404.',
      'Broken FAQ hyperlink.',
      'FAQ page no longer exists at that address',
    ],
    [
      '"Log in with your admin account" comes before the account is created in step 6.',
      "Steps are in the wrong order: the admin user doesn't exist yet.",
      'Login is required ahead of user creation',
    ],
  ],
];
