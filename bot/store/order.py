"""In which order the statements of one transaction go, whoever asked for them.

It is the same everywhere, so that two processes change a person's rows one after the other and don't lock each other
out. Where one statement has to see what another one wrote, or must not yet, that is said beside it.
"""

from enum import IntEnum, auto


class Order(IntEnum):
    """One member a statement, from the first to the last; those that share one go as they came."""

    RECEIVE = auto()  # the inbox asks whether a message was seen
    SEE = auto()
    CALL = auto()
    KEEP_LINE = auto()
    END_COOKIE = auto()
    KEEP_FILE = auto()
    KEEP_CREDIT = auto()
    LOSE_CREDIT = auto()
    MAKE_PERSON = auto()  # whom addresses and accounts belong to
    OWN_ADDRESS = auto()
    SET_PERSON = auto()
    SET_CHAT = auto()
    COUNT = auto()
    BIND = auto()
    UNBIND = auto()
    SUSPEND = auto()
    AUDIT = auto()
    WAKE = auto()  # the aims of what still rests
    GO_ON = auto()
    REMIND_SOON = auto()
    KEEP_CONVERSATION = auto()
    DROP_CONVERSATION = auto()
    AIM = auto()
    BEGIN_KNOWN = auto()  # asks whether anybody watches already
    WANT = auto()
    WATCH = auto()
    KEEP_KNOWN = auto()
    STOP_WATCHING = auto()
    BEGIN_BATCH = auto()  # whom its lines belong to
    PUT_LINES = auto()
    FORSAKE = auto()  # asks whether anybody holds an account after all binding and unbinding
    STEER_BATCH = auto()
    ANNOUNCE = auto()
    LET_OUT = auto()  # what waits already, and not what is told below
    TELL = auto()
    END_LINE = auto()
    DROP_NOTICE = auto()
    KEEP_BUTTON = auto()
    KEEP_TOKEN = auto()
    SPEND_TOKEN = auto()
    RENEW_TOKEN = auto()
    KEEP_READING = auto()
    FORGET_TRY = auto()
    FORGIVE_TRIES = auto()
    POSTPONE = auto()
    LOSE_PLACE = auto()
    REGAIN_PLACE = auto()
    BURY = auto()
    AGAIN = auto()
    END = auto()  # of a claim: what it was for is written by now
