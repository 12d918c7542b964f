"""Bodies of 考试星: its document's (seeds/003), and for 702 what a real client reads (upstreams, 4.2)."""

from typing import Any, Final

APP_ID: Final = "14343"
APP_KEY: Final = "xf5ha3h67h4Ger34wh35p345h4"  # both are the document's examples

LOGIN: Final = {
    "code": 10000,
    "msg": "success",
    "url": "https://api.kaoshixing.com/api/company/redirect/13245/?\n"
    "jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyX2lkIjo1LCJleHAiOj\n"
    "E0OTQiOiIyMDEifQ.I3j56t_tVMX1GrIktqFRienFZTJ7VKgc6lPs&customurl=xxx",
}
SILENT_LOGIN: Final = {
    "code": 10000,
    "msg": "success",
    "url": "https://api.kaoshixing.com/api/company/redirect/13245/?\n"
    "jwt=eyJhbGci5faWQiOiIyMDEifQ.I3j56t_tVMX1GgH62dy-rIktqFRienFZTJ7VKgc6lPs",
}
LOGGED_IN: Final = {"success": True, "code": 10000, "desc": "成功", "bizContent": None}
NOT_LOGGED_IN: Final = {
    "success": False,
    "code": 31014,
    "desc": "用户不存在",
    "englishDesc": "user not existed",
    "bizContent": None,
}
UPDATED: Final = {"code": 10000, "msg": "更新考生信息成功"}
ADDED: Final = {
    "msg": "success",
    "jwt": "etJhbGciOiJIUzI1NiJ9.eyJleHAiOjE2NTc1MTkwNjMyMDgsInVzZXJfaWQiOjIxMDM4OTkyLCJhY3Rpb25faWQiOiIyMDYifQ"
    ".Rr_nCUdWJ27gZtX4IMrL2_gLe3TdJXk4nYXux-ReZ8",
    "code": 10000,
}
DONE: Final = {"msg": "success", "code": 10000}
NOT_MOVED: Final = {"msg": "更新部门失败", "code": "0042"}
FOUND: Final = {
    "total": 1,
    "current": 1,
    "rowCount": 1,
    "rows": [
        {
            "user_id": "zhangsan",
            "user_name": "张三",
            "department": "部门分类",
            "sex": "-1",
            "phone": "1234567890",
            "notice": "备注",
            "position": "职位",
            "field1": "自定义字段1",
            "field2": "自定义字段2",
            "field3": "自定义字段3",
            "field4": "自定义字段4",
            "field5": "自定义字段5",
            "identity_card": "1234567890",
        }
    ],
}
NOT_FOUND: Final = {"msg": "参数获取不到", "code": "0005"}

RESULT: Final[dict[str, Any]] = {
    "examInfoId": 55400,
    "examStyleName": "安全",
    "examName": "安全生产知识考试",
    "examStartTime": "2026-03-01 09:00:00",
    "examEndTime": "2026-03-02 18:00:00",
    "examTimeRestrict": True,
    "examTime": 90,
    "examResultsId": 9001,
    "results": 87.5,
    "isPass": True,
    "examLink": "https://exam.kaoshixing.com/exam/before_answer_notice/55400",
    "inquireLink": "https://exam.kaoshixing.com/exam/result/9001",
    "practiceMode": 0,
    "status": "2",
}
RESULTS: Final = {
    "success": True,
    "code": 10000,
    "desc": "成功",
    "englishDesc": "success",
    "bizContent": {"total": 1, "current": 1, "rowCount": 1, "rows": [RESULT]},
}
EXAMS: Final = {
    "success": True,
    "code": 10000,
    "desc": "成功",
    "bizContent": {
        "total": 1,
        "current": 1,
        "rowCount": 1,
        "rows": [
            {
                key: RESULT[key]
                for key in ("examInfoId", "examStyleName", "examName", "examStartTime", "examEndTime", "examTime")
            }
        ],
    },
}
