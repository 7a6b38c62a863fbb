"""The metrics that a PromQL expression reads, with the matchers of each."""
import re

WORDS = {'and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan'}
GROUPING = re.compile(r'\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)\s*')
TOKEN = re.compile(r"""
    (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<range>\[[^\]]*\])
  | (?P<number>[0-9][0-9.]*(?:e[+-]?[0-9]+)?[a-z]*)
  | (?P<name>[A-Za-z_:][A-Za-z0-9_:]*)\s*(?P<matchers>\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\})?\s*(?P<call>\()?
""", re.VERBOSE)


def selectors(expression):
    """[(metric, matchers with their braces or '')]; what has a parenthesis behind it is a function."""
    return [(match['name'], match['matchers'] or '')
            for match in TOKEN.finditer(GROUPING.sub('', expression))
            if match['name'] and not match['call'] and match['name'].lower() not in WORDS]


def base_name(metric):
    """The family of a histogram's series."""
    return re.sub(r'_(bucket|sum|count)$', '', metric)
