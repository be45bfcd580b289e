"""The tags and filters every template loads: `{% load ui %}`.

`{% part x %}` draws any part with its own template; the page's instant is read from the context's `at`.
"""

from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import partial
from html import escape
from secrets import token_hex

from django import template
from django.contrib.staticfiles import finders
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fangwei.ui import icons, words
from fangwei.ui.markup import safe
from fangwei.ui.parts import ErrorsView, FieldView, GradeView, ListView, Part, RiskView, VerbView, field_of
from fangwei.ui.parts.marks import Colour, Grade

register = template.Library()

CURRENT = ' aria-current="true"'
THEMES, CONTRASTS, DENSITIES = ("light", "dark"), ("more",), ("dense",)


@register.simple_tag(takes_context=True)
def part(context: Context, view: object) -> str:
    """Draw one part of the screen; a text or number is shown as it is, nothing known is drawn as a dash."""
    if view is None or view == "":
        return format_html('<span class="none" title="{}">—</span>', _("not known"))
    if isinstance(view, bool):
        return _("yes") if view else _("no")
    if isinstance(view, int):
        return words.thousands(view)
    if not isinstance(view, Part):
        return SafeString(safe(view))
    # On one page equal parts look alike: the chips of a long list are drawn once each; some last longer than a page.
    if view.lasting:
        return _lasting.drawn(view, lambda: _draw(context, view))
    drawn: dict[Hashable, SafeString] | None = context.get("drawn")
    try:
        known = drawn.get(view) if drawn is not None else None
    except TypeError:  # a part with a list in it cannot be looked up
        drawn, known = None, None
    if known is None:
        known = _draw(context, view)
        if drawn is not None:
            drawn[view] = known
    return known


class _Lasting:
    """What this process drew that looks alike on every page, by language; begun anew when there is too much of it."""

    def __init__(self) -> None:
        self._drawn: dict[Hashable, SafeString] = {}
        self._size = 0

    def drawn(self, what: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        """Return what was drawn of a thing in the reader's language, drawn now if it was not."""
        key = (get_language(), what)
        try:
            known = self._drawn.get(key)
        except TypeError:  # a part with a list in it cannot be looked up
            return draw()
        if known is None:
            known = draw()
            if self._size > _ROOM:
                self._drawn, self._size = {}, 0
            self._drawn[key] = known
            self._size += len(known)
        return known


_ROOM = 1_000_000
"""How many characters each keeps at most, and one thing more."""
_lasting = _Lasting()


def _draw(context: Context, view: Part) -> SafeString:
    at = context.get("at")
    written = view.written(at, partial(part, context))
    if written is not None:
        return written
    passed = {"at": at, "csrf_token": context.get("csrf_token"), "drawn": context.get("drawn")}
    inner = context.new({"view": view, **passed, **view.shown(at)})
    found: SafeString = _engine(context).get_template(view.template).render(inner)
    return mark_safe(found.strip())  # noqa: S308 - a rendered template is already escaped


@register.simple_tag(takes_context=True)
def around(context: Context, name: str) -> SafeString:
    """Draw what stands around every page by its template, given `shell`, `csrf_token` and `here`.

    For one reader it looks alike on page after page but for the token and the address in its forms, which are put in last.
    """
    shell = context.get("shell")

    def draw() -> SafeString:
        inner = context.new({"shell": shell, "csrf_token": _TOKEN, "here": _HERE})
        return SafeString(_engine(context).get_template(name).render(inner))

    known = _around.drawn((name, shell), draw)
    token, address = escape(str(context.get("csrf_token") or "")), escape(_here(context))
    return mark_safe(known.replace(_TOKEN, token).replace(_HERE, address))  # noqa: S308 - a rendered template, and escaped


@register.simple_tag(takes_context=True)
def same(context: Context, name: str) -> SafeString:
    """Draw by its template what looks alike on every page in one language."""
    return _around.drawn(name, lambda: SafeString(_engine(context).get_template(name).render(context.new({}))))


def _here(context: Context) -> str:
    # Where one comes back to after a switch of language, post or display.
    request = context.get("request")
    return request.get_full_path() if request is not None else "/"


_around = _Lasting()
_TOKEN, _HERE = (f"{name}-{token_hex(12)}" for name in ("token", "here"))
"""Stand where the token and the address will; nobody knows them, so that no name can hold them."""


@register.simple_tag(takes_context=True)
def list_rows(context: Context, view: ListView) -> SafeString:
    """Draw the rows of a list; a template's loop would take longer than all else on the page."""
    choose = f'aria-label="{escape(_("Choose this row"))}"' if view.bulk else ""
    heads = [
        (
            one,
            f'<td role="cell" class="col-{one.kind} col-{one.width} card-{one.on_phone}" data-label="{escape(one.label)}">',
        )
        for one in view.columns
    ]
    drawn, cell = [], _cells(context)
    for row in view.rows:
        looks = (
            f"{'has-choose' if choose else ''}{' is-current' if row.current else ''}{' is-quiet' if row.quiet else ''}"
        )
        drawn.append(f'<tr role="row" data-row class="{looks}"{CURRENT if row.current else ""}>')
        if choose:
            box = f'<input type="checkbox" name="chosen" value="{escape(row.key)}" {choose}>'
            drawn.append(f'<td role="cell" class="row-choose">{box}</td>')
        for column, head in heads:
            shown = cell(row.cells.get(column.key))
            if row.href and column.on_phone == "title":
                shown = f'<a class="row-link" href="{escape(row.href)}">{shown}</a>'
            drawn += (head, shown, "</td>")
        drawn.append("</tr>")
    return mark_safe("".join(drawn))  # noqa: S308 - every piece was escaped or drawn


def _cells(context: Context) -> Callable[[object], str]:
    """Return what draws the cells of one list's rows: the same chip or person in many rows is drawn once."""
    at = context.get("at")
    seen: dict[int, SafeString] = {}

    def inner(view: object) -> SafeString:
        if type(view) is str and view:
            return SafeString(escape(view))
        written = view.written(at, inner) if isinstance(view, Part) else None
        return SafeString(safe(part(context, view))) if written is None else written

    def cell(view: object) -> str:
        # By identity: the rows hold their cells as long as they are drawn.
        known = seen.get(id(view))
        if known is None:
            known = seen[id(view)] = inner(view)
        return known

    return cell


@register.simple_tag
def options(view: FieldView) -> SafeString:
    """Draw what a drop-down list offers, with the chosen answers marked."""
    offered = []
    for one in view.choices:
        chosen = " selected" if one.chosen or (one.value == view.value and view.value) else ""
        offered.append(f'<option value="{escape(one.value)}"{chosen}>{safe(one.label)}</option>')
    return SafeString("".join(offered))


def _engine(context: Context) -> template.Engine:
    holder = context.template
    if holder is None:
        raise ValueError("a part is drawn inside a template")
    return holder.engine


@register.simple_tag(takes_context=True)
def field(context: Context, bound: object) -> str:
    """Draw a bound field of a Django form like every other field."""
    return part(context, field_of(bound))  # type: ignore[arg-type]


@register.simple_tag(takes_context=True)
def form_errors(context: Context, form: object) -> str:
    """Draw the summary of a Django form's errors; nothing when there are none."""
    if not form.errors:  # type: ignore[attr-defined]
        return ""
    fields = [field_of(bound) for bound in form]  # type: ignore[attr-defined]
    return part(context, ErrorsView(fields=fields, general=[str(e) for e in form.non_field_errors()]))  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def risk(context: Context, colour: Colour) -> str:
    """Draw a risk colour by its name: red, orange, yellow or blue."""
    return part(context, RiskView(colour))


@register.simple_tag(takes_context=True)
def grade(context: Context, name: Grade) -> str:
    """Draw a hazard's grade by its name: ungraded, general or major."""
    return part(context, GradeView(name))


register.simple_tag(icons.icon, name="icon")


@register.simple_tag
def risk_shape(colour: str) -> SafeString:
    """Draw the shape of a risk colour; the word beside it is the template's task."""
    return format_html(
        '<svg class="risk-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        icons.RISK_SHAPES[colour],
    )


@register.simple_tag
def script_if_built(path: str) -> SafeString:
    """The script element of a bundle made by the front-end build; nothing where it was not built."""
    if finders.find(path) is None:
        return SafeString("")
    return format_html('<script type="module" src="{}"></script>', static(path))


@register.simple_tag(takes_context=True)
def display_attributes(context: Context) -> SafeString:
    """The reader's choice of theme, contrast and density as attributes of the html element, from cookies."""
    request = context.get("request")
    cookies: dict[str, str] = request.COOKIES if request is not None else {}
    allowed = (("theme", THEMES), ("contrast", CONTRASTS), ("density", DENSITIES))
    chosen = [
        (name, cookies.get(f"fangwei_{name}", ""))
        for name, values in allowed
        if cookies.get(f"fangwei_{name}") in values
    ]
    return SafeString("".join(format_html(' data-{}="{}"', name, value) for name, value in chosen))


@register.simple_tag
def draft_key(verb: VerbView) -> str:
    """Where the browser keeps an unsent form of this verb."""
    return verb.draft or verb.action


def _dated(shown: Callable[[datetime], str]) -> Callable[[datetime | None], str]:
    return lambda value: shown(value) if value else ""


@register.filter
def moment(value: datetime | None, at: datetime | None = None) -> str:
    """`{{ case.opened|moment:at }}`: date and time, the year only when it is not this year."""
    return words.moment(value, at) if value else ""


@register.filter
def day(value: date | datetime | None, at: datetime | None = None) -> str:
    """`{{ tenure.start|day:at }}`: the date."""
    return words.day(value, at) if value else ""


@register.filter
def ago(value: datetime | None, at: datetime) -> str:
    """`{{ fact.at|ago:at }}`: how long ago."""
    return words.ago(value, at) if value else ""


register.filter("clock_time", _dated(words.clock_time))
register.filter("weekday", _dated(words.weekday))
register.filter("full_time", _dated(words.full))
register.filter("thousands", words.thousands)
register.filter("yuan", words.yuan)
register.filter("file_size", words.file_size)


@register.filter
def iso(value: datetime | date | None) -> str:
    """The machine's form of a time, for the `datetime` attribute."""
    return value.isoformat() if value else ""
