"""Children of a fork."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system doesn't fork")

BEGIN = """
import asyncio, os, signal, sys, threading, time
from mem0._native import Engine
engine = Engine({"embedder": {"provider": "static"}})

def add(text):
    engine.call("add", {"messages": text, "user_id": "mia", "infer": False})

def texts():
    return sorted(row["memory"] for row in engine.call("get_all", {"user_id": "mia"})["results"])

def wait_for(child):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hung"
"""


def test_a_child_opens_the_store_anew(program: Any) -> None:
    ended = program(
        BEGIN
        + """
add("of the parent")
child = os.fork()
if child == 0:
    add("of the child")
    os._exit(0 if texts() == ["of the child", "of the parent"] else 1)
assert wait_for(child) == 0
add("of the parent again")
print(texts())
"""
    )
    assert ended.stdout == "['of the child', 'of the parent', 'of the parent again']\n", ended.stderr


def test_a_child_has_an_event_loop_of_its_own(program: Any) -> None:
    ended = program(
        BEGIN
        + """
async def search():
    return await engine.call_async("search", {"query": "tea", "user_id": "mia"})
add("tea")
asyncio.run(search())
child = os.fork()
if child == 0:
    found = asyncio.run(search())["results"]
    engine.close()
    os._exit(0 if len(found) == 1 else 1)
print(wait_for(child), len(asyncio.run(search())["results"]))
"""
    )
    assert ended.stdout == "0 1\n", ended.stderr


def test_a_child_that_ends_like_a_program_harms_nobody(program: Any) -> None:
    ended = program(
        BEGIN
        + """
add("tea")
child = os.fork()
if child == 0:
    del engine
    sys.exit(7)
print(wait_for(child), texts())
"""
    )
    assert ended.stdout == "7 ['tea']\n", ended.stderr


def test_grandchildren_work_as_well(program: Any) -> None:
    ended = program(
        BEGIN
        + """
add("parent")
child = os.fork()
if child == 0:
    add("child")
    grandchild = os.fork()
    if grandchild == 0:
        add("grandchild")
        os._exit(0)
    os._exit(wait_for(grandchild))
print(wait_for(child), texts())
"""
    )
    assert ended.stdout == "0 ['child', 'grandchild', 'parent']\n", ended.stderr


def test_a_fork_in_the_middle_of_work_leaves_no_lock_behind(program: Any) -> None:
    ended = program(
        BEGIN
        + """
add("tea")
done = False
def work(number):
    turn = 0
    while not done:
        turn += 1
        engine.call("search", {"query": f"tea {number} {turn}", "user_id": "mia"})
threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
ends = []
for number in range(30):
    child = os.fork()
    if child == 0:
        os._exit(0 if engine.call("search", {"query": "tea", "user_id": "mia"})["results"] else 1)
    ends.append(wait_for(child))
done = True
for thread in threads:
    thread.join()
print(set(ends))
""",
        timeout=90,
    )
    assert ended.stdout == "{0}\n", ended.stderr


@pytest.mark.skipif(sys.platform == "darwin", reason="the system's own libraries don't survive it there")
def test_workers_of_multiprocessing_share_the_store(program: Any) -> None:
    ended = program(
        BEGIN
        + """
import multiprocessing
add("tea")
def work(number):
    add(f"of worker {number}")
    return os.getpid()
with multiprocessing.get_context("fork").Pool(3) as pool:
    pool.map(work, range(6))
print(len(texts()))
"""
    )
    assert ended.stdout == "7\n", ended.stderr
