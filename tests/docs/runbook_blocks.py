"""The blocks of a Markdown file, and whether an output is what a block says it is."""
import re
from dataclasses import dataclass

FENCE = re.compile(r'^```(\w*)$')
HEADING = re.compile(r'^#+ (.*)$')
ANYTHING = '…'


@dataclass
class Block:
    language: str
    text: str
    line: int     # of the opening fence, from 1
    section: str  # the anchor of the heading above it
    shown: 'Block' = None  # what the commands show, if the text says so

    def commands(self):
        """Its lines without comments, continued lines as one."""
        lines = re.sub(r'\\\n\s*', '', self.text).splitlines()
        return [line for line in lines if line.strip() and not line.startswith('#')]


def anchor(heading):
    """As GitHub makes it: lower case, blanks as hyphens, other signs left out."""
    return re.sub(r'[^\w\- ]', '', heading.strip().lower()).replace(' ', '-')


def blocks(markdown):
    """All fenced blocks; a text or JSON block that follows commands with nothing between is what these show."""
    found, section, opened, previous_end = [], '', None, 0
    for number, line in enumerate(markdown.splitlines(), 1):
        fence = FENCE.match(line)
        if opened is None and fence:
            opened = Block(fence[1], '', number, section)
        elif opened is not None and line == '```':
            if opened.language in ('text', 'json') and found and found[-1].language == 'bash' \
                    and opened.line == previous_end + 1:
                found[-1].shown = opened
            else:
                found.append(opened)
            opened, previous_end = None, number
        elif opened is not None:
            opened.text += line + '\n'
        elif HEADING.match(line):
            section = anchor(HEADING.match(line)[1])
    if opened is not None:
        raise ValueError(f'line {opened.line}: the block does not end')
    return found


def pattern(text):
    """The text as a regular expression in which … stands for anything."""
    return '.*'.join(re.escape(part) for part in text.split(ANYTHING))


def missing_line(shown, output):
    """The first line of `shown` that the output does not have, in this order, or None."""
    lines = iter(output.splitlines())
    for expected in shown.splitlines():
        if expected.strip() == ANYTHING:
            continue
        if not any(re.fullmatch(pattern(expected), line) for line in lines):
            return expected
    return None


def difference(shown, value, path='$'):
    """Where a JSON value is not as shown, or None: same names, same kinds, same words. Numbers, times and what …
    stands for may be others."""
    if isinstance(shown, dict) and isinstance(value, dict):
        if set(shown) != set(value):
            return f'{path}: {sorted(value)} instead of {sorted(shown)}'
        found = (difference(shown[name], value[name], f'{path}.{name}') for name in shown)
        return next(filter(None, found), None)
    numbers = (int, float)
    if isinstance(shown, numbers) and isinstance(value, numbers):
        return None
    if isinstance(shown, str) and isinstance(value, str):
        time = re.compile(r'\d{4}-\d\d-\d\dT[\d:.]+Z')
        if time.fullmatch(shown) and time.fullmatch(value) or re.fullmatch(pattern(shown), value):
            return None
    return None if shown == value else f'{path}: {value!r} instead of {shown!r}'


def table(markdown, head):
    """The rows below the head line of a table, as lists of cells."""
    lines = markdown.split(head + '\n')[1].split('\n\n')[0].splitlines()[1:]
    return [[cell.strip().replace('\\|', '|') for cell in re.split(r'(?<!\\)\|', line.strip().strip('|'))]
            for line in lines]
