"""What the furniture of a Chinese news page says: fixed wordings, each in the smallest form that cannot be prose.

All of them are matched against one folded line (Simplified, half-width, lower case), so Traditional and full-width
pages need no patterns of their own. Every repetition is bounded, so that no line can make a match slow.
"""

from __future__ import annotations

import re


def _any(words: str) -> str:
    """Return a group that matches any of the words, which may be patterns without spaces, the longest first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


def _lines(*alternatives: str) -> re.Pattern[str]:
    """Compile alternatives that must each cover a whole line, up to marks at its end."""
    end = r"[\s。.!|>»·…:,、\])】]{0,20}$"
    return re.compile("^(?:" + "|".join(f"(?:{each})" for each in alternatives) + ")" + end)


def _starts(*alternatives: str) -> re.Pattern[str]:
    """Compile alternatives that a line must begin with."""
    return re.compile("^(?:" + "|".join(f"(?:{each})" for each in alternatives) + ")")


_SEPARATORS = r"[ |/·丨>\[\]【】()-]{1,4}"
_COUNT = r" ?[:(]? ?[0-9,.]{1,9} ?(?:万|k|w|\+)?(?:次|人|条|个)?\)?"

# Where the reader is: 当前位置:首页 > 新闻 > 正文.
BREADCRUMB = _starts(
    r"(?:您|你|我)?(?:现在|当前|目前)?(?:的|所在)?位置 ?(?:[:是]|>|首页).{0,80}$",
    r"[\[【]?首页[\]】]? ?(?:[>»›→/|_-]|&gt;).{0,60}$",
    r"[^。,>]{2,12} ?[>»›]{1,2} ?[^。,>]{2,14} ?[>»›]{1,2} ?.{0,12}$",
)

_SITES = _any(
    "微信好友 微信朋友圈 微信 新浪微博 腾讯微博 微博 好友和朋友圈 朋友圈 好友 朋友 qq空间 qq好友 qq 空间 豆瓣 人人网"
    " facebook twitter x linkedin 更多平台 手机 按钮"
)
_BUTTON = _any(
    "打印本页 打印此页 打印 关闭窗口 关闭本页 关闭 收藏本文 收藏 复制链接 复制 纠错 投稿 举报 反馈 点赞 赞 踩 顶 分享"
    " 转发 评论 留言 回复 登录 登陆 注册 下载 返回顶部 返回首页 返回列表 返回 回到顶部 回到首页 回顶部 top 阅读原文"
    " 查看原文 原文链接 展开全文 展开阅读全文 展开全部 阅读全文 余下全文 查看全文"
    " 查看更多 加载更多 更多 more 搜索 站内搜索 文章搜索 设为首页"
    " 加入收藏 网站首页 首页 网站地图 联系我们 关于我们 我要评论 发表评论 我来说两句 请登录 微信 微博 qq空间 朋友圈"
    " 语音播报 朗读 听新闻 手机版 电脑版 繁体 简体 无障碍 english 字体 字号 大 中 小 上一篇 下一篇 上一页 下一页"
)
# The names of persons as they follow 责任编辑: 张三 李四_NB1234.
_NAMES = r"(?:[\u4e00-\u9fff·]{2,4}(?:[ 、,/]{1,2}|$|_[a-z0-9]{1,12})){1,4}(?:[a-z0-9_]{1,12})?"
_EDITORS = _any(
    "责任编辑 责编 本文编辑 本文责编 网络编辑 网站编辑 实习编辑 值班编辑 值班主任 执行编辑 编辑 编审 校对 责任校对"
    " 责任主编 流程编辑 值班编委 值班总编 美编 微信编辑 图片编辑"
)
_DUTIES = _any(
    "审核 审校 校审 初审 复审 终审 一审 二审 三审 监制 总监制 制作 排版 统筹 策划 出品 签发 录入者? 录入员 发布人"
    " 发布者 上传 信息员"
)
_CREDIT_LABELS = _any(
    "责任编辑 责编 编辑 校对 审核 监制 本文来源 来源 文章来源 信息来源 稿源 作者 记者 发布日期 发布时间 发布人 录入"
)
_CREDIT_ITEM = rf"[\[【(]? ?{_CREDIT_LABELS} ?[:/|丨] ?[^\s。:|丨/]{{0,24}}(?: [\u4e00-\u9fff]{{2,4}}){{0,3}}[\]】)]?"
_READERS = _any("浏览 阅读 点击 访问 查看 观看 人气 热度 播放 评论 跟贴 回复 点赞 转发 收藏")
_SCAN = _any("阅读 查看 二维码 微信号 公众号 关注 分享 手机上?(?:打开|阅读|看) 下载 加群 加入 订阅")
_MARKED = _any("责任编辑 责编 编辑 编审 校对 纠错 打印 关闭 分享 收藏 错误报告 我要纠错")

# Buttons, counters and bars that stand alone on a line: nothing in them could be a sentence or a heading.
FURNITURE = _lines(
    rf"(?:一键)?分享(?:本文|文章|本页)?(?:到|至|给)?[: ]?(?:{_SITES}[、,/| ]{{0,3}}){{0,12}}",
    r"(?:打开|用|使用|请用|请使用)?(?:微信|手机)?[\"“]?(?:扫码|扫一扫|长按|扫描)[\"”]?[,/ ]?(?:扫一扫)?"
    rf".{{0,10}}{_SCAN}.{{0,24}}",
    r"(?:点击|点此|戳).{0,12}(?:关注|下载|进入|查看更多|阅读原文|订阅).{0,12}",
    rf"[\[【(]?{_BUTTON}[\]】)]?(?:{_SEPARATORS}(?:{_BUTTON}|[0-9]{{1,6}})[\]】)]?){{0,10}}",
    r"[\[【(]?(?:字体|字号|文字大小)[\]】)]? ?:? ?[\[【(]? ?(?:超大|特大|大|默认|小|中|a).{0,20}",
    rf"{_READERS}(?:次数|量|数|率|人数|人次)?{_COUNT}(?: ?最佳浏览.{{0,30}})?",
    r"[0-9,.]{1,9} ?(?:万|k|w|\+)? ?(?:人|次|条)? ?(?:参与|阅读|浏览|评论|跟贴|人参与|次浏览|人阅读|次阅读|人看过)",
    r"已有 ?[0-9]{1,8} ?(?:人|条|个)(?:参与|评论|赞|阅读|点赞).{0,12}",
    r"(?:上|下|前|后)一(?:篇|条|页|章|则|个)(?:文章|新闻)?[ :>»]{1,3}.{0,90}",
    r"本文(?:网址|链接|地址)[:].{0,120}",
    rf"{_EDITORS}[ :/|丨]{{1,3}}{_NAMES}",
    rf"{_DUTIES} ?[:/|丨] ?{_NAMES}",
    rf"(?:[\[【(] ?{_MARKED}(?:\([^()。]{{0,8}}\)|[^。\]】()]){{0,30}}[\]】)] ?){{1,4}}",
    rf"(?:{_CREDIT_ITEM}[ ,;|]{{0,8}}){{2,8}}",
    rf"{_EDITORS} ?[:]",
    r".{0,24}浏览器.{0,12}(?:不支持|无法播放|版本过低).{0,40}",
    r"[^。]{0,20}[\"“]?扫一扫[\"”]?[^。]{0,8}(?:网页|页面|本文|文章)[^。]{0,12}(?:朋友圈|好友|微信).{0,8}",
    # 点我下载APP 按我看活动办法: a reader is told where to press.
    r"[^。]{0,60}(?:点我|按我|点此|点这里|戳我)(?:下载|订阅|看|加入|追踪|了解|报名|关注)[^。]{0,40}",
    r"(?:今天|今日|现在)是[: ]?(?:19|20)[0-9]{2}年 ?[0-9]{1,2}月 ?[0-9]{1,2}日.{0,20}",
    r"最佳浏览(?:分辨率|解析度|效果)?.{0,30}",
    r"(?:您是|你是)?第 ?[0-9,]{1,12} ?(?:位|个)(?:访问者|访客|浏览者).{0,10}",
    r"[(]?(?:本文来自|更多|欢迎)[^。]{0,24}(?:下载|关注|搜索)[^。]{0,24}(?:app|客户端|公众号|微博)[\"”]?[)]?",
    r"(?:安装|下载|打开)[^。,]{0,16}(?:app|客户端)[^。]{0,40}",
    r"点击(?:进入|查看|阅读)(?:专题|更多|原文|全文|详情)",
    r"[-—－–]{1,3} ?[0-9]{1,4} ?[-—－–]{1,3}",
    r"第 ?[0-9]{1,4} ?页(?:[ ,/]{0,3}共 ?[0-9]{1,4} ?页)?",
)

# The line of the editor, with which an article ends.
EDITOR = _starts(r"[\[【(]?(?:责任编辑|责编|编辑) ?[:/|丨]")

# Lines that are furniture at the head or the foot of a page, but could be an author's in between.
EDGE_FURNITURE = _lines(
    r"(?:标签|tags?|tag标签)[:].{0,60}",
    r"(?:本文)?(?:来源|稿源|信息来源|文章来源|转自|来自|原标题|作者|供稿|供图|审稿)(?:于)?[:|].{1,40}",
    r"[^。]{0,30}(?:扫描|扫一扫|长按|识别)[^。]{0,12}二维码.{0,60}",
    r"(?:[0-9]{1,2}[、.] ?)?回复[【\[].{0,30}",
    r"点击菜单栏.{0,40}",
    r"返回[^。,]{2,12}[,，] ?查看更多",
    r"(?:发布|更新)(?:日期|时间)[:].{6,40}",
    _any("微信 微博 qq空间 朋友圈 分享 更多 搜索 登录 注册 首页 新闻 专题 视频 图片"),
)

_THIS = _any("本文 本站 本网 以上 文章 该文 图片 部分 内容 此文")
_DISOWNS = _any("不代表 仅代表 并不意味着 转载自 转自 收集于 来源于网络 来自网络 整理自网络 版权归")

# Notices of rights and disclaimers; long ones too, since they are known by how they begin.
NOTICE = _starts(
    r"[\"“]?[\[【(]? ?(?:版权|免责|特别|郑重|平台|本站|本网|风险|法律)(?:声明|提示|说明)(?:及版权)?"
    r"(?:[\]】)]? ?[:]|[\]】)]).{4,}",
    r"声明[:].{0,20}(?:本文|本站|本网|转载|版权|来源|仅|文章|该文|图片|内容).{2,}",
    rf"{_THIS}[^。]{{0,30}}{_DISOWNS}[^。]{{0,40}}(?:观点|立场|作者|网络|删除|处理|联系|所有)",
    r"(?:如|若)[^。]{0,16}(?:侵权|侵犯|版权|转载|异议)[^。]{0,40}(?:联系|删除|注明|处理|来电)",
    r"凡(?:本网|本站|注明|本报|来源).{0,60}(?:作品|稿件|转载|版权|来源)",
    r"(?:未经|非经)[^。]{0,30}(?:授权|许可|允许|同意)[^。]{0,20}(?:转载|复制|使用|镜像|摘编)",
    r"(?:转载|引用)(?:请|须|需|时请|文章)(?:注明|标明|联系)",
    r"(?:本文|文章)(?:为|系|由).{0,30}(?:原创|独家|首发|授权发布|投稿|自动收集).{0,60}(?:转载|授权|侵权|删除|注明)",
    r"(?:网友评论|以上留言|评论)仅(?:供|代表|限)",
    r"[^。]{0,12}(?:报料|爆料|投稿|举报)(?:热线|电话|邮箱|微信)?[:] ?[0-9a-z]",
    r"(?:文章)?(?:关键词|关键字|标签) ?(?:>>|»)",
    r".{0,60}(?:扫描|扫一扫|长按|识别)[^。]{0,12}二维码[^。]{0,8}(?:关注|下载|加入|进群|解锁|添加).{0,40}$",
)

_PROVINCES = "京沪粤浙苏鄂湘川渝津冀晋辽吉黑皖闽赣鲁豫桂琼贵云滇黔藏陕甘青宁新蒙"

# The foot of a site.
FOOTER = re.compile(
    r"^(?:copyright|©|\(c\) ?20|all rights reserved|版权所有[: ]?|备案(?:号|序号)|网站标识码|技术支持[:]"
    rf"|[{_PROVINCES}](?:公网安备|icp[备证])|违法和不良信息举报|互联网新闻信息服务许可|增值电信业务)"
    r"|政府网站标识码|公网安备 ?[0-9]|icp[备证] ?[0-9]|^.{2,40}版权所有|all rights reserved"
    r"|违法和不良信息举报(?:电话|热线|邮箱)"
    r"|(?:邮编|邮政编码)[: ]{0,3}[0-9]{6}.{0,8}(?:网站地图|网站)|版权所有.{0,20}(?:icp|©|copyright)"
)

_OTHER = _any(
    "相关 更多 推荐 热门 热点 最新 精彩 延伸 猜你 为您 为你 您可能 你可能 大家 往期 近期 随机 同类 本类 今日 网友 头条"
    " 24小时 一周 同城 站内 图文 阅读 编辑"
)
_MORE = _any("相关 更多 推荐 热门 精选 精彩 延伸 都在 都爱 还 也 感 喜欢 爱")
_LISTED = _any(
    "文章 阅读 新闻 报道 推荐 资讯 链接 内容 信息 搜索 话题 专题 喜欢 感兴趣 兴趣 在看 爱看 看 回顾 热点 排行 热文 热榜"
    " 头条 热搜 动态 稿件 帖子 主题 下一篇 图片 视频"
)
_LIST = _any("的 文章 新闻 阅读 排行 推荐 内容 榜 排行榜 资讯 信息")

# The head of a list of other articles.
RELATED_HEAD = _lines(
    rf"[\[【]?{_OTHER}{_MORE}{{0,3}}{_LISTED}{_LIST}{{0,2}}[\]】]? ?(?:more|更多|>>|换一换|换一批)?",
    _any(
        "排行榜 点击排行 热门排行 热点排行 新闻排行 阅读排行 阅读下一篇 大家都在看 网友评论 热门评论 最新评论 精彩评论"
        " 全部评论 评论列表 图片新闻 视频推荐 看过还看过 友情链接 更多精彩 新闻推荐 为您推荐 为你推荐"
    ),
)

# The head of what readers wrote.
COMMENTS_HEAD = re.compile(r"^(?:网友|热门|最新|精彩|全部|用户)?(?:评论|跟贴|回帖|留言)(?:列表)?")


def is_related_head(folded: str) -> bool:
    """Say whether a line heads a list of other articles, however it is spaced out."""
    return bool(RELATED_HEAD.search(re.sub(r"[ ·•]", "", folded)))


# A link to another article that stands on a line of its own beside the furniture.
RELATED_LINK = _starts(
    r"(?:相关|此前|前情|延伸|更多|推荐|往期|图解|解读|政策解读|相关解读|关联|回顾|链接)"
    r"(?:报道|新闻|阅读|文章|链接|回顾|推荐|解读|资讯|内容|政策)?[:>»]",
    r"\[?(?:相关|延伸)(?:报道|新闻|阅读|链接)\]",
    r"(?:相关资讯|更多)[^。]{0,12}请关注[:]",
)

# Adverts and contacts of whoever runs the page. Alone these may be part of a notice; beside furniture they are not.
ADVERT = re.compile(
    r"微信号|加微信|微信同号|微信/手机|或微信|手机/微信|长按.{0,6}扫|扫一扫|qq群|客服qq|公众号[:]|厂房土地|租售[:]|代办"
    r"|(?:咨询|招商|服务|客服|加盟|订购|免费|租售)(?:热线|电话|qq)|联系qq"
)
PHONE = re.compile(
    r"(?<![0-9])(?:400[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}|1[3-9][0-9]{9}|0[0-9]{2,3}[ -]?[0-9]{7,8}|[2-9][0-9]{7})(?![0-9])"
)
CONTACT = _starts(
    _any(
        "联系 咨询 投诉 举报 值班 服务 客服 热线 邮箱 地址 单位地址 通讯地址 邮编 邮政编码 传真 电话 e-?mail 主办 承办"
        " 协办 主管 运营 维护 建设 技术"
    )
    + r"(?:单位|电话|热线|方式|我们|人|地址|邮箱|部门|维护)?[: ]"
)

CONTACT_ITEM = re.compile(r"(?:地址|电话|传真|邮编|邮政编码|邮箱|e-?mail|网址|热线)[:]")

# Words that mark a line of the page's head: when it was published, by whom, how often it was read.
HEAD_META = re.compile(
    r"发布|发表(?:时间|于|日期)|更新(?:时间|于|日期)|时间[:]|日期[:]|来源[:]|来自[:]|作者[:]|编辑[:]|浏览|阅读|点击|人参与|次数"
    r"|admin|字号|字体|分享|评论|(?:分钟|小时|天|个月|月|年)前|稿源[:]|信息来源|文章来源|索引号|原创"
)
_COUNTS = r"[0-9,.]{1,9} ?(?:万|k|w|\+)?(?:人|次|条)(?:参与|阅读|浏览|评论|看过|跟贴)?"
_CREDITS = _any("作者 编辑 责任编辑 责编 发布者 发布人 录入 来源 稿源 信息来源 文章来源 来自 发布机构 发布单位")
# One item of such a line that says nothing of when.
HEAD_ITEM = re.compile(
    rf"(?:已?有)?{_COUNTS}"
    rf"|{_READERS}(?:次数|量|数|率)? ?[:(]? ?[0-9,.]{{0,9}} ?(?:万|k|w|\+)?(?:次|人|条)?\)?"
    rf"|{_CREDITS}(?:于)? ?[:] ?[^ :|丨]{{1,24}}|(?<=[|丨 ]){_CREDITS}[^ :|丨]{{1,16}}(?=[|丨]|$)"
    r"|[\[【(]?(?:字体|字号|文字大小)[\]】)]? ?:? ?.{0,14}|分享(?:到|至)?.{0,24}|打印|关闭|我要评论|我有话说"
    r"|(?<![\u4e00-\u9fff])由 ?[^ :|丨]{1,12}(?= |$|发布|发表|撰写)"
    r"|举报|收藏本文|只看(?:该作者|楼主|大图)|显示全部楼层|倒序浏览|电梯直达|楼主"
)

# When an article was published, as a page's head says it.
DATE = re.compile(
    r"(?:(?:发布|发表|更新|成文|印发)?(?:日期|时间|于)? ?: ?|发布于 ?|发表于 ?)?"
    r"(?:19|20)[0-9]{2}(?: ?(?:[-/.]|年) ?| ?(?=[0-9]{2}/))[0-9]{1,2} ?(?:[-/.]|月) ?[0-9]{1,2}(?: ?日)?"
    r"(?:[ t]{0,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
AGO = re.compile(
    r"[0-9]{1,3} ?(?:秒|分钟|小时|天|周|个月|月|年)前(?: ?\([0-9]{1,2}-[0-9]{1,2}\))?"
    r"|(?:昨天|今天|前天)(?: ?[0-9]{1,2}:[0-9]{2})?"
)

# A heading over a table of contents, and an entry that leads to a page.
CONTENTS = re.compile(r"^(?:目 ?录|目录/提纲|提纲|目次|contents)[:]?[ …\.]{0,12}$")
CONTENTS_ENTRY = re.compile(r".{2,60}?(?:\.{4,}|…{2,}|·{4,}|_{4,}|\t) ?[0-9]{1,4}$")

# A line of a page's head is no longer than this.
META_LENGTH = 100
# What may be left of it besides date, counters and names before it counts as more than that.
META_REST = 16


def meta_rest(folded: str) -> str:
    """Return the letters and digits of a line besides dates, counters and credits."""
    return re.sub(r"[\W_]", "", HEAD_ITEM.sub("", AGO.sub("", DATE.sub("", folded))))


# The day of a law, or of the visit.
_NO_PUBLICATION = re.compile(r"通过|施行|公布|修[订正]|批准|实施|(?:今天|今日|现在)是")


def is_meta(folded: str) -> bool:
    """Say whether a line only tells when, by whom and how often read: 2025-03-02 18:29 来源:甲报 浏览:118."""
    if len(folded) > META_LENGTH or "。" in folded or not (DATE.search(folded) or AGO.search(folded)):
        return False
    return len(meta_rest(folded)) <= META_REST and not _NO_PUBLICATION.search(folded)
