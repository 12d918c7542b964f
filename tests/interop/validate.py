"""Judges calls by aiogram's models of the Bot API: no field unknown, none missing, none of the wrong kind.

    .venv-interop/bin/python -m tests.interop.validate JOURNAL…

A journal is what the stand-in writes (`--journal`, or GRADEBELL_JOURNAL in the environment). The stand-in's own table
of methods is compared with the models first.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from aiogram import methods
from aiogram.types import LinkPreviewOptions, ReplyParameters, Update
from pydantic import BaseModel, ValidationError

from tests.botapi.signatures import NESTED, SIGNATURES
from tests.botapi.updates import KINDS


def model_of(method: str) -> type[BaseModel] | None:
    found = getattr(methods, method[:1].upper() + method[1:], None)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def table_faults() -> Iterator[str]:
    """What the stand-in's table of methods says and the models don't."""
    for method, signature in SIGNATURES.items():
        model = model_of(method)
        if model is None:
            yield f"{method}: aiogram has no such method"
            continue
        required = {name for name, field in model.model_fields.items() if field.is_required()}
        if signature.known - model.model_fields.keys():
            yield f"{method}: unknown to aiogram: {sorted(signature.known - model.model_fields.keys())}"
        if signature.required != required:
            yield f"{method}: required here {sorted(signature.required)}, by aiogram {sorted(required)}"
    for name, model in (("reply_parameters", ReplyParameters), ("link_preview_options", LinkPreviewOptions)):
        if NESTED[name] != model.model_fields.keys():
            yield f"{name}: differ in {sorted(NESTED[name] ^ model.model_fields.keys())}"
    if Update.model_fields.keys() - {"update_id"} != KINDS:
        yield f"kinds of update: differ in {sorted(KINDS ^ Update.model_fields.keys())}"


def call_faults(call: Mapping[str, object]) -> Iterator[str]:
    method, params, files = str(call["method"]), call["params"], call["files"]
    assert isinstance(params, dict)
    assert isinstance(files, dict)
    model = model_of(method)
    if model is None:
        yield f"{method}: aiogram has no such method"
        return
    # A file sent under a parameter's own name is that parameter's value.
    own = {name: f"attach://{name}" for name in files if name in model.model_fields}
    try:
        read = model.model_validate(own | params)
    except ValidationError as error:
        for found in error.errors(include_input=False, include_url=False):
            yield f"{method}.{'.'.join(map(str, found['loc']))}: {found['msg']}"
        return
    yield from (f"{method}{where}: unknown field" for where in unknown_fields(read, ""))


def unknown_fields(value: object, where: str) -> Iterator[str]:
    """Aiogram's models take unknown fields silently; find them at any depth."""
    if isinstance(value, BaseModel):
        yield from (f"{where}.{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from unknown_fields(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, (list, tuple)):
        for at, item in enumerate(value):
            yield from unknown_fields(item, f"{where}[{at}]")


def main(paths: list[str]) -> int:
    faults: Counter[str] = Counter(table_faults())
    counts: Counter[str] = Counter()
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            call = json.loads(line)
            counts[call["method"]] += 1
            faults.update(call_faults(call))
    print(f"{counts.total()} calls of {len(counts)} methods:", dict(counts.most_common()))
    for fault, times in faults.most_common():
        print(f"{times}× {fault}")
    if not counts:
        print("no call to judge")
    return 1 if faults or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
