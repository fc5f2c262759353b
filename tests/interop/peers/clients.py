"""Posts a body several times in one session; prints each answer and its status."""

import sys

library, url, user, password, body, times, patience = sys.argv[1:]
body, times, patience = body.encode(), int(times), float(patience)
headers = {"Content-Type": "application/soap+xml;charset=UTF-8"}


def with_requests():
    import requests

    session = requests.Session()
    session.trust_env = False  # no proxies
    session.auth = requests.auth.HTTPDigestAuth(user, password)
    for _ in range(times):
        answer = session.post(url, data=body, headers=headers, timeout=patience)
        yield answer.content, answer.status_code


def with_httpx():
    import httpx

    auth = httpx.DigestAuth(user, password)
    with httpx.Client(auth=auth, timeout=patience, trust_env=False) as session:
        for _ in range(times):
            answer = session.post(url, content=body, headers=headers)
            yield answer.content, answer.status_code


def with_aiohttp():
    import asyncio

    import aiohttp

    async def post():
        auth = aiohttp.DigestAuthMiddleware(user, password)
        timeout = aiohttp.ClientTimeout(total=patience)
        async with aiohttp.ClientSession(middlewares=(auth,), timeout=timeout) as session:
            return [await post_one(session) for _ in range(times)]

    async def post_one(session):
        async with session.post(url, data=body, headers=headers) as answer:
            return await answer.read(), answer.status

    yield from asyncio.run(post())


try:
    for content, status in globals()[f"with_{library}"]():
        sys.stdout.buffer.write(content + b" %d\n" % status)
except ImportError as error:
    sys.exit(f"{error}: pip install -r tests/interop/peers/requirements.txt")
