"""A local office's own campaign counts also where its text names it far down."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.campaigns import Catalogue, classify
from watcher.model.document import Document

LEAD = (
    "近日，{office}等6部门联合出台样例措施，提出15项举措，帮助企业解决网络侵权难题。\n"
    "在畅通渠道方面，设立样例专区，按照流程受理举报，做到件件有回音、事事有着落。\n"
    "在联动处置方面，建立会商机制，定期通报样例情况，及时回应企业关切，提升办理质量和效率。\n"
    "在宣传引导方面，编印样例手册，组织线上讲座，帮助企业了解举报流程和证据留存的要求。\n"
    "在服务保障方面，选派样例专员走访企业，收集意见建议，逐条研究、逐条反馈、逐条跟踪落实。\n"
)
OTHER_LEAD = LEAD.replace("联合出台样例措施", "发布季度样例工作情况")


@pytest.mark.parametrize(
    ("title", "body", "campaign"),
    [
        (
            "广东出台样例措施15条",
            LEAD.format(office="广东省委网信办")
            + "在规范秩序方面，开展“粤·清朗 亲清护企”专项行动，整治样例问题。",
            "粤·清朗 亲清护企(广东2025)",
        ),
        (
            "广东出台样例措施15条",
            LEAD.format(office="广东省委网信办")
            + "在规范秩序方面，组织开展为期两个月的“粤·清朗 亲清护企”专项行动。",
            "粤·清朗 亲清护企(广东2025)",
        ),
        (  # of another province
            "湖南出台样例措施15条",
            LEAD.format(office="湖南省委网信办")
            + "在学习借鉴方面，参照开展“粤·清朗 亲清护企”专项行动的做法，整治样例问题。",
            None,
        ),
        (  # only looked back at
            "广东出台样例措施15条",
            LEAD.format(office="广东省委网信办")
            + "此前，该省开展“粤·清朗 亲清护企”专项行动，取得样例成效。",
            None,
        ),
        (  # named, not announced
            "广东出台样例措施15条",
            LEAD.format(office="广东省委网信办")
            + "有关做法写入“粤·清朗 亲清护企”专项行动的样例读本。",
            None,
        ),
        (  # a national campaign among many measures of a local report
            "广东发布季度样例工作情况",
            OTHER_LEAD.format(office="广东省委网信办")
            + "在专项工作方面，开展“清朗·整治AI技术滥用”专项行动，处置样例账号。",
            None,
        ),
    ],
)
def test_a_campaign_in_the_middle_of_a_local_notice(
    catalogue: Catalogue, title: str, body: str, campaign: str | None
) -> None:
    document = Document(title=title, body=body, published_on=date(2025, 6, 28))
    label = classify(document, catalogue).campaign
    assert (label.value if label else None) == campaign
