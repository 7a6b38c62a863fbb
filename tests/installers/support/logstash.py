"""Reads a Logstash pipeline as far as ours needs its language: sections, plugins with their settings,
conditions of ==. A file that this cannot read is a ValueError with the line."""
import re

TOKEN = re.compile(r'\s+|\#[^\n]*|(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])'
                   r'|(?P<arrow>=>)|(?P<equals>==)|(?P<word>[A-Za-z_@][\w@]*)|(?P<sign>[{}\[\]])'
                   r'|(?P<comma>,)')


class Parser:
    def __init__(self, text):
        self.tokens = []
        position = 0
        while position < len(text):
            match = TOKEN.match(text, position)
            if not match:
                line = text.count('\n', 0, position) + 1
                raise ValueError(f'line {line}: {text[position:position + 20]!r}')
            if match.lastgroup:
                self.tokens.append((match.lastgroup, match[0], text.count('\n', 0, position) + 1))
            position = match.end()
        self.tokens.append(('end', '', text.count('\n') + 1))

    def take(self, kind, text=None):
        found, value, line = self.tokens[0]
        if found != kind or (text is not None and value != text):
            raise ValueError(f'line {line}: {value!r} instead of {text or kind}')
        self.tokens.pop(0)
        return value

    def sees(self, *texts):
        return self.tokens[0][1] in texts

    def pipeline(self):
        """{section: [statement]}; a statement is (plugin, {setting: value}) or ('if', (field, value),
        [statement])."""
        sections = {}
        while not self.sees(''):
            name = self.take('word')
            if name not in ('input', 'filter', 'output'):
                raise ValueError(f'there is no section {name}')
            sections.setdefault(name, []).extend(self.block())
        return sections

    def block(self):
        self.take('sign', '{')
        statements = []
        while not self.sees('}'):
            name = self.take('word')
            if name == 'if':
                self.take('sign', '[')
                field = self.take('word')
                self.take('sign', ']')
                self.take('equals')
                statements.append(('if', (field, self.value()), self.block()))
            else:
                statements.append((name, self.settings()))
        self.take('sign', '}')
        return statements

    def settings(self):
        self.take('sign', '{')
        settings = {}
        while not self.sees('}'):
            name = self.take('word')
            self.take('arrow')
            if name in settings:
                raise ValueError(f'{name} is set twice')
            settings[name] = self.value()
        self.take('sign', '}')
        return settings

    def value(self):
        kind, text, line = self.tokens[0]
        if kind == 'string':
            return self.take('string')[1:-1]
        if kind == 'number':
            return float(self.take('number'))
        if text in ('true', 'false'):
            return self.take('word') == 'true'
        if text == '[':
            return self.array()
        if text == '{':
            return self.table()
        raise ValueError(f'line {line}: {text!r} is no value')

    def array(self):
        self.take('sign', '[')
        values = []
        while not self.sees(']'):
            values.append(self.value())
            if not self.sees(']'):
                self.take('comma')
        self.take('sign', ']')
        return values

    def table(self):
        self.take('sign', '{')
        values = {}
        while not self.sees('}'):
            name = self.take('string')[1:-1]
            self.take('arrow')
            values[name] = self.value()
        self.take('sign', '}')
        return values


def statements(block):
    """The plugins of a block and of its conditions."""
    for statement in block:
        if statement[0] == 'if':
            yield from statements(statement[2])
        else:
            yield statement
