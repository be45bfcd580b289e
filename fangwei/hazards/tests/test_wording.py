"""Which domain a sheet's sentence names: officials' ordinary words, and none where several or no domain is meant."""

from datetime import date

import pytest

from fangwei.hazards.wording import domain_in_words

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("sentence", "domain"),
    [
        ("电气线路未穿管保护", "electricity_use"),
        ("二层疏散门上锁", "fire"),
        ("夹芯彩钢板搭建员工宿舍", "fire"),
        ("气瓶超期未检验", "special_equipment"),
        ("安全阀未校验", "special_equipment"),
        ("临边防护缺失", "construction"),
        ("施工电梯防护门损坏", "construction"),
        ("化粪池清掏未审批", "confined_space"),
        ("反应釜温度联锁被摘除", "hazardous_chemicals"),
        ("危废贮存间未设标识", "environmental_facilities"),
        ("布袋除尘未设锁气卸灰", "dust"),
        ("冲床光电保护失效", "industry_and_trade"),
        ("燃气锅炉无登记证", "special_equipment"),
        # Who checks them follows from the place's trade: a wrong domain would be worse than none.
        ("动火作业未办理作业票", "general"),
        ("特种作业人员无证上岗", "general"),
        ("旋转部位无防护罩", "general"),
        ("可燃气体报警器超期未检", "general"),
        ("氧气瓶与乙炔瓶间距不足五米", "general"),
        ("灭火器压力表指针在红区，配电箱前堆放杂物", "general"),
        ("", "general"),
    ],
)
def test_a_sentence_is_of_the_domain_that_its_words_name(sentence: str, domain: str) -> None:
    assert domain_in_words(sentence, DAY, "411681") == domain
