"""Terms of the field in Chinese and English, one a line: Chinese spellings, a colon, English ones.

Longer spellings are tried first. English words are matched as beginnings, so "rumor" also stands
for "rumormongering"; those with a dollar sign stand for themselves and their plural only. New lines
go to the end: a term is its line, and the keys of stored pages are made of them.
"""

from __future__ import annotations

TERMS = """
专项行动|专项整治|专项治理 : special action|special campaign|special operation|special rectification
网信|互联网信息办公室 : cyberspace|information office|cac$|network information|net letter
国务院 : state council
公安 : public security|police
市场监管 : market regulation|market supervision
教育部|教育部门 : ministry of education|education department
工信|工业和信息化 : industry and information
广电|广播电视 : radio and television
新闻发布会 : press conference|news conference
未成年人 : minor
青少年 : youth|teenager|adolescent
儿童 : child
学生 : student
暑期|暑假 : summer
春节 : spring festival|lunar new year|chinese new year
自媒体 : we media|we-media|self-media|self media
水军 : water army|navy|paid poster|internet troll
谣言|造谣|传谣 : rumor|rumour
虚假 : false|fake|fabricat
仿冒|假冒|冒充 : counterfeit|impersonat|fake account
短视频 : short video|short-video
直播 : live broadcast|livestream|live stream|live-stream
主播 : anchor|streamer
打赏 : tip|reward
算法 : algorithm
人工智能|AI : artificial intelligence|ai$
换脸 : face chang|face swap|face-swap
生成合成 : synthe|generat
标识 : label|logo|identif
个人信息 : personal information
隐私 : privacy
数据 : data
网络安全 : cybersecurity|cyber security|network security
应用程序|App|APP : app$|application
小程序 : applet|mini program|small program|mini-program
账号|帐号 : account
群组|群聊 : group
贴吧|论坛|社区 : post bar|forum|communit
评论|跟帖 : comment
私信 : private message|direct message
弹窗 : pop-up|popup
热搜|榜单|热榜 : hot search|hot list|trending|ranking
搜索 : search
推荐 : recommend
流量 : traffic|flow
引流 : drain|divert|diversion
营销 : marketing
炒作|蹭炒 : hype|hyping|speculat
粉丝 : fan$|follower
饭圈 : fan circle|fandom
网暴|网络暴力 : cyber violence|online violence|cyberviolence|network violence
欺凌|霸凌 : bully
戾气 : hostility|rage
色情|低俗|淫秽 : porn|vulgar|obscen|lewd
赌博 : gambl
诈骗 : fraud|scam
暴力 : violen
沉迷 : addict|indulg
消费 : consum|spend
企业家 : entrepreneur
企业 : enterprise|compan|business|firm
营商 : business environment|business network environment
侵权 : infring
举报 : report
处置 : dispos|deal with|dealt with|handl
处罚|惩处 : punish|penalt
关闭 : clos|shut
下架 : remov|take off|taken off|off the shel
清理 : clean|clear
约谈 : interview|summon|talk to
黑名单 : blacklist
典型案例 : typical case
平台 : platform
网站 : website|site
主体责任 : main responsib|primary responsib
监管|监督 : supervis|regulat|oversight
法律|法规|依法 : law|legal
规定 : provision|rule|stipulat
办法 : measure
通知 : notice|circular
征求意见 : solicit|draft for comment|public opinion
资质|认证 : qualif|certif
医疗 : medical
金融 : financ
司法 : judicia|justice
新闻 : news
网民 : netizen|internet user|online user
生态 : ecolog|ecosystem
机制 : mechanism
审核 : audit|review|censor|examin
投诉 : complain
权益 : rights
MCN机构|MCN : mcn
体育|赛事 : sport|event|match
世运会 : world games
全运会|十五运 : national games
大运会 : universiade
外链 : external link|outbound link
同城 : same-city|same city|local section
语言文字 : language
错字|谐音 : homophone|typo|wrong character
负面情绪|挑动 : negative emotion
会议 : meeting
内容 : content
用户 : user
功能 : function$|feature
模式 : mode$
服务 : service
产品 : product
技术 : technolog
视频 : video
图片|照片 : picture|image$|photo$
家长|监护人 : parent$|guardian
学校|校园 : school$|campus
游戏 : game$|gaming
充值 : top-up|top up|recharge
对立 : opposition|antagonis|confrontation
摆拍 : staged$|staging$|posing$
专家 : expert
明星|名人 : celebrit
备案 : filing$
训练 : training
模型 : model
智能体 : agent$
声音|语音 : voice$
广告 : advert
电商 : e-commerce
应用商店 : app store|application store
链条 : chain$
线索 : clue$|tip-off
嫌疑人 : suspect
罚款 : fine$
警告 : warning$
证据 : evidence
链接 : link
转账 : transfer
银行卡 : bank card
验证码 : verification code
扫码|二维码 : scan$|qr code
客服 : customer service
退款|退还 : refund
密码 : password
定金|订金|保证金 : deposit
骗子|不法分子 : swindler|scammer|fraudster|criminals
快递|包裹 : courier|parcel
票 : ticket$
旅游|旅行社 : travel|tour$
亲友|亲人 : relative$|loved one
假期 : holiday|vacation
国庆 : national day
中秋 : mid-autumn
国际 : international
法治 : rule of law
人才 : talent
党 : party$
乡村 : rural
制度 : system$
社交 : social
软件 : software
北京 : beijing
天津 : tianjin
河北 : hebei
山西 : shanxi
辽宁 : liaoning
吉林 : jilin
黑龙江 : heilongjiang
上海 : shanghai
江苏 : jiangsu
浙江 : zhejiang
安徽 : anhui
福建 : fujian
江西 : jiangxi
山东 : shandong
河南 : henan
湖北 : hubei
湖南 : hunan
广东 : guangdong
广西 : guangxi
海南 : hainan
重庆 : chongqing
四川 : sichuan
贵州 : guizhou
云南 : yunnan
西藏 : tibet|xizang
陕西 : shaanxi
甘肃 : gansu
青海 : qinghai
宁夏 : ningxia
新疆 : xinjiang
内蒙古 : inner mongolia
抖音 : douyin|tiktok
快手 : kuaishou
微信 : wechat|weixin
微博 : weibo
腾讯 : tencent
百度 : baidu
阿里 : alibaba|aliyun
小红书 : xiaohongshu|rednote|little red book
哔哩哔哩|B站 : bilibili|station b
知乎 : zhihu
豆瓣 : douban
淘宝 : taobao
京东 : jd.com|jingdong
拼多多 : pinduoduo
美团 : meituan
今日头条|头条 : toutiao
网易 : netease
QQ : qq
短剧|微短剧 : drama
素材 : material$
剧情 : plot$
推广 : promot
恶意软件|恶意程序 : malware|malicious software|malicious program
木马 : trojan
病毒 : virus
漏洞 : vulnerab|loophole
攻击 : attack
威胁 : threat
风险 : risk$
排查 : check$|inspect|investigat|screening
泄露|泄漏 : leak|disclos|breach
窃取|盗取 : steal|stole|theft
浏览器 : browser
邮箱|邮件 : mail
终端 : terminal$|endpoint
共享 : sharing$|shared$
监测 : monitor
升级 : upgrad
补丁|修复 : patch|fix
设备 : device|equipment
运营商|电信企业 : operator|carrier$
电信 : telecom
资费|套餐 : tariff|package$|plan$
短信 : text message|sms$
骚扰 : harass|spam
老年人|老年 : elderly|older|senior
残疾|无障碍 : disab|accessib|barrier-free
培训 : training$
求职|招聘 : recruit|job$
租房|房产|房地产 : housing|real estate|rental
食品 : food
药品|保健 : drug$|health product|medicine
价格 : price$|pricing
投资 : invest
贷款|网贷 : loan
股票|证券 : stock$|securit
保险 : insurance
消费者 : consumer
经营者 : operator$|merchant|business operator
商家|商户 : vendor|seller
垄断 : monopol
竞争 : competit
执法 : law enforcement|enforce
行政 : administrative
条例 : regulation$
标准 : standard
评估 : assess|evaluat
跨境|出境 : cross-border|outbound
人脸 : face$|facial
同意 : consent
授权 : authoriz|authoris
收集 : collect
存储|保存 : stor
传播 : spread|dissemin|circulat
诱导 : induc|lure|entic
迷信 : superstit
性暗示|擦边 : suggestive|borderline|edge ball
拜金|炫富 : money worship|flaunt
版权|著作权 : copyright
肖像 : likeness|portrait
会员|订阅 : member|subscri
自动续费 : automatic renewal|auto-renew
拦截 : intercept|block
下载 : download
注册 : regist
实名 : real-name|real name
整改 : rectif|correct
自查 : self-inspect|self-check|self-examin
协同|联合 : joint|together with
台账|清单 : list$|ledger
时限|期限 : deadline|time limit|period$
"""
