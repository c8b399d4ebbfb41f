"""Every kind of resource once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import select

from shared.contracts.base import MAYBE, a_code, a_text
from shared.web import ANYONE, ROLES, Answer, Call, OutOfSight, Page, PageQuery, Place, own, resource
from tests.sample.domain import Note, TextForbidden, TextsForbidden
from tests.sample.tables import notes

OFFICERS = {"importer", "board_officer", "unit_officer"}


class NoteBody(Schema):
    code = a_code()
    organization = a_code()
    person = a_code(required=False, load_default=None, **MAYBE)
    text = a_text()
    degrees = fields.Dict(
        keys=fields.String(), values=fields.String(validate=validate.OneOf(["XS", "TOT"])), load_default=dict
    )


class TextBody(Schema):
    text = a_text()


class NoteView(Schema):
    code = a_code()
    text = a_text()


class NotesQuery(PageQuery):
    organization = fields.String()


def of_note(call: Call, values: Mapping[str, Any], item: Mapping[str, Any] | None) -> Place | None:
    rows = call.read(select(notes).where(notes.c.code == values["code"]))
    return Place(rows[0].organization, rows[0].person) if rows else None


def of_new_note(call: Call, values: Mapping[str, Any], item: Mapping[str, Any] | None) -> Place | None:
    return Place(item["organization"], item["person"]) if item else None


@resource("POST", "/notes", roles=OFFICERS, scope=of_new_note, body=NoteBody, many=True, summary="Take notes")
def take_notes(call: Call) -> None:
    call.unit.prefetch(Note, (item.data["code"] for item in call.entries))
    for item in call.items:
        with call.attempt(item):
            facts = {name: item.data[name] for name in ("organization", "person", "text")}
            call.unit.record(note := call.unit.load(Note, item.data["code"]), note.take(**facts))


@resource(
    "GET", "/notes", roles=OFFICERS, scope=own, query=NotesQuery, summary="The notes in the caller's part of the tree"
)
def list_notes(call: Call) -> dict[str, Any]:
    page = Page.of(call.query)
    query = select(notes).order_by(notes.c.code).limit(page.fetch)
    if page.after:
        query = query.where(notes.c.code > page.after[0])
    return page.show(call.read(query), key=lambda row: (row.code,), form=lambda row: {"code": row.code})


@resource(
    "GET",
    "/notes/<code>",
    roles={*OFFICERS, "member", "central_reader", "operator", "subscriber"},
    scope=of_note,
    answers=NoteView,
    summary="One note",
)
def show_note(call: Call, code: str) -> Answer:
    row = call.connection.execute(select(notes).where(notes.c.code == code)).one_or_none()
    if row is None:
        raise OutOfSight()
    return Answer({"code": row.code, "text": row.text}, version=row.version)


@resource(
    "PUT",
    "/notes/<code>",
    roles={"unit_officer"},
    scope=of_note,
    body=TextBody,
    versioned=True,
    summary="Reword a note",
)
def reword_note(call: Call, code: str) -> Answer:
    note = call.unit.load(Note, code)
    call.unit.expect(note)
    call.unit.record(note, note.reword(call.body["text"]))
    return Answer({"code": code}, version=note.version)


@resource("POST", "/notes/<code>/refusals", roles={"unit_officer"}, scope=of_note, summary="Be refused, and remembered")
def refuse_note(call: Call, code: str) -> Answer:
    call.unit.record(note := call.unit.load(Note, code), note.refuse())
    return Answer(problem=TextForbidden(field="/text", value=note.text))


@resource("POST", "/documents", roles={"importer"}, scope=ANYONE, body=TextBody, summary="A document refused whole")
def refuse_document(call: Call) -> None:
    raise TextsForbidden([TextForbidden(field=f"/rows/{row}", value=call.body["text"]) for row in (3, 7)])


@resource("POST", "/crashes", roles={"importer"}, scope=ANYONE, body=NoteBody, summary="Record something, then break")
def crash(call: Call) -> None:
    facts = {name: call.body[name] for name in ("organization", "person", "text")}
    call.unit.record(note := call.unit.load(Note, call.body["code"]), note.take(**facts))
    raise RuntimeError(f"a secret about {call.body['person']}")


@resource("GET", "/rulebooks/<int:year>", roles=ROLES, scope=ANYONE, summary="What is about nobody")
def show_rulebook(call: Call, year: int) -> dict[str, Any]:
    return {"year": year}


@resource("GET", "/page", roles=ROLES, scope=ANYONE, summary="A page", produces="text/html")
def show_page(call: Call) -> Answer:
    return Answer.page(f"<!doctype html><title>{call.language}</title>")
