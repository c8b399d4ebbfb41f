"""Signing a browser in and out."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.reporting.page import LANGUAGES, Language
from tests.unit.reporting.bench import Bench
from tests.unit.reporting.outline import outline

SIGN_IN, SIGN_OUT = "/reporting/sign-in", "/reporting/sign-out"
CAMPAIGN = "/reporting/campaigns/BD-2020"


def token(bench: Bench) -> str:
    return bench.issuer.mint("officer-7", ["board_officer"], organization="TU", person=None)


def send(bench: Bench, path: str, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
    return bench.client.post(path, data=form, headers=headers or {})


@pytest.fixture
def browser(faulty: Bench) -> Any:
    """The service and a client that forgets its cookies afterwards."""
    yield faulty
    faulty.client.delete_cookie("kiemdiem_session")


def test_signing_in_keeps_the_token_in_the_session_and_leads_on(browser: Bench) -> None:
    answer = send(browser, SIGN_IN, token=f" {token(browser)}\n", next=f"{CAMPAIGN}?lang=en", lang="en")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{CAMPAIGN}?lang=en")
    cookie = answer.headers["Set-Cookie"]
    assert token(browser) in cookie and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    assert browser.client.get(CAMPAIGN).status_code == 200


def test_over_https_the_cookie_never_travels_in_the_clear(browser: Bench) -> None:
    answer = browser.client.post(SIGN_IN, data={"token": token(browser)}, base_url="https://localhost")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_the_session_only_reads(browser: Bench) -> None:
    send(browser, SIGN_IN, token=token(browser))
    answer: Any = browser.client.post(f"{CAMPAIGN}/reports")
    assert (answer.status_code, answer.json["code"]) == (401, "cookie_only_reads")


def test_signing_out_forgets_the_token(browser: Bench) -> None:
    send(browser, SIGN_IN, token=token(browser))
    answer = send(browser, SIGN_OUT, lang="en")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{SIGN_IN}?lang=en")
    assert browser.client.get(CAMPAIGN).status_code == 401


@pytest.mark.parametrize("wrong", ["nonsense", "a.b.c", " "])
def test_a_token_that_nobody_may_use_is_asked_for_again_and_not_kept(browser: Bench, wrong: str) -> None:
    answer = send(browser, SIGN_IN, token=wrong, next=CAMPAIGN, lang="vi")
    assert answer.status_code == 401 and "Set-Cookie" not in answer.headers
    assert "không đúng hoặc đã hết hạn" in answer.text and f'value="{CAMPAIGN}"' in answer.text
    assert outline(answer.text).faults == []


def test_a_token_in_the_address_is_not_taken(browser: Bench) -> None:
    answer = browser.client.get(SIGN_IN, query_string={"token": token(browser)})
    assert answer.status_code == 422 and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b"],
)
def test_signing_in_leads_nowhere_else(browser: Bench, elsewhere: str) -> None:
    for answer in (
        send(browser, SIGN_IN, token=token(browser), next=elsewhere),
        browser.client.get(SIGN_IN, query_string={"next": elsewhere}),
    ):
        assert answer.status_code == 422
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_signs_nobody_in(browser: Bench, headers: dict[str, str]) -> None:
    answer: Any = send(browser, SIGN_IN, headers, token=token(browser))
    assert (answer.status_code, answer.json["code"]) == (403, "form_from_elsewhere")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_for_the_token_and_leads_on(browser: Bench, language: Language) -> None:
    answer = browser.client.get(SIGN_IN, query_string={"next": CAMPAIGN, "lang": language})
    assert answer.status_code == 200 and outline(answer.text).faults == []
    assert f'<html lang="{language}">' in answer.text
    assert f'name="next" value="{CAMPAIGN}"' in answer.text
    assert 'method="post"' in answer.text


def test_who_is_not_signed_in_is_led_to_the_form_and_back(browser: Bench) -> None:
    asked = f"{CAMPAIGN}/pages/subjects?search=nguy%E1%BB%85n+an&kind=mem"
    answer = browser.client.get(asked, headers={"Accept": "text/html"})
    assert answer.status_code == 401
    [form] = [link for link in outline(answer.text).links if link.startswith(SIGN_IN)]
    shown = browser.client.get(form)
    assert shown.status_code == 200
    assert f'value="{asked.replace("&", "&amp;")}"' in shown.text
