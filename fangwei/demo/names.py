"""Names that nobody bears: people are called after the heavenly stems and a virtue, firms after a stem and a thing of nature."""

from collections.abc import Iterator
from random import Random

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_VIRTUES = "安宁平和顺稳慎敬勤正明信恒清"
_FORTUNES = "诚义兴隆昌盛裕福达茂"
_NATURE = "禾川山泉林石云桥溪原麦竹松荷岭舟帆星月晴霞露梅柏"


def people(rng: Random) -> Iterator[str]:
    """Yield different names of persons without end in sight (4,200 of them), in an order that the seed decides."""
    every = [surname + stem + virtue for surname in _SURNAMES for stem in _STEMS for virtue in _VIRTUES]
    rng.shuffle(every)
    yield from every


def principal(rng: Random) -> str:
    """Return a name for the head of a firm, which nobody in office bears: the last character wishes for business, not virtue."""
    return rng.choice(_SURNAMES) + rng.choice(_STEMS) + rng.choice(_FORTUNES)


def stems(rng: Random) -> Iterator[str]:
    """Yield different stems of firms' names for ever: 甲禾, 丙川, …, and with a number of the series once all are used up."""
    every = [stem + thing for stem in _STEMS for thing in _NATURE]
    rng.shuffle(every)
    yield from every
    series = 2
    while True:
        rng.shuffle(every)
        yield from (f"{name}{_numeral(series)}" for name in every)
        series += 1


def _numeral(number: int) -> str:
    """Return a small number as firms write it in their names: 二, 三, …, 十二."""
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens = digits[number // 10] if number >= 20 else ""
    return f"{tens}十{digits[number % 10] if number % 10 else ''}"


def phone(serial: int) -> str:
    """Return a telephone number of a block that no network has given out."""
    return f"1999{serial % 10_000_000:07d}"
