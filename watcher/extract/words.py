"""Words that the furniture of Chinese pages is made of; see watcher.extract.furniture.

Words are divided by white space; an underscore stands for a blank inside one.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


LABELS = _words("""
发布时间 发布日期 发文时间 发布 时间 日期 更新时间 发表时间 發布時間 發佈時間 发表于 来源 來源
信息来源 稿源 文章来源 原文来源 作者 编辑 責任編輯 责任编辑 责编 编审 审核 校对 初审 复审 终审
监制 通讯员 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 阅读数 点击数 点击量 点击 点击次数 瀏覽
访问量 访问次数 字号 字体 字体大小 字號 分享 分享到 收藏 打印 主编 类别 栏目 分类 所属分类 标签
关键词 關鍵詞 关键字 文章关键词 保护视力色 语音播报 朗读 收听 Author Source Editor Date
Managing_Editor Published Updated Time View Views Release_time Click 来源于 转载自 信息提供
发布机构 发布单位 供稿 撰稿 摄影 本文来源 文章标签 本文标签 索引号 主题分类 发布人 发稿时间
""")
"""What stands before a colon in the lines around a notice."""
BUTTONS = _words("""
大 中 小 特大 默认 打印 打印本页 打印此页 关闭 关闭窗口 关闭本页 返回 返回顶部 返回列表 返回首页
返回上一页 分享 分享到 分享至 收藏 首页 登录 登陆 注册 退出 搜索 评论 发表评论 点赞 赞 在看 留言
举报 纠错 投稿 订阅 复制链接 微信 微博 新浪微博 QQ空间 QQ好友 QQ 朋友圈 扫一扫 微信扫一扫 手机看
手机扫一扫 展开 展开全文 收起 更多 查看更多 查看原文 阅读原文 阅读全文 上一篇 下一篇 上一条
下一条 上一页 下一页 没有了 A A+ A- × X +1 允许 取消 知道了 确定 小程序 视频 听过 我的订阅 繁体
简体 繁體 English 无障碍 长者版 关怀版 移动版 手机版 电脑版 当前位置 您的位置 您现在的位置 导航
菜单 字体 字号 Rss RSS top 保存 预览 网站地图 创始人 听新闻 朗读 语音播报 播报 关注 已关注
加关注 赞赏 转发 微信好友 分享到微信 分享到微博 分享到微信朋友圈 自动播放 大字 标准 超大 小字
复制 复制成功 点击复制 返回目录 分析 黑夜模式 我要纠错 用微信扫描二维码 分享至好友和朋友圈
""")
"""Buttons, widgets and crumbs: a line made of these alone is none of the text."""
RELATED = _words("""
相关 相關 延伸 推荐 推薦 热门 熱門 精彩 最新 关联 热点 今日 为您 为你 本周 本月 24小时 频道 热
猜你 往期 编辑 更多
""")
"""First half of the name of a list of other pages."""
LISTS = _words("""
阅读 閱讀 内容 內容 新闻 新聞 文章 链接 鏈接 推荐 推薦 资讯 資訊 文档 信息 报道 報道 稿件 专题
專題 喜欢 排行 排行榜 图片 视频 话题 评论 热点 热搜 导读 回顾 点击 聚焦 导航 下载 热榜 头条 要闻
图集 信息推荐 新闻推荐 文章推荐 内容推荐
""")
"""Second half of it."""
OPENERS = _words("""
大家都在看 您可能感兴趣 您可能感兴趣的 你可能感兴趣 你可能感兴趣的文章 猜你喜欢 网友评论
最新评论 全部评论 文章评论 热门评论 评论区 友情链接 网站导航 推荐 热评 资讯 資訊 焦点 焦點
信息原文地址 看过本文的人还看过 相关 标签云 网友热评 热图 Related_news Related_articles
Related_links Related_posts You_may_also_like
""")
"""Whole names of such lists."""
NOTES = _words("""
以上内容为 文中图片 凡注有 凡注明 凡本网 凡本站 凡來源 凡来源 免责声明 免责条款 免責聲明
版权声明 版权所有 版权归 版权说明 声明： 声明: 聲明： 特别声明 郑重声明 转载请 轉載請 未经授权
未經授權 如有侵权 如涉及版权 如若转载 欢迎关注 点击关注 长按识别 长按二维码 长按关注 扫码
扫描二维码 请扫描 请扫码 微信搜索 预览时 继续滑动 轻触阅读 向上滑动 轻点两下 使用完整服务
使用小程序 关注该公众号 微信扫一扫 关注我们 商务合作 网站标识码 主办单位： 主办单位: 主办：
主办: 承办单位： 承办单位: 承办： 技术支持： 技术支持: 备案号 建议使用IE 您的浏览器 您还未登录
請登錄 译文声明 Copyright © Powered All_Rights 粤ICP 京ICP 沪ICP 快照生成 資料圖片 资料图片
图片来源 图片仅供 邮发代号 征订热线 责任编辑 編輯： 编辑： 编辑: 原文链接 原文地址 文章来源
本文转自 本文转载 本文已获 Previous_post 上一篇 下一篇 新浪声明 特此声明： 违法和不良信息举报
不良信息举报
""")
"""Beginnings of a site's own notes: copyright, disclaimers, follow us, registration."""
OURSELVES = _words("""
本站 本网 本网站 本平台 本公众号 本报 本刊 本文 本号 我们 小编 站内 部分内容 部分图片 部分文章
文章 图片 内容 信息
""")
"""Beginnings of lines that are such notes where they also speak of rights or liability."""
WEAK = frozenset(
    _words("""
时间 日期 类别 栏目 分类 所属分类 审核 阅读 发布 主题分类 标签 关键词 关键字 Date Time Click
监制 校对 摄影 信息提供 索引号 大 中 小 特大 标准 超大 小字 大字 默认 首页 登录 登陆 注册 退出
搜索 评论 赞 举报 投稿 订阅 微信 微博 新浪微博 QQ QQ空间 小程序 视频 English 导航 菜单 字体 字号
Rss RSS top 保存 预览 关注 转发 分析 A A+ A- × X +1 允许 取消 确定 更多 播报 朗读 收藏 分享 打印
关闭 返回 展开 收起 留言 繁体 简体 繁體 复制
""")
)
"""Those of the labels and buttons that may be words of a notice's own (a table's column)."""
