"""Addresses of pages and the titles by which a test knows that one is open."""

PAGES = {
    "overview": "总览", "measures": "措施项目", "districts": "各区", "clusters": "产业集群", "certificates": "证书与荣誉",
    "pipeline": "办理进度", "funds": "资金", "applications": "申请明细", "organisation": "单位", "honours": "荣誉名录",
    "methodology": "方法与定义", "findings": "合规核查", "quality": "数据质量", "audit": "审计记录",
}  # fmt: skip
EVALUATION_PAGES = {
    "comparison": "比较", "distribution": "分布", "effect": "成效识别", "scorecard": "绩效评分", "report": "评价报告",
}  # fmt: skip
