"""Every part in every state and both languages: it draws, says the right words and leaves nothing unsafe."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from fangwei.ui.parts import (
    CaseHeaderView,
    ChipView,
    ClockView,
    Column,
    EmptyView,
    EventView,
    EvidenceView,
    FieldView,
    GradeView,
    LinkView,
    ListView,
    MayView,
    MenuEntry,
    OwnerView,
    ProgressView,
    RiskView,
    Row,
    ShellView,
    TimelineView,
    TimeView,
    VerbView,
    WhyView,
    field_of,
    read_clock,
)

AT = datetime(2026, 4, 9, 6, 20, tzinfo=UTC)
BOTH = pytest.mark.parametrize("language", ["zh-hans", "en"])


def draw(view: object, language: str = "zh-hans") -> str:
    with override(language):
        return Template("{% load ui %}{% part view %}").render(Context({"view": view, "at": AT, "csrf_token": "tok"}))


@pytest.fixture
def clock() -> ClockView:
    return ClockView(
        label="整改期限", state="running", started=AT - timedelta(days=7), due=AT + timedelta(days=3, hours=3)
    )


def test_a_clock_says_what_is_left_and_until_when(clock: ClockView) -> None:
    html = draw(clock)
    assert "还剩 3 天" in html
    assert "4月12日 17:20 前" in html
    assert "<svg" in html
    assert "style=" not in html


def test_a_clock_is_read_at_the_page_instant(clock: ClockView) -> None:
    with override("en"):
        late = read_clock(clock, AT + timedelta(days=5))
        early = read_clock(clock, AT)
    assert (late.lead, late.late, late.elapsed) == ("2 days overdue", True, 100.0)
    assert (early.late, early.near) == (False, False)
    assert 68 < early.elapsed < 70


@pytest.mark.parametrize(
    ("state", "ended", "words"),
    [
        ("met", -1, "Done in time"),
        ("missed", 5, "Done, 2 days overdue"),
        ("paused", 0, "Paused, 3 days left"),
        ("paused", 4, "Paused, 1 day overdue"),
        ("unset", None, "No deadline set yet"),
    ],
)
def test_a_clock_that_does_not_run(state: str, ended: int | None, words: str) -> None:
    stopped = None if ended is None else AT + timedelta(days=ended)
    clock = ClockView(
        label="", state=state, started=AT - timedelta(days=7), due=AT + timedelta(days=3, hours=3), ended=stopped
    )
    assert words in draw(clock, "en")
    assert "clock-late" not in draw(clock, "en")


def test_an_extension_and_a_pause_stand_on_the_bar() -> None:
    clock = ClockView(
        label="", state="running", started=AT - timedelta(days=5), due=AT + timedelta(days=5),
        extended_from=AT, pauses=[(AT - timedelta(days=4), AT - timedelta(days=3))],
    )  # fmt: skip
    html = draw(clock, "en")
    assert 'x1="50.0"' in html
    assert '<rect class="clock-pause" x="10.0" y="1" width="10.0"' in html
    assert "first due" in html


def test_a_clock_without_the_page_instant_is_refused(clock: ClockView) -> None:
    with pytest.raises(ValueError, match="instant"):
        Template("{% load ui %}{% part view %}").render(Context({"view": clock}))


@BOTH
@pytest.mark.parametrize("status", ["confirmed", "unconfirmed", "local"])
def test_a_value_opens_its_reason(language: str, status: str) -> None:
    why = WhyView(
        value="15 days", rule="hazard.x", rule_name="Rule", citation="《办法》第二十一条", status=status,
        on=AT.date(), rule_value="15", because="Because", inputs=[("Grade", "general")], overlay="county", href="/law/x",
    )  # fmt: skip
    html = draw(why, language)
    for text in ("15 days", "hazard.x", "《办法》第二十一条", "Because", "general", "county", "/law/x"):
        assert text in html


@BOTH
def test_nobody_is_drawn_as_a_problem(language: str) -> None:
    for size in ("full", "line"):
        assert "owner-nobody" in draw(OwnerView(size=size), language)
        assert "owner-nobody" not in draw(OwnerView(post="科长", holder="陈", organization="局", size=size), language)


def test_an_owner_can_be_called_only_where_the_number_was_given() -> None:
    assert "tel:" not in draw(OwnerView(post="科长", organization="局"))
    assert 'href="tel:0371"' in draw(OwnerView(post="科长", organization="局", phone="0371"))


@BOTH
@pytest.mark.parametrize("view", [
    *[RiskView(colour) for colour in ("red", "orange", "yellow", "blue")],
    *[GradeView(grade) for grade in ("ungraded", "general", "major")],
    *[ChipView("x", tone) for tone in ("plain", "strong", "dark", "done", "paused")],
    *[TimeView(AT, style) for style in ("moment", "ago", "day")],
    ProgressView(label="x", done=3), ProgressView(label="x", done=3, total=9, refresh="/x"),
])  # fmt: skip
def test_small_parts_draw(view: object, language: str) -> None:
    assert draw(view, language).startswith("<")


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "—"), ("", "—"), (0, "0"), (12345, "12,345"), (True, "是"), ("<b>", "&lt;b&gt;")]
)
def test_a_bare_value_is_shown_safely(value: object, shown: str) -> None:
    assert shown in draw(value)


def test_nothing_in_a_part_is_trusted_as_markup() -> None:
    evil = "<script>alert(1)</script>"
    header = CaseHeaderView(
        kind=evil, number=evil, what=evil, where=evil, state=ChipView(evil), owner=OwnerView(post=evil)
    )
    assert "<script" not in draw(header)
    assert "<script" not in draw(TimelineView([EventView(at=AT, what=evil, text=evil)]))
    assert "<script" not in draw(MayView(verbs=[VerbView(name="a", label=evil, action="/x", says=evil)]))


@pytest.fixture
def verb() -> VerbView:
    return VerbView(
        name="submit", label="提交整改", action="/act/", says="通知复查人", seen_by="乡镇",
        fields=[FieldView(name="text", label="说明"), FieldView(name="files", label="照片", kind="file")],
        hidden=[("act_id", "0190"), ("if_version", "3")],
    )  # fmt: skip


def test_a_verb_is_a_form_with_its_token_and_its_version(verb: VerbView) -> None:
    html = draw(MayView(verbs=[verb]))
    for text in (
        'action="/act/"',
        'value="tok"',
        'name="if_version" value="3"',
        "multipart/form-data",
        "乡镇",
        "button-main",
    ):
        assert text in html


def test_only_the_first_verb_is_the_main_one_and_a_refused_one_is_open(verb: VerbView) -> None:
    refused = VerbView(name="b", label="b", action="/b/", says="b", errors=["没有照片"])
    html = draw(MayView(verbs=[verb, VerbView(name="c", label="c", action="/c/", says="c"), refused]))
    assert html.count("button-main") == 1
    assert html.count(" open>") == 2
    assert "没有照片" in html


def test_without_verbs_the_panel_says_what_it_waits_for() -> None:
    assert "等乡镇复查" in draw(MayView(verbs=[], waiting="等乡镇复查"))


def test_events_stand_newest_first_below_their_local_day() -> None:
    late_evening = datetime(2026, 4, 8, 17, 0, tzinfo=UTC)  # already the 9th in Shanghai
    html = draw(
        TimelineView(
            [
                EventView(at=AT - timedelta(days=3), what="first"),
                EventView(at=late_evening, what="second"),
                EventView(at=AT, what="third"),
            ]
        )
    )
    assert html.index("third") < html.index("second") < html.index("first")
    assert html.count("timeline-day") == 2


def test_claimed_and_proven_time_are_shown_when_they_differ() -> None:
    same = EventView(at=AT, what="x", proven_at=AT + timedelta(seconds=20))
    apart = EventView(at=AT, what="x", proven_at=AT + timedelta(hours=2))
    assert "event-claim" not in draw(TimelineView([same]))
    assert "可证明时间 4月9日 16:20" in draw(TimelineView([apart]))


def test_evidence_that_is_not_held_says_so() -> None:
    assert "未留存证据" in draw(EvidenceView(name="x", held=False))
    assert "同一照片" in draw(EvidenceView(name="x", href="/x", thumb="/t", hints=["同一照片"]))


def _list(rows: int, **more: object) -> ListView:
    return ListView(
        caption="隐患", columns=[Column(key="what", label="隐患", on_phone="title"), Column(key="n", label="数", kind="number")],
        rows=[Row(key=str(n), href=f"/h/{n}", cells={"what": f"h{n}", "n": n}) for n in range(rows)],
        empty=EmptyView(title="没有隐患", how="登记后出现在这里", action=LinkView("登记", "/new")), **more,
    )  # fmt: skip


@BOTH
@pytest.mark.parametrize("rows", [0, 1, 7, 100])
def test_a_list_of_any_length(rows: int, language: str) -> None:
    html = draw(_list(rows, next="?after=9" if rows > 7 else ""), language)
    assert html.count("data-row ") == rows
    assert ("没有隐患" in html) == (rows == 0)
    assert ('rel="next"' in html) == (rows > 7)


def test_a_role_has_at_most_seven_menu_entries() -> None:
    entries = tuple(MenuEntry(label=str(n), href="#", icon="desk") for n in range(8))
    with pytest.raises(ValueError, match="at most 7"):
        ShellView(menu=entries)
    assert len(ShellView(menu=entries[:7]).first_entries) == 4
    assert len(ShellView(menu=entries[:5]).first_entries) == 5


class _Form(forms.Form):
    name = forms.CharField(label="名称", help_text="全称")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect, initial="b")
    several = forms.MultipleChoiceField(label="多选", choices=[("a", "甲"), ("b", "乙")], required=False)
    found = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    sheet = forms.FileField(label="文件", widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    sure = forms.BooleanField(label="确认")


def test_a_django_form_is_drawn_with_the_same_fields() -> None:
    form = _Form()
    assert [field_of(bound).kind for bound in form] == ["text", "radio", "checkboxes", "date", "file", "checkbox"]
    assert [choice.chosen for choice in field_of(form["kind"]).choices] == [False, True]
    refused = _Form({"name": ""})
    html = Template("{% load ui %}{% form_errors form %}{% field form.name %}").render(Context({"form": refused}))
    assert 'href="#f-name"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="f-name-help"' in html


@BOTH
@pytest.mark.parametrize(
    "kind", ["text", "textarea", "select", "radio", "checkboxes", "checkbox", "date", "number", "file", "hidden"]
)
def test_each_kind_of_field_draws_and_ties_its_label(kind: str, language: str) -> None:
    html = draw(FieldView(name="a", label="标签", kind=kind, help="说明", errors=["错"], required=False), language)
    if kind != "hidden":
        assert "标签" in html
        assert "f-a-help" in html


@BOTH
def test_the_bare_page_needs_no_shell_and_no_script_of_its_own(language: str) -> None:
    with override(language):
        html = Template('{% extends "ui/base.html" %}{% block main %}x{% endblock %}').render(
            Context({"request": RequestFactory().get("/a?b=1"), "csrf_token": "tok"})
        )
    assert ('<html lang="en"' in html) == (language == "en")
    assert 'value="/a?b=1"' in html


def test_the_reader_chooses_theme_and_contrast(client: Client) -> None:
    answer = client.post("/preferences/", {"theme": "dark", "next": "/x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/x")
    assert answer.cookies["fangwei_theme"].value == "dark"
    assert (
        client.post("/preferences/", {"contrast": "toggle", "next": "https://evil.example"}).headers["Location"] == "/"
    )
    assert client.post("/preferences/", {"contrast": "toggle"}).cookies["fangwei_contrast"].value == ""
