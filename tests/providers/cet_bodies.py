"""Bodies of the CET system: the document's (seeds/000), the real program's and the later back end's."""

from typing import Final

TICKET: Final = "440530151110612"
NAME: Final = "罗增榕"

DOCUMENTED: Final = {
    "Contact_us": "wangyuan.info",
    "Listening": "130",
    "Reading": "169",
    "Status": "1",
    "Total": "446",
    "Writing": "147",
    "name": "罗撒旦",
    "result": "44053015132210612",
    "school": "韶关学院",
}
FAILED: Final = {"Contact_us": "wangyuan.info", "Status": "0"}
# As the program's code answers: the ticket under `ticket`, and here the name as asked.
REAL: Final = {key: value for key, value in DOCUMENTED.items() if key != "result"} | {
    "ticket": TICKET,
    "name": NAME,
}
LATER: Final = {
    "id": TICKET,
    "name": NAME,
    "school": "韶关学院",
    "score": "446",
    "listen": "130",
    "read": "169",
    "write": "147",
    "talk": "",
    "type": "1",
}
