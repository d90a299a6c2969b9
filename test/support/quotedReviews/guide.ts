import type { QuotedReview } from './quoted.ts';

export const GUIDE: QuotedReview = {
  name: 'installation guide',
  kind: 'markdown',
  text: `# Getting started with Tidepool

Tidepool is a small queue for jobs that runs as one process. It needs Node 18 or later and Redis.

## Install

Run the installer as root:

    curl http://get.tidepool.example/install.sh | sudo sh

This puts \`tidepool\` into \`/usr/local/bin\`. On Windows simply use the installer.

## Configure

Copy \`tidepool.sample.yaml\` to \`/etc/tidepool/tidepool.yml\` and set the port. The server listens on port 7400 on all interfaces by default. The admin user is \`admin\` with the password \`admin\`.

| Setting | Default | Meaning |
| --- | --- | --- |
| \`port\` | 7040 | Port of the server |
| \`workers\` | 4 | Number of workers, at most 64 |
| \`timeout\` | 30 | How long a job may run |
| \`retries\` | 5 | How often it is tried again |

## First job

Start the server, then send a job:

    tidepool push --queue mail '{"to": "you@example.org"}'

The command prints the id of the job, and \`tidepool status\` shows whether it is done. It is retried three times before it is given up. Failed jobs are simply dropped.

## Upgrade

Stop the server, replace the binary and start it again. Jobs in the queue survive. Versions before 2.0 store jobs in another format, which is not read any more. See [Migration](migrating.md#from-v1).

## Getting help

Ask in our Gitter channel or open a issue. We would of course obviously love to hear from you.
`,
  problems: [
    [
      [
        'security',
        'curl http://get.tidepool.example/install.sh | sudo sh',
        'Unencrypted download run as root',
        'The script comes over plain HTTP, so anyone on the network can replace it.',
        'curl https://get.tidepool.example/install.sh | sudo sh',
      ],
      [
        'accuracy',
        'http://get.tidepool.example/install.sh',
        'Use HTTPS',
        'No TLS: the installer can be tampered with in transit.',
        'https://get.tidepool.example/install.sh',
      ],
      [
        'security-b',
        'curl http://get.tidepool.example/install.sh',
        'Man in the middle',
        'An attacker between reader and server decides what is executed. Fetch by https.',
        'curl https://get.tidepool.example/install.sh',
      ],
    ],
    [
      [
        'security',
        'Run the installer as root:\n\n    curl http://get.tidepool.example/install.sh | sudo sh',
        'Piping into a root shell',
        'Recommend to download, check a signature or checksum and only then run it.',
      ],
      [
        'newcomer',
        '| sudo sh',
        'Runs something I have not seen',
        'Let readers look at the script before they execute it with full rights.',
      ],
    ],
    [
      [
        'newcomer',
        'On Windows simply use the installer.',
        'Which installer?',
        'No link or file name is given for Windows.',
      ],
      [
        'accuracy',
        'On Windows simply use the installer',
        'Missing instructions',
        'Windows users get no download address and no steps.',
      ],
      [
        'style',
        'simply use the installer',
        'Unhelpful',
        'The Windows section does not say where one gets it.',
      ],
    ],
    [
      [
        'style',
        'simply',
        'Filler',
        'Delete "simply": it belittles readers for whom it is not simple.',
        '',
      ],
    ],
    [
      [
        'accuracy',
        'Copy `tidepool.sample.yaml` to `/etc/tidepool/tidepool.yml`',
        'File extension changes',
        'The sample ends in .yaml, the target in .yml; which one does the server read?',
      ],
      [
        'newcomer',
        '`/etc/tidepool/tidepool.yml`',
        'yml or yaml',
        'Inconsistent extension, a wrongly named file would be ignored.',
        '`/etc/tidepool/tidepool.yaml`',
      ],
    ],
    [
      [
        'accuracy',
        'The server listens on port 7400',
        'Port differs from the table',
        'Table below: 7040.',
      ],
      [
        'newcomer',
        '| `port` | 7040 | Port of the server |',
        'Contradictory default',
        'The paragraph above says 7400.',
        '| `port` | 7400 | Port of the server |',
      ],
      [
        'style',
        'port 7400',
        'Transposed digits?',
        'Text and table disagree about the default port (7400, 7040).',
      ],
      ['security-b', '7040', 'Wrong number', 'The default port was given as 7400 before.', '7400'],
    ],
    [
      [
        'security',
        'The server listens on port 7400 on all interfaces by default.',
        'Exposed by default',
        'Binding to 0.0.0.0 puts the service on the public network; default to localhost.',
      ],
      [
        'security-b',
        'on all interfaces by default',
        'Unsafe bind address',
        'Readers should be warned to restrict it to 127.0.0.1 or put a firewall in front.',
      ],
    ],
    [
      [
        'security',
        'The admin user is `admin` with the password `admin`.',
        'Default credentials',
        'Nothing tells the reader to change them.',
      ],
      [
        'security-b',
        'the password `admin`',
        'Well-known password',
        'Must be replaced at first start; add a step.',
      ],
      [
        'newcomer',
        'The admin user is `admin` with the password `admin`.',
        'How do I change this?',
        'I would like to set my own password, but the guide never explains it.',
      ],
    ],
    [
      [
        'accuracy',
        '| `timeout` | 30 | How long a job may run |',
        'Unit missing',
        'Seconds or minutes?',
      ],
      [
        'style',
        'How long a job may run',
        'No unit',
        'State that the timeout is in seconds.',
        'How long a job may run, in seconds',
      ],
      [
        'newcomer',
        '`timeout` | 30',
        '30 what?',
        'A bare figure says nothing about the time meant.',
      ],
    ],
    [
      [
        'accuracy',
        'It is retried three times before it is given up.',
        'Retries',
        'According to the settings, the default is 5 retries.',
        'It is retried five times before it is given up.',
      ],
      [
        'style',
        '| `retries` | 5 | How often it is tried again |',
        'Conflicts with "First job"',
        'There it says three times.',
      ],
      [
        'security-b',
        'retried three times',
        'Number does not match the table',
        'Table: five.',
        'retried five times',
      ],
    ],
    [
      [
        'style',
        'It is retried three times before it is given up.',
        'Unclear "it"',
        'The pronoun could mean the command, the id or the job.',
        'A job is retried three times before it is given up.',
      ],
      [
        'newcomer',
        'It is retried',
        'What is retried?',
        'Grammatically "it" refers to the status command.',
        'A failed job is retried',
      ],
    ],
    [
      [
        'security-b',
        'Failed jobs are simply dropped.',
        'Loss of data',
        'No dead-letter queue, no log: a mail that could not be sent vanishes.',
      ],
      [
        'accuracy',
        'Failed jobs are simply dropped',
        'Is that so?',
        'Losing jobs without trace would be surprising in a queue; explain how to keep them.',
      ],
    ],
    [
      [
        'newcomer',
        'Start the server, then send a job:',
        'Command missing',
        'How is the server started? No command has been shown.',
      ],
      [
        'accuracy',
        'Start the server',
        'Step not explained',
        'Give the command, for example `tidepool serve`.',
      ],
    ],
    [
      [
        'accuracy',
        'Versions before 2.0 store jobs in another format, which is not read any more.',
        'Contradiction',
        'The sentence before promises that jobs in the queue survive an upgrade.',
      ],
      [
        'newcomer',
        'Jobs in the queue survive.',
        'Not always true',
        'Someone who comes from 1.x loses the queue, as the next sentence shows.',
        'Jobs in the queue survive from version 2.0 on.',
      ],
      [
        'security-b',
        'Jobs in the queue survive. Versions before 2.0 store jobs in another format',
        'Misleading promise',
        'Old queues are unreadable after the upgrade.',
      ],
    ],
    [
      [
        'accuracy',
        '[Migration](migrating.md#from-v1)',
        'Dead link',
        'There is no migrating.md in the docs folder.',
      ],
      [
        'style',
        'See [Migration](migrating.md#from-v1).',
        'Target missing',
        'The linked page could not be found.',
      ],
    ],
    [
      ['style', 'a issue', 'Grammar', 'The article before a vowel is "an".', 'an issue'],
      ['newcomer', 'open a issue', 'Typo', 'Should read "an issue".', 'open an issue'],
    ],
    [
      [
        'style',
        'We would of course obviously love to hear from you.',
        'Wordy',
        'Drop "of course" and "obviously".',
        'We would love to hear from you.',
      ],
      ['accuracy', 'of course obviously', 'Pleonasm', 'Both words say the same and add nothing.'],
    ],
    [['newcomer', 'Ask in our Gitter channel', 'No address', 'A link to the channel would help.']],
    [
      [
        'accuracy',
        'It needs Node 18 or later and Redis.',
        'Redis version',
        'Streams need Redis 5; say which release is required.',
      ],
    ],
  ],
};
