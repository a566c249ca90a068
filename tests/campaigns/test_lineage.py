from __future__ import annotations

from watcher.campaigns import Catalogue
from watcher.campaigns.comparison import compare_notices
from watcher.campaigns.focus import compare_focus, read_focus
from watcher.campaigns.lineage import compare_campaigns, trace
from watcher.model.document import Document
from watcher.model.lineage import FocusChange

EARLIER = Document(
    title="关于开展2023年专项行动的通知",
    body="一、工作目标\n保护未成年人。\n二、整治重点\n1.網(wǎng)絡欺凌问题。用烂梗侮辱谩骂。\n2.隔空猥亵问题。诱骗发送照片。\n3.网络沉迷问题。诱导长时间观看。\n4.新技术风险问题。利用“AI换脸”制作图片。\n5.门票诈骗问题。虚假售卖演唱会门票。\n三、工作要求\n1.突出重点。各地要加大巡查。",
)
LATER = Document(
    title="2025年专项行动部署",
    body=(
        "做好三方面问题整治。一是实施侵害行为。借名义实施网络欺凌、隔空猥亵。二是诱导参与线下危险活动。"
        "鼓动模仿危险动作。三是利用形象牟利。炒作摆拍。\n同时关注AI功能的不当应用以及诱导沉迷。"
    ),
)


def test_focus_points_of_a_numbered_and_of_a_counted_notice() -> None:
    assert [point.title for point in read_focus(EARLIER)] == [
        "网络欺凌问题",
        "隔空猥亵问题",
        "网络沉迷问题",
        "新技术风险问题",
        "门票诈骗问题",
    ]
    assert [point.title for point in read_focus(LATER)] == [
        "实施侵害行为",
        "诱导参与线下危险活动",
        "利用形象牟利",
    ]


def test_every_point_is_accounted_for() -> None:
    notes = compare_focus(read_focus(EARLIER), read_focus(LATER), new_text=LATER.body)
    assert [(note.change, note.old, note.new) for note in notes] == [
        (FocusChange.NEW, "", "诱导参与线下危险活动"),
        (FocusChange.NEW, "", "利用形象牟利"),
        (FocusChange.KEPT, "网络欺凌问题", "实施侵害行为"),
        (FocusChange.KEPT, "隔空猥亵问题", "实施侵害行为"),
        (FocusChange.MENTIONED, "网络沉迷问题", ""),
        (FocusChange.MENTIONED, "新技术风险问题", ""),
        (FocusChange.GONE, "门票诈骗问题", ""),
    ]
    assert all(note.evidence for note in notes if note.change is FocusChange.KEPT)


def test_a_notice_against_itself_has_nothing_new_or_gone() -> None:
    points = read_focus(EARLIER)
    assert {note.change for note in compare_focus(points, points)} == {FocusChange.KEPT}
    assert compare_focus((), ()) == ()


def test_relatives(catalogue: Catalogue) -> None:
    summer = catalogue.by_id["qinglang-2025-summer"]
    relatives = trace(summer, catalogue)
    assert relatives.plan is not None
    assert relatives.plan.id == "qinglang-2025"
    assert [one.year for one in relatives.predecessors] == [2024, 2023, 2022, 2021, 2020]
    assert [one.id for one in relatives.successors] == ["qinglang-2026-minors"]
    assert summer in trace(relatives.plan, catalogue).tasks


def test_the_catalogue_alone_can_be_compared(catalogue: Catalogue) -> None:
    notes = compare_campaigns(
        catalogue.by_id["qinglang-2023-universiade"], catalogue.by_id["qinglang-2025-worldgames"]
    )
    kept = {note.old for note in notes if note.change is FocusChange.KEPT}
    assert "虚假信息和谣言" in kept
    assert {note.change for note in notes} >= {FocusChange.KEPT, FocusChange.GONE}


def test_a_point_that_lost_its_place_is_shown_where_it_is_still_mentioned() -> None:
    notes = compare_focus(read_focus(EARLIER), read_focus(LATER), new_text=LATER.body)
    told = {note.old: note.evidence for note in notes if note.change is FocusChange.MENTIONED}
    assert told == {
        "网络沉迷问题": "同时关注AI功能的不当应用以及诱导沉迷",
        "新技术风险问题": "同时关注AI功能的不当应用以及诱导沉迷",
    }


def test_what_stands_under_a_point_counts_where_a_later_point_repeats_it() -> None:
    old = Document(
        title="旧",
        body="一、整治重点\n1.隐形变异问题。以谐音词传播低俗段子，或借动漫剪辑集中展示血腥暴力画面。",
    )
    new = "做好整治。一是隐蔽手法。借卡牌故事炮制黑话，虚构血腥暴力情节。二是危险活动。鼓动模仿。"
    (note,) = (
        note
        for note in compare_focus(
            read_focus(old), read_focus(Document(title="新", body=new)), new_text=new
        )
        if note.old
    )
    assert (note.change, note.evidence) == (FocusChange.MENTIONED, "虚构血腥暴力情节")


def test_a_second_count_of_a_launch_is_compared_as_demands(catalogue: Catalogue) -> None:
    new = Document(
        title=LATER.title,
        body=f"{LATER.body}\n网信部门将重点关注两个方面情况。一是样例模式的使用。二是样例设备的规范。",
    )
    found = compare_notices(
        EARLIER, new, catalogue, old_type="launch_notice", new_type="launch_notice"
    )
    fresh = [note.new for note in found.demands if note.change is FocusChange.NEW]
    assert fresh == ["样例模式的使用", "样例设备的规范"]
    assert "利用形象牟利" not in fresh


def test_facts_that_both_say_alike_are_told_apart_from_those_that_differ(
    catalogue: Catalogue,
) -> None:
    old = Document(title="甲", body="中央网信办开展为期2个月的专项行动。")
    new = Document(title="乙", body="中央网信办自2026年5月1日起，开展为期2个月的专项行动。")
    found = compare_notices(old, new, catalogue)
    assert {one.kind for one in found.same} == {"issuers", "length"}
    assert {one.kind for one in found.facts} == {"starts", "ends"}
