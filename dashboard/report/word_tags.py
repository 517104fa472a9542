"""What a Word template may say: the names of the report, loops and conditions over them, and nothing that acts.

A template is a program for whoever may write one. Each part of it is read before it is filled; what is not listed here is
refused by name. The environment is closed besides: nothing is called, nothing private is reached, nothing unknown is empty.
"""

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES = frozenset({"title", "head", "warning", "foot", "blocks"})
# of a block of the report, of whatever kind
FIELDS = ("kind", "level", "style", "text", "marks", "note", "heads", "rows", "picture")
OF_LOOPS = ("index", "index0", "first", "last", "length")
FILTERS = ("upper", "lower", "length", "first", "last", "default", "escape")
# lines of a head, blocks, rows, cells: what the built-in template needs
DEEPEST_LOOP = 3
PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


class ClosedEnvironment(ImmutableSandboxedEnvironment):
    """The environment in which an office's template is filled."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests.clear()

    def is_safe_callable(self, obj: object) -> bool:
        """Nothing of a report is called."""
        return False

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Every part of a template comes by here, before it is compiled."""
        tree = super()._parse(source, name, filename)
        check_tags(tree)
        return tree


def check_tags(tree: nodes.Template) -> None:
    """Hold a template to what it may say.

    Raises:
        TemplateSyntaxError: it says something else; the message is the name or form that is not known.
    """
    # first the forms: to find the names, jinja works out what is constant, however large
    _check(tree, loops=0)
    unknown = sorted(find_undeclared_variables(tree) - NAMES - {"loop"})
    if unknown:
        raise TemplateSyntaxError(unknown[0], 1)


def _check(node: nodes.Node, *, loops: int) -> None:
    inside = loops + isinstance(node, nodes.For)
    if not _is_known(node) or inside > DEEPEST_LOOP:
        raise TemplateSyntaxError(_spoken(node), node.lineno)
    for child in node.iter_child_nodes():
        _check(child, loops=inside)


def _spoken(node: nodes.Node) -> str:
    match node:
        case nodes.Getattr():
            return node.attr
        case nodes.Filter():
            return node.name
    return type(node).__name__.lower()


def _is_known(node: nodes.Node) -> bool:
    match node:
        case nodes.Getattr():
            return node.attr in (*FIELDS, *OF_LOOPS)
        case nodes.Filter():
            return node.name in FILTERS
        case nodes.For():
            return not node.recursive
    return isinstance(node, PLAIN)
