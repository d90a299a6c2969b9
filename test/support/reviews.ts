/**
 * Reviews in which three or four readers name the same problems, in very different words and tones: contracts,
 * documents and code. Written for these tests, and not used to choose weights.
 */
export const REVIEWS: readonly (readonly (readonly string[])[])[] = [
  [
    [
      'The liability cap in clause 9 is tied to fees paid in the last 12 months, but nothing says what applies in the first year.',
      'Cap on damages undefined for year one: twelve months of fees do not exist yet.',
      'For the first contract year the limitation of liability cannot be computed, since it refers to fees of the preceding twelve months.',
      '9.2 - limit = fees of prior 12 mo. No floor -> zero in month 1?',
    ],
    [
      'Renewal is automatic unless cancelled 90 days before, while clause 3 gives 60 days.',
      'Two different deadlines for stopping the auto-renewal (60 vs 90 days).',
      'It is contradictory how early one must object to the prolongation of the term.',
    ],
    [
      '"Affiliate" is used with a capital letter and never defined.',
      'Missing definition: Affiliates.',
      'The agreement relies on the notion of affiliated companies without explaining what control is needed for it.',
    ],
    [
      "The customer's data must be returned in a common format, without any time limit for doing so.",
      'No deadline is set for handing back data after termination.',
      "After the end of the contract the vendor may take as long as it likes to export the client's records.",
    ],
  ],
  [
    [
      'Step 4 tells the reader to restart the service before the configuration file exists.',
      'Order of steps is wrong: service restarted although config is only written in step 6.',
      'The daemon gets restarted too early; the settings it needs are created later on.',
    ],
    [
      'The command needs root rights but `sudo` is not mentioned.',
      "Readers without administrator privileges will see 'permission denied' here; say that it has to be run as root.",
      'missing sudo',
    ],
    [
      'Port 8080 is named here, 8081 in the screenshot below.',
      'Inconsistent port numbers between text and figure.',
      'The picture shows another port than the paragraph above it, so people will open the wrong address.',
    ],
    [
      "It isn't said which versions of the operating system are supported.",
      'No list of supported platforms.',
      'Please add on which distributions and releases this was tested; a user of an old release cannot know if it works.',
    ],
  ],
  [
    [
      'The page parameter is said to start at 0, the example starts at 1.',
      'Zero-based or one-based? Text and sample request disagree on the first page.',
      'Pagination index inconsistent with example.',
    ],
    [
      'What the endpoint returns when nothing is found (404 or an empty list) remains open.',
      'Behaviour for no results unspecified.',
      'Document the response for an empty result set; clients need to know whether to expect an error status.',
    ],
    [
      'Rate limits are mentioned without figures.',
      'How many requests per minute are allowed is not stated anywhere.',
      'Quantify the throttling: the reader learns that there is one, but not at which number of calls it begins.',
    ],
    [
      'The token in the sample looks real and should be replaced with a placeholder.',
      'Possible leaked credential in the example.',
      'Secret in documentation: the bearer value shown is not obviously fake.',
    ],
  ],
  [
    [
      'The rent increase of five percent is in numbers given as 6 %.',
      'Words and digits of the yearly rise do not match (five / 6 %).',
      'Ambiguity about the percentage by which rent goes up: two values in one sentence.',
    ],
    [
      'It lacks a regulation who has to bear the costs of repairs of small extent.',
      'Minor repairs: not clear if landlord or tenant pays.',
      "The clause on maintenance doesn't allocate the expense of small fixes to either side.",
    ],
    [
      'The deposit is to be paid back "promptly", which is too indefinite.',
      'No exact period for the refund of the security deposit.',
      '"Promptly" gives the tenant nothing to enforce; name a number of days for returning the bond.',
    ],
    [
      'The subletting prohibition is in conflict with clause 11 which permits it with consent.',
      'Clause 7 forbids to sublet entirely, clause 11 allows it if the landlord agrees.',
      'Contradiction concerning handing the flat over to third persons.',
    ],
  ],
  [
    [
      '`items` may be undefined -> TypeError on `.length`',
      'Potential crash when the response has no items array, because its length is read without a guard.',
      'No null check before iterating over the result list; a missing field takes the whole request down.',
    ],
    [
      'Promise is not awaited; errors vanish',
      'The call to `save()` is fire-and-forget, so a rejected promise is never handled and the caller reports success.',
      'missing await: failure of the write goes unnoticed',
    ],
    [
      'O(n^2) because of `includes` in a loop - use a Set',
      'Quadratic run time for large inputs: membership is tested with a linear scan on every iteration.',
      'Performance: lookup inside the loop should use a hash-based collection.',
    ],
    [
      'user input goes into the RegExp unescaped',
      'ReDoS / injection: the search term is used to build a regular expression without escaping special characters.',
      'Special characters in the query break the pattern; escape them first.',
    ],
  ],
  [
    [
      'Retention period for applicant data is missing.',
      'The notice never says how long CVs are kept.',
      "Storage duration of candidates' documents not disclosed, which Art. 13 demands.",
    ],
    [
      'Legal basis "legitimate interest" is named without saying which interest.',
      "The balancing of interests isn't explained: readers cannot see what interest the company pursues.",
      'Which legitimate interest? Must be specified.',
    ],
    [
      'The contact address of the data protection officer is outdated, the company has moved.',
      'DPO details seem wrong: the street differs from the imprint.',
      'Address of the privacy officer does not agree with the one in the footer.',
    ],
    [
      'Transfers to the US are described with Privacy Shield, which has been invalid since 2020.',
      'Reference to the invalidated Privacy Shield.',
      'The mechanism cited for sending data to America no longer exists; use the current framework or standard clauses.',
    ],
  ],
  [
    [
      'This implementation acquires the mutex but does not release it on the early return path, which could potentially lead to a deadlock under concurrent load. Consider using `defer mu.Unlock()` immediately after locking.',
      'Lock leak on error return',
      'If Validate fails the function exits while still holding the lock, so all later callers block for ever.',
    ],
    [
      'The timeout is hard-coded to 30 seconds. It would be beneficial to make this configurable so that operators can adapt it to their environment.',
      'Magic number 30 for the deadline; move to config.',
      'Let callers choose how long to wait rather than fixing it in the source.',
    ],
    [
      'The error returned by Close is ignored, meaning that buffered data which could not be flushed is lost silently.',
      'Unchecked `Close()` error',
      'Failures when the file is closed are swallowed; a full disk would go unnoticed.',
    ],
  ],
];
