"""What became of a message, in Chinese: the words of the channels and of delivery itself.

The English stands in watcher.channels, where an answer is judged. What a platform or a library
says itself stays as it is.
"""

from __future__ import annotations

REFUSALS: tuple[tuple[str, str], ...] = (
    (r"(E-\w+) could not be delivered to (\S+): (.*)", r"\1 未能送达渠道 \2：\3"),
    (
        (
            r"channel (\S+) is not configured any more: (\d+) alerts that waited for it will not "
            r"be sent \((.*)\)"
        ),
        r"渠道 \1 已从配置中删除，原定由它发送的 \2 条提醒不再发送（\3）",
    ),
    (r"channel (\S+) is not configured any more", r"渠道 \1 已从配置中删除"),
    (r"deliver was too slow: killed after ([\d.]+) s", r"发送超过 \1 秒，已中止"),
    (r"the sender died", r"发送进程中途退出"),
    (
        r"the message could not be made \((\w+)\): report this as a fault",
        r"无法生成消息（\1），请作为程序故障上报",
    ),
    (r"the secret (\w+) is missing: (.*)", r"缺少密钥 \1，\2"),
    (
        r"set the environment variable (\w+), or give it as a systemd credential",
        r"请设环境变量 \1，或作为 systemd 凭据提供",
    ),
    (
        r"set the environment variable (\w+), or put it in the file \w+ in the credentials .*",
        r"请设环境变量 \1，或放入凭据目录中的同名文件",
    ),
    (r"code (-?\d+): (.*)", r"代码 \1：\2"),
    (r"the connection broke after sending(.*)", r"发送后连接中断\1"),
    (r"no verdict within (\d+) s", r"\1 秒内没有结果"),
    (r"no answer from behind the platform's door(.*)", r"网关没有得到后端答复\1"),
    (r"it may have been accepted: (.*)", r"可能已收到：\1"),
    (r"(.*): it may have been accepted(.*)", r"\1，可能已收到\2"),
    (r"no connection(.*)", r"连接不上\1"),
    (r"the address is unusable(.*)", r"地址不可用\1"),
    (r"the sender failed with (\w+)", r"发送程序出错（\1）"),
    (r"(?:\w+ )?(?:code |\w+ )?0, accepted by the platform", r"平台已接受"),
    (r"accepted by the server", r"服务器已接受"),
    (r'(?:"ok"|ok), accepted by the platform', r"平台已接受"),
    (r"message (\d+)", r"平台已接受，消息号 \1"),
    (
        r"HTTP-accepted; what the receiver did with it is not known",
        r"已交给对方，对方如何处理不得而知",
    ),
    (
        r"the flow was started; whether it posts to the chat is not told",
        r"流程已启动，是否发到群里不得而知",
    ),
    (r"the rate limit is reached(.*)", r"发送过快，被限流\1"),
    (r"too many messages in a minute", r"一分钟内消息过多"),
    (r"a redirect, which is not followed", r"要求跳转，本程序不跟随"),
    (r"the platform is in trouble(.*)", r"平台出错\1"),
    (r"the platform is busy", r"平台繁忙"),
    (r"an empty answer", r"答复为空"),
    (r"a web page in place of (?:the platform's|an) answer", r"收到网页，不是平台的答复"),
    (r"an answer far longer than the platform's", r"答复过长，不是平台的答复"),
    (r"an answer that is not the platform's or is cut", r"答复不完整，或不是平台的答复"),
    (r"the answer was cut", r"答复不完整"),
    (r"apprise could not use the answer", r"答复无法识别"),
    (r"the credentials are refused(.*)", r"凭据被拒\1"),
    (r"there is no such webhook or bot(.*)", r"没有这个 webhook 或机器人\1"),
    (r"the message is too large(.*)", r"消息过大\1"),
    (r"the request is refused(.*)", r"请求被拒\1"),
    (r"the server takes no login: (.*)", r"服务器不接受登录：\1"),
    (r"apprise cannot use this channel's address", r"渠道地址不可用"),
    (
        r"the robot's security settings refuse it: keyword, signature or address list",
        r"机器人安全设置拒收：检查关键词、签名或 IP 白名单",
    ),
    (r"the token does not exist", r"token 不存在"),
    (r"the group was dissolved", r"群已解散"),
    (r"the robot is disabled", r"机器人已停用"),
    (r"the robot is no longer in the group", r"机器人已被移出群"),
    (r"the message type is (?:not supported|refused)", r"不支持的消息类型"),
    (r"the robot does not exist: check the key", r"机器人不存在：检查 key"),
    (r"the robot does not exist", r"机器人不存在"),
    (r"the bot does not exist: check the token", r"机器人不存在：检查 token"),
    (r"the text is refused: unsafe link", r"内容被拒：含不安全链接"),
    (r"the text is refused: unsuitable (?:words|content)", r"内容被拒：含不当内容"),
    (r"the message's form is refused", r"消息格式被拒"),
    (
        r"the signature is refused: check the secret and this machine's clock",
        r"签名被拒：检查密钥和本机时钟",
    ),
    (r"this machine's address is not on the bot's list", r"本机 IP 不在机器人白名单内"),
    (r"none of the bot's keywords stands in the message", r"消息不含机器人要求的关键词"),
    (r"the message is too long or its form is refused", r"消息过长或格式被拒"),
    (r"the text is empty", r"内容为空"),
    (r"the text is too long", r"内容过长"),
    (r" \((\w+)\)", r"（\1）"),
)
"""English sentences as regular expressions, each with its Chinese; the first that fits counts."""
