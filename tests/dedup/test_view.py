"""Two texts laid on each other lose nothing and say what became of each stretch."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dedup.texts import BODY, FRAME_BEFORE, NEXT_BODY, OTHER
from watcher.dedup import Op, lay_out
from watcher.model.document import Document

PIECES = (
    *BODY.split("\n"),
    *NEXT_BODY.split("\n"),
    *OTHER.split("\n"),
    FRAME_BEFORE,
    "⑴",
    "ﬁn",
    "",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("\n".join)


def page(body: str) -> Document:
    return Document(title="标题", body=body)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_nothing_is_lost_and_nothing_is_told_twice(one: str, other: str) -> None:
    stretches = lay_out(page(one), page(other))
    assert "".join(each.mine for each in stretches) in {one, ""}
    assert "".join(each.theirs for each in stretches) in {other, ""}
    for each in stretches:
        assert bool(each.mine) == (each.op is not Op.LEFT_OUT)
        assert bool(each.theirs) == (each.op is not Op.ADDED)


def test_what_became_of_each_stretch() -> None:
    body = f"{FRAME_BEFORE}\n{BODY}".replace("36.5万条", "41.2万条").replace("2300余款", "")
    body = body[: body.index("某某办公室秘书局")]
    shown = [
        (each.op, each.mine.strip(), each.theirs.strip())
        for each in lay_out(page(body), page(BODY))
    ]
    assert shown[0] == (Op.ADDED, FRAME_BEFORE, "")
    assert any(
        op is Op.CHANGED and "41.2" in mine and "36.5" in theirs for op, mine, theirs in shown
    )
    assert any(op is Op.LEFT_OUT and "2300" in theirs for op, _, theirs in shown)
    assert shown[-1][0] is Op.LEFT_OUT
    assert "某某办公室秘书局" in shown[-1][2]
    assert sum(len(mine) for op, mine, _ in shown if op is Op.SHARED) > 0.85 * len(body)
