"""The usability walk: three real tasks for each of five roles, with clicks, fields and seconds counted; docs/use/walk.md.

`make journeys ARGS="-k walk -s"` prints the table again.
"""

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest

from tests.journeys.steps import DESK, PHONE, day, photo, sign_in

pytestmark = pytest.mark.journey

# How long a practised person takes for one movement, in seconds: the keystroke-level model's usual values.
LOOK, CLICK, SIGN, PHOTO = 1.35, 1.3, 0.5, 6.0

# Names of fields whose answer the system has: where it stands on a form at all, it has to be filled in already.
KNOWN = """place site enterprise uscc address category found_on reporter phone name post organization certificate level
    number owner domain"""
ASKED = f"""(form) => [...form.querySelectorAll("input, select, textarea")]
    .filter((one) => one.type !== "hidden" && one.offsetParent && "{" ".join(KNOWN.split())}".split(" ").includes(one.name))
    .filter((one) => !one.value).map((one) => one.name)"""


@dataclass
class Walk:
    """One person on one task: what their hands did, what they waited, what they were asked that was known."""

    page: Any
    clicks: int = 0
    signs: int = 0
    fields: int = 0
    photos: int = 0
    looks: int = 1
    waited: float = 0.0
    reached: int | None = None
    known: list[str] = field(default_factory=list)

    def click(self, what: Any, *, leads_on: bool = True) -> None:
        """Click on something, and wait for the page it leads to."""
        found = self.page.locator(what).first if isinstance(what, str) else what.first
        self.clicks += 1
        if not leads_on:
            found.click()
            return
        began = monotonic()
        with self.page.expect_navigation():
            found.click()
        self.waited += monotonic() - began
        self.looks += 1

    def at_the_task(self, form: Any = None) -> None:
        """The usual task is before their eyes: so many clicks it took; its form asks nothing that is known."""
        if self.reached is None:
            self.reached = self.clicks
        if form is not None:
            self.known += form.evaluate(ASKED)

    def type(self, found: Any, text: str) -> None:
        """Fill in a field by keys."""
        self.fields, self.signs = self.fields + 1, self.signs + len(text)
        found.fill(text)

    def choose(self, found: Any, **which: Any) -> None:
        """Open a choice box and take one."""
        self.fields, self.clicks = self.fields + 1, self.clicks + 2
        found.select_option(**which)

    def attach(self, found: Any) -> None:
        """Take a photo."""
        self.photos += 1
        found.set_input_files(photo())

    def find(self, typed: str) -> None:
        """Type into the one box and press Enter."""
        box = self.page.locator("input[data-find]")
        if not box.is_visible():
            self.click(".bar-find")
            box = self.page.locator("main input[name=q]")
        self.type(box, typed)
        began = monotonic()
        with self.page.expect_navigation():
            box.press("Enter")
        self.waited, self.looks = self.waited + monotonic() - began, self.looks + 1

    def verb(self, name: str) -> Any:
        """Open the form of a verb, by a click where it is folded, and return it."""
        found = self.page.locator(f"form[action$='/acts/{name}/']")
        if not found.is_visible():
            rare = self.page.locator("details.may-rare:not([open]) > summary")
            if rare.count() and self.page.locator(f"details.may-rare form[action$='/acts/{name}/']").count():
                self.click(rare, leads_on=False)
        if not found.is_visible():
            self.click(found.locator("xpath=..").locator("> summary"), leads_on=False)
        self.at_the_task(found)
        return found

    def send(self, found: Any) -> None:
        """Press the form's own button."""
        self.click(found.locator("button[type=submit]").last)
        assert self.page.locator(".errors").count() == 0, self.page.locator(".errors").all_inner_texts()

    @property
    def seconds(self) -> float:
        """What a practised person needs: looking, pressing, typing, taking photos, and what the machine lets them wait."""
        hands = self.clicks * CLICK + self.signs * SIGN + self.photos * PHOTO
        return self.looks * LOOK + hands + self.waited


def register_and_grade(walk: Walk) -> None:
    walk.find("木业")
    walk.click(walk.page.locator("main a[href^='/desk/places/']"))
    walk.click("a[href$='/report/']")
    opening = walk.page.locator("main form[enctype]")
    walk.at_the_task(opening)
    walk.type(opening.locator("textarea[name=description]"), "砂光机除尘管堵塞")
    walk.choose(opening.locator("select[name=how_found]"), value="inspection")
    walk.attach(opening.locator("input[name=files]"))
    walk.click(".form-foot button[type=submit]")
    if walk.page.locator("input[name=anyway]").count():  # only where the walk was walked before
        walk.click(".form-foot button[type=submit]")
    grading = walk.verb("grade")
    walk.click(grading.locator("input[value=general]"), leads_on=False)
    walk.send(grading)


def order_and_issue(walk: Walk) -> None:
    walk.find("木业")
    walk.click(walk.page.locator("main a[href^='/desk/places/']"))
    walk.click("a[href$='/order/']")
    page = walk.page
    walk.at_the_task(page.locator("main form").last)
    if not page.locator("input[name=chosen]").first.is_checked():
        walk.click("input[name=chosen]", leads_on=False)
    walk.type(page.locator("input[name=due_on_all]"), day(page, 9))
    walk.type(page.locator("textarea[name^=measures_]").first, "清理并每班检查")
    walk.click(".form-foot button[type=submit]")
    issuing = walk.verb("issue")
    walk.choose(issuing.locator("select[name=with_second_officer]"), index=1)
    walk.click(issuing.locator("input[value=signed]"), leads_on=False)
    walk.type(issuing.locator("input[name=with_representative]"), "赵国强")
    walk.send(issuing)


def grade_the_next(walk: Walk) -> None:
    walk.click(walk.page.locator(".queue-group", has_text="待定级").locator("a.queue-item").first)
    grading = walk.verb("grade")
    walk.click(grading.locator("input[value=general]"), leads_on=False)
    walk.send(grading)


def see_what_is_late(walk: Walk) -> None:
    walk.click("a[href='/desk/hazards/']")
    walk.click(walk.page.locator(".tab", has_text="已逾期"))
    walk.at_the_task()
    walk.click(".row-link")


def look_up_who_answers(walk: Walk) -> None:
    walk.find("化工")
    walk.click(walk.page.locator("main a[href^='/desk/places/']"))
    walk.click("a[href$='/who/']")
    walk.at_the_task()


def hand_in(walk: Walk) -> None:
    walk.click(walk.page.locator("main a", has_text="提交整改结果").first)
    handing = walk.verb("submit")
    walk.type(handing.locator("textarea[name=note]"), "已分库存放")
    walk.attach(handing.locator("input[name=files]"))
    walk.send(handing)


def ask_for_more_time(walk: Walk) -> None:
    walk.click(walk.page.locator(".card", has_text="还剩").locator("h3 a, a").first)
    asking = walk.verb("request_extension")
    walk.type(asking.locator("input[name=until]"), day(walk.page, 40))
    walk.type(asking.locator("textarea[name=reason]"), "配件到货需四周")
    walk.send(asking)


def report_ones_own(walk: Walk) -> None:
    walk.click(walk.page.locator("main a[href='/enterprise/report/']"))
    opening = walk.page.locator("main form[enctype]")
    walk.at_the_task(opening)
    walk.type(opening.locator("textarea[name=description]"), "三号泵机封渗漏")
    walk.type(opening.locator("input[name=due_on]"), day(walk.page, 3))
    walk.attach(opening.locator("input[name=files]"))
    walk.click(".form-foot button[type=submit]")


def report_on_the_round(walk: Walk) -> None:
    walk.click(walk.page.locator("main a[href$='/grid/report/']"))
    walk.click(".pick a")
    opening = walk.page.locator("main form[enctype]")
    walk.at_the_task(opening)
    walk.type(opening.locator("textarea[name=description]"), "楼道堆放杂物")
    walk.attach(opening.locator("input[name=files]"))
    walk.click(".form-foot button[type=submit]")


def see_what_became_of_it(walk: Walk) -> None:
    walk.at_the_task()
    walk.click(".card h3 a")


def find_a_place(walk: Walk) -> None:
    walk.click(walk.page.locator("main a[href$='/grid/report/']"))
    walk.type(walk.page.locator("main input[name=q]"), "面馆")
    walk.click(".place-search button[type=submit]")
    walk.at_the_task()


def call_whoever_is_late(walk: Walk) -> None:
    walk.at_the_task()
    assert walk.page.locator(".late-call").count(), "one tap on the first screen"
    walk.click(".late-what a")


def see_what_i_answer_for(walk: Walk) -> None:
    walk.click("main a[href='/desk/duties/']")
    walk.at_the_task()


def find_by_two_characters(walk: Walk) -> None:
    walk.find("配电")
    walk.at_the_task()
    walk.click(".found a")


TASKS = {
    ("inspector1", "desk"): (register_and_grade, order_and_issue, look_up_who_answers),
    ("regulator1", "desk"): (grade_the_next, see_what_is_late, find_by_two_characters),
    ("enterprise1", "desk"): (hand_in, ask_for_more_time, report_ones_own),
    ("grid1", "phone"): (report_on_the_round, see_what_became_of_it, find_a_place),
    ("leader1", "phone"): (call_whoever_is_late, see_what_i_answer_for, find_by_two_characters),
}


def test_the_walk(page: Any) -> None:
    lines, wrong = [], []
    for (role, window), tasks in TASKS.items():
        page.set_viewport_size(DESK if window == "desk" else PHONE)
        for task in tasks:
            sign_in(page, role)
            walk = Walk(page)
            task(walk)
            name = task.__name__.replace("_", " ")
            lines.append(
                f"| {role} | {name} | {walk.reached} | {walk.clicks} | {walk.fields} | {walk.seconds:.0f} "
                f"| {walk.waited:.1f} | {len(walk.known)} |"
            )
            if walk.reached is None or walk.reached > 3:
                wrong.append(f"{role}: {name} begins after {walk.reached} clicks")
            wrong += [f"{role}: {name} asks for {one}, which is known" for one in walk.known]
    head = "| role | task | clicks to it | clicks | fields | seconds | of these waited | known but asked |"
    sys.stdout.write("\n".join(["", head, "|---|---|---|---|---|---|---|---|", *lines, ""]))
    assert not wrong, wrong
