"""Every sentence the lawbook can say, in Chinese and English, keyed by code.

`error.*` sentences come with a hint that says what to do; `because.*` sentences are the steps of a reasoning.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

MESSAGES: dict[str, tuple[str, str]] = {
    # -- questions -----------------------------------------------------------------------------------------------
    "error.law.unknown_rule": ("没有名为“{rule}”的规则。", "There is no rule named “{rule}”."),
    "error.law.before_rule": (
        "规则 {rule} 自 {since} 起才有规定，{on} 尚无规定。",
        "Rule {rule} says nothing on {on}: it begins on {since}.",
    ),
    "error.law.not_in_force": (
        "规则 {rule} 在 {on} 没有有效的规定（该规定至 {until} 止）。",
        "Rule {rule} is not in force on {on}: what it said ended on {until}.",
    ),
    "error.law.no_value": (
        "规则 {rule} 没有全国统一的数值，本地区也没有作出规定。",
        "Rule {rule} has no national value, and this territory has set none.",
    ),
    "error.law.not_a_period": (
        "规则 {rule} 不是期限，不能计算截止日。",
        "Rule {rule} is not a period: it has no deadline.",
    ),
    "error.law.missing_argument": ("缺少参数 {name}。", "The argument {name} is missing."),
    "error.law.bad_date": ("“{text}”不是有效的日期。", "“{text}” is not a valid date."),
    "error.law.bad_territory": ("“{text}”不是有效的行政区划代码。", "“{text}” is not a valid division code."),
    "error.law.time_needed": (
        "规则 {rule} 按{unit}计算，起点要有时刻，只给日期不够。",
        "Rule {rule} counts {unit}: its start needs a time of day, a date alone is not enough.",
    ),
    "error.law.date_out_of_range": (
        "从 {start} 起算的截止日超出了日历能表示的范围。",
        "The deadline counted from {start} lies outside the range of dates.",
    ),
    # -- inputs --------------------------------------------------------------------------------------------------
    "error.input.none": (
        "没有给出任何条件。规则 {rule} 可用的条件：{known}。",
        "No input was given. Rule {rule} knows: {known}.",
    ),
    "error.input.required": ("规则 {rule} 需要条件 {name}。", "Rule {rule} needs the input {name}."),
    "error.input.unknown": (
        "规则 {rule} 没有名为“{name}”的条件。",
        "Rule {rule} has no input named “{name}”.",
    ),
    "error.input.malformed": (
        "“{text}”不是“名称=数值”的写法。",
        "“{text}” is not written as name=value.",
    ),
    "error.input.repeated": ("条件 {name} 给了两次。", "The input {name} was given twice."),
    "error.input.not_a_number": (
        "条件 {name} 的值“{text}”不是数。",
        "The input {name} has “{text}”, which is not a number.",
    ),
    "error.input.not_whole": (
        "条件 {name} 要用整数，“{text}”不是整数。",
        "The input {name} counts whole things; “{text}” is not a whole number.",
    ),
    "error.input.negative": ("条件 {name} 不能是负数（“{text}”）。", "The input {name} cannot be negative (“{text}”)."),
    "error.input.too_large": (
        "条件 {name} 的值“{text}”太大，超过了 {maximum}，像是录入错误。",
        "The input {name} has “{text}”, more than {maximum}: it looks like a slip of the keyboard.",
    ),
    "error.input.not_a_choice": (
        "条件 {name} 的值“{text}”不在可选范围内。",
        "The input {name} has “{text}”, which is not one of its choices.",
    ),
    "error.input.not_yes_no": (
        "条件 {name} 的值“{text}”不是“是”或“否”。",
        "The input {name} has “{text}”, which is neither yes nor no.",
    ),
    "error.table.no_row": ("规则 {rule} 没有与这些条件相符的行。", "No row of rule {rule} matches these inputs."),
    # -- files ---------------------------------------------------------------------------------------------------
    "error.file.unreadable": ("{file}：不能作为 YAML 读取（{detail}）。", "{file}: cannot be read as YAML ({detail})."),
    "error.file.no_head": (
        "{file}：第一个键应为 rule、overlays、source 或 calendar。",
        "{file}: its first key should be rule, overlays, source or calendar.",
    ),
    "error.file.missing_folder": (
        "文件夹 {folder} 不存在，或其中没有规则文件。",
        "The folder {folder} does not exist or holds no law file.",
    ),
    "error.file.duplicate": ("{file}：“{id}”已由 {other} 定义。", "{file}: “{id}” is already defined by {other}."),
    "error.schema.missing": ("{file}：缺少 {where}。", "{file}: {where} is missing."),
    "error.schema.unknown_key": ("{file}：{where} 不认识。", "{file}: {where} is not a known key."),
    "error.schema.wrong_type": ("{file}：{where} 应为 {expected}。", "{file}: {where} should be {expected}."),
    "error.schema.no_citation": (
        "{file}：自 {since} 起的数值没有引用依据。",
        "{file}: the value from {since} has no citation.",
    ),
    "error.schema.unknown_source": (
        "{file}：引用的法源“{source}”没有登记。",
        "{file}: cites the unknown source “{source}”.",
    ),
    "error.schema.not_bilingual": ("{file}：{where} 要同时有中文和英文。", "{file}: {where} needs both zh and en."),
    "error.schema.overlap": (
        "{file}：自 {since} 起的数值与自 {other} 起的数值日期重叠。",
        "{file}: the value from {since} overlaps the value from {other}.",
    ),
    "error.schema.dates_reversed": (
        "{file}：{where} 的止期 {until} 早于始期 {since}。",
        "{file}: {where} ends on {until}, before it begins on {since}.",
    ),
    "error.schema.unit_mismatch": (
        "{file}：{where} 的单位是 {found}，规则的单位是 {expected}。",
        "{file}: {where} is in {found}, but the rule is in {expected}.",
    ),
    "error.schema.bands_not_rising": (
        "{file}：等级 {band} 的 {input} 界限没有高于前一级。",
        "{file}: band {band} does not raise the threshold of {input} above the band before it.",
    ),
    "error.schema.empty": ("{file}：{where} 不能为空。", "{file}: {where} must not be empty."),
    "error.overlay.unknown_rule": (
        "{file}：要覆盖的规则“{rule}”不存在。",
        "{file}: overlays the unknown rule “{rule}”.",
    ),
    "error.overlay.not_allowed": (
        "{file}：规则 {rule} 不允许由{level}一级另行规定。",
        "{file}: rule {rule} may not be overlaid at the level “{level}”.",
    ),
    "error.overlay.not_stricter": (
        "{file}：规则 {rule} 只能从严；{value} 宽于上级（{upper}）的 {bound}。",
        "{file}: rule {rule} may only be made stricter; {value} is laxer than {bound} of the level above ({upper}).",
    ),
    "error.overlay.out_of_bounds": (
        "{file}：规则 {rule} 的值 {value} 超出允许的范围 {bound}。",
        "{file}: {value} lies outside the bounds {bound} of rule {rule}.",
    ),
    "error.overlay.row_taken": (
        "{file}：行“{row}”已由上级规定，只能增加新的行。",
        "{file}: the row “{row}” is already set above; only new rows may be added.",
    ),
    "error.overlay.only_overlays": (
        "{file}：部署文件夹只能放 overlays、source、calendar 文件，不能改写规则本身。",
        "{file}: a deployment folder holds overlays, sources and calendars only; it cannot redefine a rule.",
    ),
    "error.overlay.name_taken": (
        "文件夹名“{name}”不能用作覆盖包的名称。",
        "The folder name “{name}” cannot be used for an overlay bundle.",
    ),
    "error.case.differs": (
        "{file}：规则 {rule} 的案例应为 {expected}，得到 {found}。",
        "{file}: the case of rule {rule} expects {expected}, found {found}.",
    ),
    # -- reasons -------------------------------------------------------------------------------------------------
    "because.value": (
        "{title}：{value}{unit}，自 {since} 起施行。",
        "{title}: {value} {unit}, in force since {since}.",
    ),
    "because.rows": ("{title}：共 {count} 行，自 {since} 起施行。", "{title}: {count} rows, in force since {since}."),
    "because.citation": ("依据：{citation}。", "Source: {citation}."),
    "because.unconfirmed": (
        "提示：该数值尚未与官方文本核对。",
        "Note: this value has not yet been checked against the official text.",
    ),
    "because.local": (
        "提示：国家没有统一规定，这是本地或系统默认的数值。",
        "Note: there is no national number; this is a local or default value.",
    ),
    "because.overlay": (
        "采用区划 {territory} 的规定，它优先于上级规定。",
        "The territory {territory} has its own value, which comes first.",
    ),
    "because.band": (
        "{label}为 {given}，达到“{band}”的界限 {threshold} 以上（含本数）。",
        "{label} {given} reaches the threshold of “{band}”, {threshold} or more.",
    ),
    "because.band_below": (
        "{label}为 {given}，低于“{band}”的界限 {threshold}（不含本数）。",
        "{label} {given} stays below the threshold of “{band}”, {threshold}.",
    ),
    "because.band_yes": ("“{label}”属实，即属于“{band}”。", "“{label}” holds, which alone makes it “{band}”."),
    "because.band_lowest": (
        "各项都没有达到更高一级的界限，属于“{band}”。",
        "Nothing given reaches a higher threshold: “{band}”.",
    ),
    "because.highest": (
        "任何一项达到即可，各项中取最高等级：“{band}”。",
        "Any one criterion is enough and the highest class wins: “{band}”.",
    ),
    "because.not_given": ("未给出、按“无”处理：{names}。", "Not given, counted as none: {names}."),
    "because.row": ("与第 {row} 行相符：{conditions}。", "Row {row} matches: {conditions}."),
    "because.note": ("{note}", "{note}"),
    "because.start": ("起算：{start}（{starts}）。", "Counted from {start} ({starts})."),
    "because.period_days": (
        "{title}：{amount} 个自然日，{first}。",
        "{title}: {amount} natural days; {first}.",
    ),
    "because.period_working_days": (
        "{title}：{amount} 个工作日，{first}。",
        "{title}: {amount} working days; {first}.",
    ),
    "because.period_months": ("{title}：{amount} 个月，{first}。", "{title}: {amount} months; {first}."),
    "because.period_years": ("{title}：{amount} 年，{first}。", "{title}: {amount} years; {first}."),
    "because.period_hours": ("{title}：{amount} 小时，连续计算。", "{title}: {amount} hours, running on."),
    "because.period_minutes": ("{title}：{amount} 分钟，连续计算。", "{title}: {amount} minutes, running on."),
    "because.counting": ("计算方法的依据：{citation}。", "How it is counted: {citation}."),
    "because.skipped": ("跳过非工作日 {days}。", "Non-working days passed over: {days}."),
    "because.made_up": ("调休上班日计入：{days}。", "Working days made up at weekends and counted: {days}."),
    "because.rolled": (
        "最后一日 {day} 不是工作日，顺延到下一个工作日 {to}。",
        "The last day {day} is not a working day; it rolls to the next working day, {to}.",
    ),
    "because.not_rolled": (
        "{year} 年的工作日历还没有，无法判断最后一日是否放假，未顺延。",
        "There is no working-day calendar for {year} yet: whether the last day is a holiday is unknown, so it did not roll.",
    ),
    "because.last_day": ("最后一日 {day}，至当日 {hour} 时止。", "The last day is {day}; it ends at {hour}:00."),
    "because.instant": ("截止于 {instant}。", "It ends at {instant}."),
    "because.ahead": (
        "这是提前通知的最短期间：期间在 {day} 届满，此后方可举行。",
        "This is the shortest notice ahead: it runs out on {day}; the event may be held after that.",
    ),
    "because.first_out": ("首日不计入", "the first day is not counted"),
    "because.first_in": ("首日计入", "the first day is counted"),
}

HINTS: dict[str, tuple[str, str]] = {
    "law.unknown_rule": (
        "相近的规则：{near}。用 fangwei law show --list 查看全部。",
        "Near names: {near}. `fangwei law show --list` lists all.",
    ),
    "law.before_rule": ("请用 {since} 或之后的日期。", "Ask for {since} or a later day."),
    "law.not_in_force": (
        "用 fangwei law show {rule} 查看各时期的规定。",
        "`fangwei law show {rule}` shows what held when.",
    ),
    "law.no_value": (
        "给出 --territory，或由部署单位用 fangwei law load 装入本地规定。",
        "Give --territory, or load a local value with `fangwei law load`.",
    ),
    "law.not_a_period": (
        "用 fangwei law show --list 查看哪些规则是期限。",
        "`fangwei law show --list` tells which rules are periods.",
    ),
    "law.missing_argument": ("例如：{example}", "For example: {example}"),
    "law.bad_date": ("请写成 2026-09-28 或 2026-09-28T08:30。", "Write 2026-09-28 or 2026-09-28T08:30."),
    "law.bad_territory": (
        "请用 2、4、6、9 或 12 位数字的区划代码，例如 410122。",
        "Use a code of 2, 4, 6, 9 or 12 digits, such as 410122.",
    ),
    "law.time_needed": ("请写成 {start}T08:30。", "Write {start}T08:30."),
    "law.date_out_of_range": ("请检查起点的年份。", "Check the year of the start."),
    "input.none": ("至少给出一项，例如：{example}", "Give at least one, for example: {example}"),
    "input.required": ("请补上，例如：{example}", "Add it, for example: {example}"),
    "input.unknown": ("可用的条件：{known}。", "It knows: {known}."),
    "input.malformed": ("请写成 名称=数值，等号两边不留空格。", "Write name=value without spaces around the sign."),
    "input.repeated": ("请只给一次。", "Give it once."),
    "input.not_a_number": (
        "请用阿拉伯数字，不带单位和分隔符；金额以元为单位。",
        "Use plain digits without units or separators; money in yuan.",
    ),
    "input.not_whole": ("请填整数。", "Give a whole number."),
    "input.negative": ("没有就填 0，或者不填。", "Give 0, or leave it out."),
    "input.too_large": ("请核对数值和单位。", "Check the number and its unit."),
    "input.not_a_choice": ("可选：{choices}。", "Choose one of: {choices}."),
    "input.not_yes_no": ("请填 yes 或 no。", "Give yes or no."),
    "table.no_row": ("用 fangwei law show {rule} 查看各行。", "`fangwei law show {rule}` shows the rows."),
    "file.unreadable": ("请检查缩进、引号和重复的键。", "Check indentation, quotes and repeated keys."),
    "file.no_head": (
        "参见 docs/algorithms/value-at-a-date.md 中的文件写法。",
        "See docs/algorithms/value-at-a-date.md for how a file is written.",
    ),
    "file.missing_folder": ("请检查路径。", "Check the path."),
    "schema.no_citation": ("补上 citation: {{source: …, article: …}}。", "Add citation: {{source: …, article: …}}."),
    "schema.unknown_source": (
        "在 sources/ 中登记该法源，或改正名称。",
        "Register the source in sources/ or correct its name.",
    ),
    "schema.overlap": ("给较早的数值加上 to，或改正日期。", "Close the earlier value with `to`, or correct the dates."),
    "schema.unit_mismatch": ("两处用同一单位。", "Use the same unit in both places."),
    "overlay.not_allowed": (
        "用 fangwei law show {rule} 查看谁可以另行规定。",
        "`fangwei law show {rule}` tells who may overlay it.",
    ),
    "overlay.not_stricter": (
        "改成不宽于上级的数值，或由上级先修改。",
        "Set a value no laxer than the level above, or have that level change first.",
    ),
    "overlay.out_of_bounds": ("改到范围之内。", "Bring it inside the bounds."),
}


UNIT_WORDS: dict[str, tuple[str, str]] = {
    "minutes": ("分钟", "minutes"),
    "hours": ("小时", "hours"),
    "days": ("日", "days"),
    "working_days": ("个工作日", "working days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
    "persons": ("人", "persons"),
    "CNY": ("元", "yuan"),
    "percent": ("%", "%"),
    "times": ("次", "times"),
    "per_year": ("次/年", "per year"),
    "tonnes": ("吨", "tonnes"),
    "metres": ("米", "metres"),
}


def unit_word(unit: str, lang: str) -> str:
    """A unit as people say it; units that only classify say nothing."""
    pair = UNIT_WORDS.get(unit, ("", ""))
    return pair[0] if language(lang) == "zh" else pair[1]


def language(text: str | None) -> str:
    """Fold any way of naming a language (`zh-hans`, `zh_CN.UTF-8`, `en`) to `zh` or `en`."""
    return "en" if (text or "").lower().startswith("en") else "zh"


def render(key: str, params: Mapping[str, object], lang: str) -> str:
    """Say one message; an unknown key says itself, so that a new code is never silent."""
    pair = MESSAGES.get(key)
    if pair is None:
        return key
    return _fill(pair[0] if language(lang) == "zh" else pair[1], params, lang)


def hint(code: str, params: Mapping[str, object], lang: str) -> str:
    """Say what to do about an error; empty when the message already says it."""
    pair = HINTS.get(code)
    if pair is None:
        return ""
    return _fill(pair[0] if language(lang) == "zh" else pair[1], params, lang)


def _fill(pattern: str, params: Mapping[str, object], lang: str) -> str:
    return pattern.format_map({key: _word(value, lang) for key, value in params.items()})


def _word(value: object, lang: str) -> str:
    """A parameter as words: bilingual texts and steps by language, lists joined, numbers with thousands."""
    renderer = getattr(value, "render", None)
    if renderer is not None:
        return str(renderer(lang))
    if isinstance(value, bool):
        return ("是" if value else "否") if language(lang) == "zh" else ("yes" if value else "no")
    if isinstance(value, Decimal):
        return f"{int(value):,}" if value == value.to_integral_value() else f"{value:,}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ("、" if language(lang) == "zh" else ", ").join(_word(item, lang) for item in value)
    return str(value)
