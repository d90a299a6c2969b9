import type { QuotedReview } from './quoted.ts';

export const IMPORTER: QuotedReview = {
  name: 'importer.py',
  kind: 'code',
  text: `import os, pickle, subprocess, tempfile
from datetime import datetime

API_KEY = "demo-key-of-the-importer"
processed = []


def load_rows(path, encoding="latin-1", columns=[]):
    """Read the CSV file and return a list of dicts."""
    f = open(path, encoding=encoding)
    header = f.readline().split(",")
    rows = []
    for line in f.readlines():
        values = line.split(",")
        row = {}
        for i in range(len(header)):
            row[header[i]] = values[i]
        columns.append(row)
        rows.append(row)
    return tuple(rows)


def parse_date(text):
    try:
        return datetime.strptime(text, "%d/%m/%y")
    except:
        return None


def average(rows, column):
    total = 0
    for row in rows:
        total += int(row[column])
    return total / len(rows)


def convert(path, out):
    name = tempfile.mktemp()
    subprocess.call("convert " + path + " " + name, shell=True)
    os.rename(name, out)


def restore(path):
    with open(path, "rb") as f:
        return pickle.load(f)


def is_new(row):
    if row["id"] in processed:
        return False
    processed.append(row["id"])
    return row["status"] is "new"


def retry(action, times=3):
    while times >= 0:
        try:
            return action()
        except ConnectionError:
            times -= 1
`,
  problems: [
    [
      [
        'bugs',
        'columns=[]',
        'Mutable default',
        'The list is shared between calls, so rows pile up.',
        'columns=None',
      ],
      [
        'style',
        'def load_rows(path, encoding="latin-1", columns=[]):',
        'Default argument',
        'Use None and create the list in the body.',
        'def load_rows(path, encoding="latin-1", columns=None):',
      ],
      [
        'bugs-b',
        'columns.append(row)',
        'State leaks from one call into the next',
        'columns is created once when the function is defined.',
      ],
    ],
    [
      ['style', 'columns=[]', 'Misleading name', 'The parameter collects rows, not columns.'],
      [
        'bugs-b',
        'columns=[]',
        'Parameter without purpose',
        'What is appended is never read; remove it.',
        '',
      ],
    ],
    [
      [
        'bugs',
        'f = open(path, encoding=encoding)',
        'File is never closed',
        'Use a with block.',
        'with open(path, encoding=encoding) as f:',
      ],
      [
        'performance',
        'open(path, encoding=encoding)',
        'Leaked handle',
        'Descriptors accumulate in long imports.',
      ],
      [
        'style',
        'f = open(path, encoding=encoding)',
        'No context manager',
        'An exception in the loop leaves the file open.',
      ],
    ],
    [
      [
        'bugs-b',
        'encoding="latin-1"',
        'Encoding',
        'UTF-8 files are silently read as garbage; default to utf-8.',
        'encoding="utf-8"',
      ],
      [
        'bugs',
        'def load_rows(path, encoding="latin-1"',
        'Wrong default encoding',
        'Umlauts in modern exports will be mangled.',
      ],
    ],
    [
      [
        'bugs',
        'values = line.split(",")',
        'Quoted fields',
        'A comma inside quotes breaks the row; use the csv module.',
        'values = next(csv.reader([line]))',
      ],
      [
        'style',
        'header = f.readline().split(",")',
        'Home-made CSV parser',
        'csv.DictReader does all this and copes with quotes.',
      ],
      [
        'bugs-b',
        'line.split(",")',
        'Not a CSV parser',
        'Values that contain commas are cut in pieces.',
      ],
    ],
    [
      [
        'bugs-b',
        'header = f.readline().split(",")',
        'Line end stays',
        'The last column name keeps its newline, so row["amount"] raises KeyError.',
        'header = f.readline().rstrip("\\n").split(",")',
      ],
      [
        'bugs',
        'f.readline().split(",")',
        'Trailing newline in the header',
        'strip() is missing, the final key becomes "name\\n".',
      ],
    ],
    [
      [
        'bugs',
        'row[header[i]] = values[i]',
        'IndexError',
        'Lines with fewer fields than the header crash the import.',
      ],
      [
        'bugs-b',
        'for i in range(len(header)):\n            row[header[i]] = values[i]',
        'Short lines',
        'An empty last line already makes values[i] fail.',
      ],
    ],
    [
      [
        'style',
        'for i in range(len(header)):',
        'Use zip',
        'dict(zip(header, values)) is simpler.',
        'for key, value in zip(header, values):',
      ],
      [
        'performance',
        'for i in range(len(header)):\n            row[header[i]] = values[i]',
        'Unpythonic loop',
        'Indexing by position is slow; build the dict with zip.',
      ],
    ],
    [
      [
        'performance',
        'for line in f.readlines():',
        'Whole file in memory',
        'Iterate over f instead.',
        'for line in f:',
      ],
      [
        'style',
        'f.readlines()',
        'readlines is not needed',
        'A file object is iterable line by line.',
        'f',
      ],
    ],
    [
      [
        'style',
        'return a list of dicts',
        'Docstring',
        'It returns a tuple.',
        'return a tuple of dicts',
      ],
      [
        'bugs',
        'return tuple(rows)',
        'Return type differs from the description',
        'A list is promised.',
        'return rows',
      ],
      [
        'bugs-b',
        '"""Read the CSV file and return a list of dicts."""',
        'List or tuple',
        'Callers that append will fail since a tuple comes back.',
      ],
    ],
    [
      [
        'security',
        'API_KEY = "demo-key-of-the-importer"',
        'Hard-coded key',
        'Read it from the environment and rotate it.',
        'API_KEY = os.environ["API_KEY"]',
      ],
      [
        'security-b',
        'API_KEY = "demo-key-of-the-importer"',
        'Secret in source control',
        'Credentials belong in a vault.',
      ],
    ],
    [
      [
        'style',
        'API_KEY = "demo-key-of-the-importer"',
        'Unused',
        'No function refers to this constant.',
        '',
      ],
    ],
    [
      [
        'style',
        'except:',
        'Bare except',
        'Also catches KeyboardInterrupt; name ValueError.',
        'except ValueError:',
      ],
      [
        'bugs',
        '    except:\n        return None',
        'Catches everything',
        'Programming errors and Ctrl+C are hidden as None.',
        '    except ValueError:\n        return None',
      ],
    ],
    [
      [
        'bugs-b',
        'return datetime.strptime(text, "%d/%m/%y")',
        'Two-digit year',
        '%y maps 69 to 1969; use %Y.',
        'return datetime.strptime(text, "%d/%m/%Y")',
      ],
      [
        'bugs',
        '"%d/%m/%y"',
        'Century is guessed',
        'Years after 2068 end up in the last century.',
        '"%d/%m/%Y"',
      ],
    ],
    [
      [
        'security-b',
        'datetime.strptime(text, "%d/%m/%y")',
        'No time zone',
        'The result is naive and compared with aware values elsewhere.',
      ],
    ],
    [
      ['bugs', 'return total / len(rows)', 'Division by zero', 'Fails when rows is empty.'],
      [
        'bugs-b',
        'total / len(rows)',
        'Empty input',
        'ZeroDivisionError if the file has no lines.',
        'total / len(rows) if rows else 0',
      ],
    ],
    [
      [
        'bugs',
        'total += int(row[column])',
        'Decimals',
        'int("1.5") raises ValueError; use float or Decimal.',
        'total += Decimal(row[column])',
      ],
      [
        'bugs-b',
        'int(row[column])',
        'Only whole numbers',
        'Amounts with a fraction cannot be converted.',
        'float(row[column])',
      ],
    ],
    [
      [
        'security',
        'subprocess.call("convert " + path + " " + name, shell=True)',
        'Shell injection',
        'A path such as "a; rm -rf ~" is executed.',
        'subprocess.run(["convert", path, name], check=True)',
      ],
      [
        'security-b',
        'shell=True',
        'Command injection',
        'Pass a list without a shell.',
        'shell=False',
      ],
      [
        'bugs-b',
        '"convert " + path + " " + name',
        'Spaces in paths',
        'File names with blanks or metacharacters break or hijack the command line.',
      ],
    ],
    [
      [
        'bugs',
        'subprocess.call("convert " + path + " " + name, shell=True)',
        'Exit code ignored',
        'If convert fails the rename raises a confusing error; use check=True.',
        'subprocess.run(["convert", path, name], check=True)',
      ],
      [
        'style',
        'subprocess.call(',
        'Result not checked',
        'call() does not raise when the program fails.',
        'subprocess.check_call(',
      ],
    ],
    [
      [
        'security',
        'name = tempfile.mktemp()',
        'Insecure temporary file',
        'mktemp is deprecated: the name may be taken by an attacker before it is used.',
        'fd, name = tempfile.mkstemp()',
      ],
      [
        'security-b',
        'tempfile.mktemp()',
        'TOCTOU',
        'Between choosing and creating the file there is a race; use NamedTemporaryFile.',
      ],
    ],
    [
      [
        'bugs',
        'os.rename(name, out)',
        'Cross-device',
        'os.rename fails if /tmp is another file system; use shutil.move.',
        'shutil.move(name, out)',
      ],
      [
        'bugs-b',
        'os.rename(name, out)',
        'OSError EXDEV',
        'Moving from the temp directory to another disk does not work with rename.',
        'shutil.move(name, out)',
      ],
    ],
    [
      [
        'security',
        'pickle.load(f)',
        'Arbitrary code',
        'Unpickling a file from outside executes code; use JSON.',
        'json.load(f)',
      ],
      [
        'security-b',
        'with open(path, "rb") as f:\n        return pickle.load(f)',
        'Unsafe deserialisation',
        'A prepared pickle takes over the process.',
      ],
    ],
    [
      [
        'bugs',
        'row["status"] is "new"',
        'Identity of strings',
        'is compares objects; use ==.',
        'row["status"] == "new"',
      ],
      [
        'style',
        'return row["status"] is "new"',
        'Comparison with is',
        'Python warns about "is" with a literal.',
        'return row["status"] == "new"',
      ],
      [
        'bugs-b',
        'is "new"',
        'Works by chance',
        'Strings read from a file are not interned, so this is False.',
        '== "new"',
      ],
    ],
    [
      ['performance', 'if row["id"] in processed:', 'Linear search', 'A set makes the check O(1).'],
      [
        'performance-b',
        'processed = []',
        'Quadratic',
        'Membership in a list gets slower with every row; use set().',
        'processed = set()',
      ],
    ],
    [
      [
        'style',
        'processed = []',
        'Global state',
        'Module-level list makes tests depend on each other.',
      ],
      [
        'bugs',
        'processed.append(row["id"])',
        'Side effect in a predicate',
        'is_new alters a global; a second call gives another answer.',
      ],
    ],
    [
      [
        'bugs',
        'while times >= 0:',
        'One attempt too many',
        'times=3 leads to four calls.',
        'while times > 0:',
      ],
      ['bugs-b', 'times >= 0', 'Off by one', 'Should be greater than zero.', 'times > 0'],
    ],
    [
      [
        'bugs',
        '        except ConnectionError:\n            times -= 1',
        'Failure is lost',
        'After the last attempt the function returns None instead of raising.',
      ],
      [
        'bugs-b',
        'except ConnectionError:\n            times -= 1',
        'Silent give-up',
        'Callers cannot see that all attempts failed.',
      ],
    ],
    [
      [
        'performance',
        'except ConnectionError:\n            times -= 1',
        'No back-off',
        'Retries follow each other without a pause.',
      ],
      [
        'style',
        'times -= 1',
        'Hammering the server',
        'Wait between two attempts, longer each time.',
      ],
    ],
  ],
};
