"""Which authority a title names, so that one body's campaign is not taken for another's."""

from __future__ import annotations

from watcher.model.label import Campaign

CYBERSPACE = ("网信", "清朗")
AUTHORITIES = (
    ("教育部", "教育部"),
    ("公安", "公安部"),
    ("网警", "公安部"),
    ("警方", "公安部"),
    ("央行", "中国人民银行"),
    ("人民银行", "中国人民银行"),
    ("证监会", "证监会"),
    ("金融监管", "金融监管"),
    ("市场监管", "市场监督管理"),
    ("文旅部", "文化和旅游部"),
    ("文化和旅游部", "文化和旅游部"),
    ("工信部", "工业和信息化部"),
    ("工业和信息化部", "工业和信息化部"),
    ("广电总局", "广播电视总局"),
    ("新闻出版", "新闻出版"),
    ("版权局", "版权局"),
    ("最高检", "最高人民检察院"),
    ("检察", "最高人民检察院"),
    ("最高法", "最高人民法院"),
    ("法院", "最高人民法院"),
    ("税务", "税务总局"),
    ("卫健委", "卫生健康委"),
    ("人社部", "人力资源"),
    ("民政部", "民政部"),
    ("体育总局", "体育总局"),
    ("应急管理", "应急管理部"),
    ("消协", "消费者协会"),
    ("商务部", "商务部"),
    ("交通运输", "交通运输部"),
)
"""Word in a title, and what stands in the full name of a campaign's issuer."""


def is_of_another_office(text: str, campaign: Campaign) -> bool:
    """Whether a text names authorities of which none issued the campaign."""
    if any(word in text for word in CYBERSPACE):
        return False
    named = [office for word, office in AUTHORITIES if word in text]
    return bool(named) and not any(
        office in issuer for office in named for issuer in campaign.issuers
    )
