"""Users of the server and students behind it."""

from collections.abc import Sequence

from sandbox import people
from sandbox.wejh.models import Student, User, hashed
from sandbox.wejh.said import Refused

FIRST_NAME = 10086  # the names that register2 hands out count on from the last one


class Records:
    """The file's users and students, those registered since, and the first `count` of the made-up people."""

    def __init__(self, users: Sequence[User], students: Sequence[Student], count: int) -> None:
        self._filed = tuple(users), tuple(students)
        self._count = min(count, people.MOST)
        self._password = hashed(people.PASSWORD)
        self.reset()

    def reset(self) -> None:
        users, students = self._filed
        self._users = {user.username: user for user in users}
        self._students = {student.pid: student for student in students}

    def user(self, username: str) -> User | None:
        if username in self._users:
            return self._users[username]
        who = people.by_account(username, self._count)
        return User(username, self._password, who.name) if who else None

    def known(self, username: str) -> User:
        user = self.user(username)
        if user is None:
            raise Refused(403, "该用户不存在")
        return user

    def put(self, user: User) -> None:
        self._users[user.username] = user

    def next_name(self) -> str:
        name = FIRST_NAME
        while str(name) in self._users:
            name += 1
        return str(name)

    def student(self, pid: str) -> Student | None:
        if pid in self._students:
            return self._students[pid]
        who = people.by_student(pid, self._count)
        return Student(pid, people.PASSWORD, people.PASSWORD) if who else None

    def put_student(self, student: Student) -> None:
        self._students[student.pid] = student
