"""Notices that name programs or accounts in a table: the table tells one batch from the next."""

from __future__ import annotations

import pytest

from tests.dedup.memory_store import MemoryStore
from watcher.model.document import Document

HEAD = (
    "依据有关法律法规，江城市通信管理局持续整治侵害用户权益的程序。近期组织第三方机构对本地程序作了抽查。\n"
    "经复测，下列程序仍未按要求完成整改，现予以通报，有关单位应当在十个工作日内落实整改。\n"
    "本次抽查覆盖出行、餐饮、租房和学习四类程序，共下载样本一百二十个，问题集中在索取权限和收集位置两项。\n"
    "涉及的开发者已经分别约谈，其中两家当场提交了整改方案，其余的限在月底以前书面说明原因和办法。\n"
    "逾期不改的，市通信管理局将会同有关部门依法处置，并把处置的情况记入企业的信用记录，三年内不得参加评优。\n"
)
FIRST = (
    ("江岸停车", "江城泊位科技有限公司", "自家网站", "2.1.0", "违规收集位置"),
    ("竹溪菜谱", "江城竹溪文化有限公司", "手机商店", "1.8.3", "频繁自启动"),
    ("快剪小铺", "江城快剪网络有限公司", "手机商店", "4.0.2", "账号注销难"),
    ("白鹭天气", "江城白鹭信息有限公司", "自家网站", "3.3.1", "强制索取权限"),
)
SECOND = (
    ("梅园课表", "梅园教育科技有限公司", "手机商店", "5.2.0", "违规收集位置"),
    ("渡口拼车", "渡口出行服务有限公司", "手机商店", "1.0.9", "频繁自启动"),
    ("石桥记账", "石桥数据技术有限公司", "自家网站", "2.7.4", "账号注销难"),
    ("北巷租房", "北巷居住服务有限公司", "手机商店", "6.1.1", "强制索取权限"),
)


def table(rows: tuple[tuple[str, ...], ...], between: str) -> str:
    after = ". " if between == "，" else between
    return "\n".join(f"{number}{after}{between.join(row)}" for number, row in enumerate(rows, 1))


@pytest.mark.parametrize("between", [" | ", "\t", "，"])
def test_the_next_batch_is_another_notice(store: MemoryStore, between: str) -> None:
    store.add(Document(title="江城通报一批程序", body=HEAD + table(FIRST, " | ")))
    verdict = store.judge(Document(title="江城通报程序", body=HEAD + table(SECOND, between)))
    assert verdict.notice_id is None
    assert "tables name different things" in verdict.evidence


@pytest.mark.parametrize("kept", [0, 2, 4])
def test_a_copy_keeps_its_table_cuts_it_or_leaves_it_out(store: MemoryStore, kept: int) -> None:
    store.add(Document(title="江城通报一批程序", body=HEAD + table(FIRST, " | ")))
    body = f"首页 要闻\n{HEAD}{table(FIRST[:kept], chr(9))}\n责任编辑：小秦"
    assert store.judge(Document(title="这些程序被点名", body=body)).notice_id == "n0"
