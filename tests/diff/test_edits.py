"""Three hundred written edits: what is marked, and what the summary raises.

The edits are written by hand in the ways notices are amended; each stands in four clauses of its
own kind of text. "Truly edited" is the smaller count: the edited words without the characters
that both sides share at their ends.
"""

from __future__ import annotations

import pytest

from watcher.diff import compare
from watcher.model.change import Diff, Op

HOSTS = (
    (
        "一、网站平台要对照工作要求开展自查，",
        "，并将整改情况报属地网信部门。\n二、各地要压实主体责任。",
    ),
    ("本次专项行动聚焦短视频、直播等重点环节。", "，有关情况及时向社会公布。"),
    (
        "第十二条　提供者在服务中",
        "；法律、行政法规另有规定的，从其规定。\n第十三条　用户有权投诉。",
    ),
    (
        "（三）规范商业营销行为。",
        "，对问题突出的账号依法依规处置。\n（四）强化举报受理。\n（五）做好总结。",
    ),
)
AMOUNTS = (
    ("2个月内完成资质认证", "3个月内完成资质认证"),
    ("于2025年4月30日前报送", "于2025年5月15日前报送"),
    ("自2025年9月1日起施行", "自2026年1月1日起施行"),
    ("应在15个工作日内答复", "应在7个工作日内答复"),
    ("专项行动为期3个月", "专项行动为期2个月"),
    ("截至6月30日共受理举报", "截至7月31日共受理举报"),
    ("处置账号3700余个", "处置账号37000余个"),
    ("清理违法信息96万余条", "清理违法信息960万余条"),
    ("处三万元以下罚款", "处十万元以下罚款"),
    ("占比不超过30%", "占比不超过50%"),
    ("第三批典型案例", "第四批典型案例"),
    ("依照第十条处理", "依照第二十一条处理"),
    ("未满十四周岁的未成年人", "未满十六周岁的未成年人"),
    ("保存日志不少于六个月", "保存日志不少于十二个月"),
    ("年底前完成", "6月底前完成"),
    ("即日起开展", "下月起开展"),
    ("30日内提交报告", "30日后提交报告"),
    ("关闭网站2000多家", "关闭网站1500多家"),
    ("罚款1.5倍", "罚款15倍"),
    ("每日22时至次日8时", "每日21时至次日8时"),
    ("自通知之日起一年内", "自通知之日起两年内"),
    ("下架应用程序12款", "下架应用程序21款"),
    ("满100万用户的平台", "满10万用户的平台"),
    ("逾期未改正的", "未改正的"),
    ("于5月中旬报送", "于5月下旬报送"),
    ("由二〇二五年起执行", "由二〇二六年起执行"),
    ("责令15日内改正", "责令改正"),
)
MODALS = (
    ("平台应当建立审核制度", "平台可以建立审核制度"),
    ("不得向未成年人推送", "可以向未成年人推送"),
    ("可以收集位置信息", "不得收集位置信息"),
    ("禁止刷量控评", "不鼓励刷量控评"),
    ("须经用户同意", "可经用户同意"),
    ("必须显著标识", "应当显著标识"),
    ("可以公开算法", "不可以公开算法"),
    ("应当公示规则", "公示规则"),
    ("平台公示规则", "平台必须公示规则"),
    ("严禁炒作热点事件", "避免炒作热点事件"),
    ("不得诱导打赏", "不应诱导打赏"),
    ("有权要求删除", "可以要求删除"),
    ("应报送备案", "须报送备案"),
    ("允许匿名发布", "禁止匿名发布"),
    ("一律关闭账号", "原则上关闭账号"),
    ("无需另行申请", "需另行申请"),
)
NAMES = (
    ("开展“清朗·春节”行动", "开展“清朗·暑期”行动"),
    ("依据《网络安全法》", "依据《数据安全法》"),
    ("抖音账号“小甲说法”被关闭", "抖音账号“小乙说法”被关闭"),
    ("由省委网信办牵头", "由市委网信办牵头"),
    ("访问www.12377.cn举报", "访问www.12378.cn举报"),
)
PLAIN = (
    ("加强内容管理", "强化内容治理"),
    ("重点整治标题党", "重点整治标题党和谣言"),
    ("发现问题及时上报", "发现问题及时处置并上报"),
    ("热搜榜单", "热搜榜单、弹幕评论"),
    ("畅通举报渠道", "畅通投诉举报渠道"),
    ("短视频平台", "直播平台"),
    ("营造清朗网络空间", "维护良好网络生态"),
    ("组织宣传引导", "组织开展宣传引导工作"),
    ("以适当方式公开", "公开"),
    ("认真做好落实", "做好落实"),
    ("借机炒作、恶意营销", "恶意营销、借机炒作"),
    ("严肃查处", "依法查处"),
    ("从业人员", "从业人员及其关联账号"),
    ("通过弹窗推送", "通过弹窗、短信推送"),
    ("虚构剧情", "摆拍虚构剧情"),
    ("涉企虚假信息", "涉企不实信息"),
    ("有效遏制", "坚决遏制"),
    ("网络水军", "网络水军及黑公关"),
    ("完善社区规则", "健全社区规则"),
    ("跨平台联动处置", "联动处置"),
    ("分级分类管理", "分类分级管理"),
    ("未经核实的信息", "未核实信息"),
    ("算法推荐服务", "算法推荐技术服务"),
    ("加强行业自律", "推动行业自律"),
    ("公开曝光典型案例", "通报典型案例"),
    ("面向未成年人", "面向青少年"),
    ("属地网信部门", "有关部门"),
)
EDITS = AMOUNTS + MODALS + NAMES + PLAIN
CASES = [
    (head + old + tail, head + new + tail, old, new) for old, new in EDITS for head, tail in HOSTS
]


def count_marked(diff: Diff) -> int:
    marked = 0
    for hunk in diff.hunks:
        if hunk.op in {Op.INSERT, Op.DELETE}:
            marked += len(hunk.old) + len(hunk.new)
        marked += sum(len(p.old) + len(p.new) for p in hunk.pieces if p.op is not Op.EQUAL)
    return marked


def count_edited(old: str, new: str) -> int:
    """Count what is left of both after their common ends."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return len(old) + len(new) - 2 * (head + tail)


def test_marks_hardly_more_than_was_edited() -> None:
    assert len(CASES) == 300
    marked = sum(count_marked(compare(old, new)) for old, new, _, _ in CASES)
    edited = sum(count_edited(old, new) for old, new, _, _ in CASES)
    assert marked / edited <= 1.1


@pytest.mark.parametrize(
    ("old", "new", "spare"),
    [(*edit, 4) for edit in PLAIN + MODALS] + [(*edit, 8) for edit in AMOUNTS + NAMES],
)
def test_no_single_edit_is_blown_up(old: str, new: str, spare: int) -> None:
    """Words may be marked a little wider than they differ, numbers as wide as they are."""
    for head, tail in HOSTS:
        marked = count_marked(compare(head + old + tail, head + new + tail))
        assert marked <= count_edited(old, new) + spare


@pytest.mark.parametrize(
    ("kinds", "edits"),
    [({"number", "date", "deadline"}, AMOUNTS), ({"modal"}, MODALS), ({"name"}, NAMES)],
    ids=["amounts", "modals", "names"],
)
def test_every_binding_edit_is_in_the_summary(
    kinds: set[str], edits: tuple[tuple[str, str], ...]
) -> None:
    missed = []
    for old, new in edits:
        for head, tail in HOSTS:
            summary = compare(head + old + tail, head + new + tail).summary
            if not any(f.kind in kinds and f.old != f.new for f in summary):
                missed.append((old, new, summary))
    assert missed == []


def test_the_summary_says_old_and_new_in_full() -> None:
    (finding,) = compare(
        "平台应当于2025年4月30日前完成整改，并报告。", "平台应当于2025年5月15日前完成整改，并报告。"
    ).summary
    assert (finding.kind, finding.old, finding.new) == (
        "deadline",
        "2025年4月30日前",
        "2025年5月15日前",
    )
    assert "完成整改" in finding.context


def test_deadlines_come_first_and_running_text_last() -> None:
    diff = compare(
        "平台可以公示规则。\n处置账号10个。\n30日内报送。\n加强管理。",
        "平台应当公示规则。\n处置账号20个。\n15日内报送。\n强化管理。",
    )
    assert [f.kind for f in diff.summary] == ["deadline", "number", "modal", "text"]


def test_the_printed_number_and_stamps_of_a_new_clause_are_no_findings() -> None:
    summary = compare(
        "第一条　总则。\n第二条　附则。",
        "第一条　总则。\n第二条　平台应当在30日内答复，罚款3万元。（06）\n第三条　附则。",
    ).summary
    assert [(f.kind, f.old, f.new) for f in summary if f.kind != "text"] == [
        ("deadline", "", "30日内"),
        ("number", "", "3万元"),
        ("modal", "", "应当"),
    ]
