"""Questions that are none for the library: greetings, the product itself, other services, harm."""

from __future__ import annotations

import re
from typing import Literal

from assistant.understand.cues import compile_cues
from index.text import fold

Topic = Literal["library", "greeting", "product", "out_of_scope", "harmful"]

# The beginning of an utterance says what it is.
_MOST_READ = 2000
# Civil words, as many as there are: 好的，多谢; 辛苦了，先这样. Without a way back, so that no text takes long.
_GREETING = re.compile(
    r"(?:[\W_]*+(?>你好|您好|你们好|大家好|嗨|哈喽|哈啰|hi|hello|hey|早上好|上午好|下午好|晚上好|早安|晚安|"
    r"good (?:morning|afternoon|evening)|在吗|"
    r"谢谢?|多谢|感谢|有劳|麻烦你?了|辛苦了?|thanks?(?: a lot| so much)?|thank you(?: very much| so much)?|cheers|"
    r"再见|拜拜|bye|goodbye|see you|"
    r"好的?|行|可以|嗯+|没问题|收到|了解|ok|okay|great|明白|知道|懂|清楚|够用?|没有?了?|不用|先这样|就这样|先到这|就到这|"
    r"(?:回头|下次|改天|有事|需要)?再(?:问|聊|找|说|联系)|that's all|that is all|got it|no more questions)"
    r"(?>您|你们?|大家|吧|啊|呀|哦|了|啦|咯|嘛|哈|吗|里|儿|别的|问题|there)*+)++[\W_]*+"
)
_PRODUCT = compile_cues(r"""
    你(?:是|叫)(?:谁|什么|啥) 你(?:都)?(?:能|可以|会)(?:帮我)?(?:做|干|回答|查)些?(?:什么|啥|哪些)
    你的?(?:功能|名字|作者|开发者)
    你(?:是|用的?是?)(?:什么|哪个|哪家)?(?:的)?大?模型 你(?:是不是|是)(?:chatgpt|gpt|人工智能|机器人|ai)
    你们?(?:的|这里|这个(?:系统|软件|工具|平台|助手|产品|网站))的?(?:数据|资料|知识|内容|信息|文章)(?:来源|库|来自|从哪|哪里?来|是哪|多久|更新)
    (?:怎么|如何)(?:使用|用)(?:你|引证|这个(?:系统|软件|工具|网站|页面|产品)) 引证(?:是什么|能做|怎么用)
    who_are_you what_(?:are_you|can_you_do|is_your_name) what_is_yinzheng how_(?:do|can)_i_use_(?:you|this)
    which_model_(?:are_you|do_you)
""")
# 3 + 5 等于多少, and nothing else.
_ARITHMETIC = re.compile(
    r"(?:请?(?:帮我)?(?:算一?下|计算)|calculate|what is|what's)?"
    r"[\s:,]*[\d(][\d\s.,+\-*/×÷x^()=%]*(?:等于|是|=)?(?:多少|几)?\W*"
)
_OPERATION = re.compile(r"\d\s?[+\-*/×÷x^]\s?[\d(]")
# Services that no collection of documents gives.
_OTHER_SERVICE = compile_cues(r"""
    (?:今天|明天|后天|现在|这会儿|外面|周末)[^,。?]{0,8}(?:天气|气温|下雨|下雪|会不会下雨)(?!.{0,40}(?:报道|新闻|通报))
    (?:weather|temperature)_(?:today|tomorrow|now) what(?:'s|_is)_the_weather
    现在几点 几点了 今天是?(?:星期几|周几|几号) what_time_is_it what_day_is_(?:it|today)
    [写作编创作来](?:一?[首篇个段封]|两[首篇个])[^,。?]{0,12}(?:诗|信(?!息|用|贷|托)|词|小说|故事|作文|情书|邮件|歌词?|笑话|剧本|代码|程序|脚本|文案|检讨|对联)
    写[^,。?]{0,4}(?:代码|程序|脚本|作文|情书)(?![^,。?]{0,6}(?:产业|企业|项目)) 讲个?(?:笑话|故事)
    (?:write|compose)_(?:me_)?(?:a|an|some)_(?:\w+_){0,3}(?:poem|story|essay|song|joke|email|script|code|program|letter)
    tell_(?:me_)?a_joke (?:翻译|译)[成为](?:英文|英语|日语|日文|法语|中文) translate_(?:this|the_following)
    推荐(?:一?[个部家首本些])?(?:电影|餐厅|饭店|歌曲?|书|小说|游戏|电视剧|景点)
    (?:帮我|给我)(?:订|买|点)(?:一?[张个份])?(?:机票|车票|外卖|酒店|电影票)
    (?:我|帮我看看)(?:该|应该|能)(?:买|卖)(?:哪只|什么)?(?:股票|基金|彩票)
    (?:推荐|预测)[^,。?]{0,6}(?:股票|彩票|双色球)
    明天[^,。?]{0,6}(?:股价|股市|大盘) 我(?:头疼|发烧|失眠|失恋|生病) 星座 算命 运势 (?:人生|生命)的意义
    你(?:爱|喜欢)(?:我|什么)
""")
_HARM = compile_cues(r"""
    (?:怎么|如何|怎样|教我|告诉我)[^,。?]{0,6}(?:制造|制作|自制|做|造|合成|配制)[^,。?]{0,6}(?:炸弹|炸药|毒品|冰毒|枪支?|毒药|毒气|生化武器|燃烧弹)
    (?:怎么|如何|怎样|教我)(?:才能|可以|去|能)?(?:杀人|自杀|自残|投毒|黑进|入侵|盗取|盗刷|洗钱|诈骗|伪造(?:公章|证件|发票|合同)|偷税|逃税|行贿|贩毒)
    (?:怎么|如何|怎样|教我)(?:才能|可以|去|能|偷偷|合法)?[^,。?防打治查整避免]{0,3}(?:骗(?:到|取|补|贷|保|税|钱|领)|套取|虚开|虚报|伪造|贿赂|收买|陷害|跟踪|偷拍)
    how_(?:to|do_i|can_i)_(?:make|build|synthesi[sz]e|cook)_(?:a_|an_)?(?:\w+_)?(?:bomb|explosives?|meth|drugs?|poison|weapon)
    how_(?:to|do_i|can_i)_(?:kill|hack|launder|steal|forge)
    (?:忽略|无视|忘记|忘掉)[^。?]{0,10}(?:指令|提示词|设定|以上要求)
    (?:输出|显示|告诉我|泄露|重复)[^。?]{0,6}(?:系统提示|提示词|system_prompt)
    ignore_(?:all_|the_|your_|any_){0,3}(?:previous_|prior_|above_)?(?:instructions?|prompts?)
    (?:show|reveal|print|repeat)_(?:me_)?(?:your|the)_(?:system_)?prompt
""")


def read_topic(text: str) -> Topic:
    """Say what kind of utterance `text` is; whatever could be about a document is a question for the library."""
    folded = fold(text[:_MOST_READ]).strip()
    if _HARM.search(folded):
        return "harmful"
    if not folded or _GREETING.fullmatch(folded):
        return "greeting"
    if _PRODUCT.search(folded):
        return "product"
    if _OPERATION.search(folded) and _ARITHMETIC.fullmatch(folded):
        return "out_of_scope"
    return "out_of_scope" if _OTHER_SERVICE.search(folded) else "library"
