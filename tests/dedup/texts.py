"""Notices written for the tests in the shape of real ones; places and names are made up."""

from __future__ import annotations

TITLE = "关于开展“清朗·2025年秋季校园周边网络环境整治”专项行动的通知"
BODY = """\
各省、自治区、直辖市党委网信办，新疆生产建设兵团党委网信办：
为切实维护广大师生合法权益，营造秋季开学良好网络氛围，决定自2025年9月1日起，\
在全国范围内开展为期2个月的专项行动。现将有关事项通知如下。
一、工作目标
通过集中整治，督促各类平台补齐校园板块管理短板，清理面向学生的违规引流信息，压缩代写代考、\
冒充校方收费等行为的生存空间，推动形成家长放心、学校安心、学生舒心的网络环境。
二、主要任务
（一）整治冒充校方收费问题。重点排查以班主任、教务处名义组建的群组，对假借资料费、\
服装费名义收取钱款的账号，一律关闭并移送线索。
（二）整治代写代考问题。全面清理代写作业、代考证书的商品和服务信息，\
去年同类信息清理量为36.5万条，今年要做到发现一条处置一条。
（三）整治不良商品引流问题。严查借校园话题推销烟卡、盲盒和网络借贷的内容，\
首批抽查的2300余款应用程序须在15日内完成自查。
（四）整治侵犯学生隐私问题。对擅自发布考试名次、家庭住址、健康状况的账号从严处置，\
并督促平台健全投诉绿色通道。
三、工作要求
各地要制定实施方案，明确责任分工，建立周调度机制。平台要在首页显著位置设置举报入口，\
接到举报后24小时内办结。
各地请于2025年11月10日前报送总结，典型案例不少于5个。
某某办公室秘书局
2025年8月26日"""

NEXT_TITLE = TITLE.replace("2025", "2026")
NEXT_BODY = (
    BODY.replace("2025年9月1日", "2026年9月3日")
    .replace("36.5万条", "41.2万条")
    .replace("2300余款", "1850余款")
    .replace("2025年11月10日", "2026年11月12日")
    .replace("2025年8月26日", "2026年8月25日")
)

LAW_TITLE = "江城市公共数据开放办法"
LAW = """江城市公共数据开放办法
2019年6月12日 江城市人民政府第十二次常务会议通过
第一条 为了规范公共数据开放活动，提升数据利用水平，根据有关法律、法规，结合本市实际，\
制定本办法。
第二条 本市行政区域内公共数据的归集、开放、利用及其监督管理活动，适用本办法。
第三条 公共数据开放应当遵循需求导向、分级分类、公平公开的原则，优先开放与民生紧密相关的数据。
第四条 市经济信息部门负责指导、协调、推进全市公共数据开放工作，并对开放情况进行年度评估。
第五条 开放主体应当编制开放清单，列明数据的名称、摘要、格式、更新频率和开放条件，并向社会公布。
第六条 自然人、法人可以通过开放平台提出数据需求，开放主体应当自收到需求之日起十个工作日内答复。
第七条 利用公共数据形成的成果，应当注明数据来源和获取日期，不得用于损害国家利益的活动。
第八条 违反本办法规定，未按照要求更新数据的，由主管部门责令限期改正；逾期不改正的，予以通报。
第九条 本办法自2019年8月1日起施行。"""
LAW_AMENDED = (
    LAW.replace(
        "常务会议通过\n",
        "常务会议通过\n2023年3月9日 江城市人民政府第三次常务会议《关于修改部分规章的决定》修正\n",
    )
    .replace("市经济信息部门负责指导", "市数据管理部门负责指导")
    .replace("十个工作日内答复", "七个工作日内书面答复并说明理由")
)

ENGLISH_TITLE = "Autumn campus network environment special action launched"
ENGLISH = """\
The Cyberspace Administration of China has decided to carry out a special action.
In recent months the relevant departments have cleaned up 365,000 pieces of information about
ghost-writing and proxy examinations. The first batch of 2,300 applications must finish a self check
within 15 days, and the Ministry of Education joins the special action of "Qinglang". More than
1.19 million accounts were inspected and 54.3 million clues were handled in the last period.
All localities are required to set up weekly scheduling and to publish typical cases in time."""
SOURCE_OF_ENGLISH = """\
近几个月来，有关部门清理代写代考信息36.5万条，教育部门一并参与。
首批抽查的2300余款应用程序须在15日内完成自查。
上一阶段累计排查账号119万余个，处置线索5430余万条，关闭群组若干。
各地要建立周调度机制，及时公布典型案例，确保取得实效，并将有关情况向社会公开，接受广大师生和家长的监督。"""

OTHER_TITLES = ("多地出台秋粮收购新举措", "跨江大桥主塔顺利封顶", "青年足球联赛揭幕战开打")
OTHER = """近日，多地围绕秋粮收购出台新举措，提前腾仓并库，检修烘干设备，安排专班驻点服务。
在城郊粮站，工作人员介绍，今年新增的快检窗口把排队时间缩短了一半，农户在手机上就能预约。
有关负责人表示，将继续盯紧天气变化，组织流动烘干车下乡，确保颗粒归仓，守住农民钱袋子。
气象部门提醒，下旬仍有一次降水过程，各地应抓住晴好天气加快收割晾晒，避免发生霉变损失。"""
FRAME_BEFORE = """网站首页 | 政务公开 | 办事服务 | 互动交流
当前位置：首页 > 要闻
字号：大 中 小 打印"""
FRAME_AFTER = """责任编辑：李明
版权声明：本网转载文章版权归原作者所有。
相关阅读
""" + "\n".join(f"· {title} 2025-10-{day:02d}" for title in OTHER_TITLES for day in range(1, 9))
