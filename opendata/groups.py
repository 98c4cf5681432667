"""主题: the fields that public data is sorted by.

Source: 公共信息资源开放试点工作方案 (2018), the list of fields to open first; version 2018-01.
"""

GROUPS: dict[str, str] = {
    "xinyong-fuwu": "信用服务",
    "yiliao-weisheng": "医疗卫生",
    "shebao-jiuye": "社保就业",
    "gonggong-anquan": "公共安全",
    "chengjian-zhufang": "城建住房",
    "jiaotong-yunshu": "交通运输",
    "jiaoyu-wenhua": "教育文化",
    "keji-chuangxin": "科技创新",
    "ziyuan-nengyuan": "资源能源",
    "shengtai-huanjing": "生态环境",
    "gongye-nongye": "工业农业",
    "shangmao-liutong": "商贸流通",
    "caishui-jinrong": "财税金融",
    "anquan-shengchan": "安全生产",
    "shichang-jianguan": "市场监管",
    "shehui-jiuzhu": "社会救助",
    "falv-fuwu": "法律服务",
    "shenghuo-fuwu": "生活服务",
    "qixiang-fuwu": "气象服务",
    "dili-kongjian": "地理空间",
    "jigou-tuanti": "机构团体",
}
