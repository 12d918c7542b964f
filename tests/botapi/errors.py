"""The answers with `ok: false`, in the words of the real server where they are known.

```
Refusal            code, description, parameters
├── bad_request    400, "Bad Request: …"
├── forbidden      403, "Forbidden: …"
├── conflict       409, "Conflict: …"
└── too_many       429, "Too Many Requests: retry after N"
```
"""


class Refusal(Exception):
    """`parameters` is what stands beside the description: `retry_after` or `migrate_to_chat_id`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def told(self) -> dict[str, object]:
        answer: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(what: str, **parameters: int) -> Refusal:
    return Refusal(400, f"Bad Request: {what}", **parameters)


def forbidden(what: str) -> Refusal:
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    return Refusal(409, f"Conflict: {what}")


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
TAKEN_OVER = conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
WEBHOOK_SET = conflict("terminated by setWebhook request")
WEBHOOK_ACTIVE = conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
TOO_OLD = bad_request("query is too old and response timeout expired or query ID is invalid")
NOT_MODIFIED = bad_request(
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
