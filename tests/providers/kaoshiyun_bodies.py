"""Bodies of 考试云, as its document prints them (seeds/001)."""

from typing import Final

TOKEN: Final = "tok-4f1c9e"

EXAMS: Final = {
    "totalCount": 60,
    "currentPageIndex": 3,
    "items": [
        {
            "examID": "d7310f",
            "examName": "会计基础考试A卷",
            "beginTime": "2022-03-18 17:12",
            "endTime": "2022-07-13 17:12",
            "examTime": "60",
            "passScore": "60",
            "paperScore": "100",
            "attendNum": "650",
            "passNum": "628",
            "maxScore": "100.0",
            "avgScore": "39.8",
            "minScore": "0.0",
            "creatTime": "2022-03-18 17:12:22",
            "examUrl": "https://考试网址/v5/exam/d7310f",
        },
        {
            "examID": "91c510",
            "examName": "会计基础考试B卷",
            "beginTime": "2022-03-17 15:05",
            "endTime": "2022-07-20 15:05",
            "examTime": "60",
            "passScore": "80.00",
            "paperScore": "100.00",
            "attendNum": "300",
            "passNum": "252",
            "maxScore": "80.00",
            "avgScore": "40.00",
            "minScore": "0.00",
            "creatTime": "2022-03-17 15:05:45",
            "examUrl": "https://考试网址/v5/exam/91c510",
        },
    ],
}
GRADES: Final = {
    "examID": "b1e8ef",
    "examName": "会计基础考试A卷",
    "totalCount": 590,
    "pageSize": 1000,
    "currentPageIndex": 1,
    "items": [
        {
            "account": "c089d6",
            "userName": "陈翰林",
            "deptName": "销售部",
            "fullDeptName": "考试云/销售中心/销售部",
            "gradeID": "dc3d4020622b46a0bf82d8fa1e38bc00",
            "beginTime": "2022-04-25 13:03:03",
            "endTime": "2022-04-25 13:33:07",
            "usedTime": "30分4秒",
            "paperScore": "100.0",
            "passScore": "80.0",
            "gradeScore": "75.0",
            "order": "82",
            "isPass": "N",
            "integral": "7.5",
            "status": "已发布",
        },
        {
            "account": "c089d6",
            "userName": "李一鸣",
            "deptName": "技术部",
            "fullDeptName": "考试云/研发中心/开发部",
            "gradeID": "28e4bea1f2904c15814d0b6cca39457d",
            "beginTime": "2022-04-25 13:01:50",
            "endTime": "2022-04-25 13:54:53",
            "usedTime": "53分3秒",
            "paperScore": "100.0",
            "passScore": "60.0",
            "gradeScore": "100.0",
            "order": "1",
            "isPass": "Y",
            "integral": "10",
            "status": "已发布",
        },
    ],
}
PENDING: Final = {
    "totalCount": 2,
    "currentPageIndex": 1,
    "items": [
        {
            "examID": "661502",
            "examName": "会计基础考试A卷",
            "beginTime": "2021-04-25 09:30",
            "endTime": "2021-05-02 09:30",
            "examUrl": "https://考试网址/v5/exam/661502",
            "examTime": "60",
            "allowTimes": "4",
            "passScore": "80",
            "paperScore": "100",
        },
        {
            "examID": "d7310f",
            "examName": "会计基础考试B卷",
            "beginTime": "2021-03-18 17:12",
            "endTime": "2021-07-13 17:12",
            "examUrl": "https://考试网址/v5/exam/d7310f",
            "examTime": "60",
            "allowTimes": "100",
            "passScore": "80",
            "paperScore": "100",
        },
    ],
}
# The sister page "练习数据" (upstreams, 2.2) names the fields and shows no example.
EXERCISES: Final = {
    "totalCount": 1,
    "currentPageIndex": 1,
    "items": [
        {
            "examID": "5a77e1",
            "examName": "会计基础练习",
            "beginTime": "2021-04-25 09:30",
            "endTime": "2021-05-02 09:30",
            "examUrl": "https://考试网址/v5/exer/5a77e1",
        }
    ],
}
EXPIRED: Final = {"errcode": "40006", "errmsg": "AccessToken has expired"}
NO_EXAM: Final = {"errcode": "40803", "errmsg": "examID不存在,获取失败"}
NO_ACCOUNT_SENT: Final = {"errcode": "40501", "errmsg": "account参数不允许为空"}
NO_ACCOUNT: Final = {"errcode": "40502", "errmsg": "account:[c089d6]在考试云中不存在"}
