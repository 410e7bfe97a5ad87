"""Pages, cursors and links."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import URL
from tests.plumbing.expected_problems import problem_of

from plumbing.paging import LONGEST_CURSOR, decode_cursor, encode_cursor, link_next
from plumbing.problems import INVALID_CURSOR, ProblemError

POSITIONS = st.lists(st.integers(0, 10**9) | st.text(max_size=20), min_size=1, max_size=4)
FILTERS = st.dictionaries(st.sampled_from(["kind", "team"]), st.none() | st.text(max_size=20))


@given(POSITIONS, FILTERS, st.binary(max_size=8))
def test_a_cursor_brings_back_its_position(
    position: list[str | int], filters: dict[str, str | None], key: bytes
) -> None:
    cursor = encode_cursor(position, filters, key=key)
    assert decode_cursor(
        cursor, dict(reversed(filters.items())), [type(each) for each in position], key=key
    ) == tuple(position)


@given(POSITIONS, FILTERS, FILTERS)
def test_a_cursor_belongs_to_its_filters(
    position: list[str | int], filters: dict[str, str | None], others: dict[str, str | None]
) -> None:
    cursor = encode_cursor(position, filters)
    if filters != others:
        with pytest.raises(ProblemError):
            decode_cursor(cursor, others, (str,))


@given(st.text("abcXYZ012-_", max_size=60))
def test_a_cursor_of_somebody_else_is_refused(cursor: str) -> None:
    with pytest.raises(ProblemError) as caught:
        decode_cursor(cursor, {}, (str,))
    assert caught.value.kind is INVALID_CURSOR


def test_a_cursor_of_another_key_is_refused() -> None:
    with pytest.raises(ProblemError):
        decode_cursor(encode_cursor(("a",), {}, key=b"one"), {}, (str,), key=b"two")


def test_a_position_may_be_too_long() -> None:
    with pytest.raises(ValueError, match="too long"):
        encode_cursor(("x" * LONGEST_CURSOR,), {})


def test_the_link_keeps_the_filters_and_leaves_the_host_to_proxies() -> None:
    url = URL("http://inside:8000/v1/sums?kind=a%26b&limit=5&cursor=old")
    assert link_next(url, "new") == '<?kind=a%26b&limit=5&cursor=new>; rel="next"'


async def test_a_list_is_walked_by_its_links(client: httpx.AsyncClient) -> None:
    found: list[int] = []
    url = httpx.URL("http://sample/v1/sums?limit=30&kind=some")
    while True:
        response = await client.get(url)
        found += response.json()["items"]
        if "next" not in response.links:
            break
        url = url.join(response.links["next"]["url"])
    assert found == list(range(100))
    assert response.json()["next_cursor"] is None


async def test_a_cursor_of_another_list_is_a_problem(client: httpx.AsyncClient) -> None:
    cursor = (await client.get("/v1/sums?kind=a")).json()["next_cursor"]
    for query in (f"kind=b&cursor={cursor}", f"cursor={cursor}", "cursor=abc"):
        body = problem_of(await client.get(f"/v1/sums?{query}"), 400, "invalid-cursor")
        assert body["errors"][0]["pointer"] == "/query/cursor"


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=05", "limit=5.0", "limit=+5", "limit=", "limit=5%0A", "cursor=",
     "cursor=a%0A", f"cursor={'a' * 513}"],
)  # fmt: skip
async def test_parameters_of_a_page_are_checked(client: httpx.AsyncClient, query: str) -> None:
    problem_of(await client.get(f"/v1/sums?{query}"), 422, "invalid-request")
