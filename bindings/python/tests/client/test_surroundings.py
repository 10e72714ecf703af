"""Everything beside memories: users, exports, webhooks, the project and its members, profiles."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from mem0.client.types import ProjectUpdateOptions
from mem0.exceptions import AuthenticationError, MemoryError, MemoryNotFoundError, ValidationError

from .test_memories import PIZZA, remember


def names(answer: Any, kind: str) -> set[str]:
    return {entity["name"] for entity in answer["results"] if entity["type"] == kind}


def test_everybody_with_memories_is_listed(client: Any, user: str) -> None:
    agent = f"agent-{uuid4().hex[:6]}"
    remember(client, PIZZA, user_id=user, agent_id=agent)
    everybody = client.users(page_size=500)
    assert user in names(everybody, "user")
    assert agent in names(everybody, "agent")
    assert everybody["total_users"] >= 1
    [entity] = [entity for entity in everybody["results"] if entity["name"] == user]
    assert entity["total_memories"] == 1
    client.delete_users(agent_id=agent)


@pytest.mark.parametrize("kind", ["user", "agent", "app", "run"])
def test_an_entity_is_deleted_with_its_memories(client: Any, kind: str) -> None:
    name = f"{kind} {uuid4().hex[:6]}/甲@example.test"
    remember(client, PIZZA, **{f"{kind}_id": name})
    answer = client.delete_users(**{f"{kind}_id": name})
    assert answer == {"message": "Entity deleted successfully."}
    assert client.get_all(**{f"{kind}_id": name}) == []
    assert name not in names(client.users(page_size=500), kind)


def test_an_export_has_the_shape_that_was_asked_for(client: Any, user: str) -> None:
    remember(client, PIZZA, user_id=user)
    schema = {"type": "object", "properties": {"food": {"type": "string"}}}
    made = client.create_memory_export(schema=schema, user_id=user)
    assert made["id"]
    exported = client.get_memory_export(memory_export_id=made["id"])
    assert isinstance(exported, dict)
    assert isinstance(client.get_memory_export(user_id=user), dict)
    with pytest.raises(MemoryNotFoundError):
        client.get_memory_export(memory_export_id=str(uuid4()))


def test_a_summary_tells_of_a_scope(client: Any, user: str) -> None:
    remember(client, PIZZA, user_id=user)
    assert client.get_summary(filters={"user_id": user})["summary"]


def test_webhooks_come_and_go(client: Any) -> None:
    name = f"log-{uuid4().hex[:6]}"
    made = client.create_webhook(
        url="https://hooks.test/x", name=name, project_id=client.project_id, event_types=["memory_add"]
    )
    webhook_id = made["webhook_id"]
    assert made["name"] == name
    listed = client.get_webhooks(project_id=client.project_id)
    assert webhook_id in [webhook["webhook_id"] for webhook in listed]
    assert "message" in client.update_webhook(webhook_id, name=f"{name}-2", event_types=["memory_delete"])
    [changed] = [it for it in client.get_webhooks(client.project_id) if it["webhook_id"] == webhook_id]
    assert changed["name"] == f"{name}-2"
    assert changed["event_types"] == ["memory_delete"]
    assert "message" in client.delete_webhook(webhook_id)
    with pytest.raises(MemoryNotFoundError):
        client.delete_webhook(webhook_id)


def test_a_webhook_of_a_foreign_project_is_refused(client: Any) -> None:
    with pytest.raises((AuthenticationError, MemoryNotFoundError)):
        client.get_webhooks("prj_of_nobody")


@pytest.fixture
def project(client: Any) -> Any:
    """A project of this test alone."""
    from mem0.client.project import AsyncProject, Project

    from .faces import Blocking

    made = client.project.create(f"test-{uuid4().hex[:6]}", description="两个人的")
    asynchronous = isinstance(client, Blocking)
    kind: Any = AsyncProject if asynchronous else Project
    inner = kind(
        client._inner if asynchronous else client, org_id=client.org_id, project_id=made["project_id"]
    )
    project = Blocking(inner, client._loop) if asynchronous else inner
    yield project
    project.delete()


def test_a_project_is_made_read_and_deleted(client: Any, project: Any) -> None:
    read = project.get()
    assert read["project_id"] == project.project_id
    assert read["description"] == "两个人的"
    assert client.project.get()["project_id"] == client.project_id
    assert client.get_project(fields=["custom_categories"])["project_id"] == client.project_id


def test_settings_of_a_project_are_kept(project: Any) -> None:
    categories = [{"运动": "训练和比赛"}]
    assert "message" in project.update(
        custom_categories=categories, custom_instructions="简短", multilingual=True
    )
    read = project.get(fields=["custom_categories", "custom_instructions"])
    assert read["custom_categories"] == categories
    assert read["custom_instructions"] == "简短"
    project.update(decay=True, retrieval_criteria=[{"name": "joy", "description": "how glad", "weight": 2}])
    read = project.get()
    assert read["custom_instructions"] == "简短"
    assert read["decay"] is True


def test_the_older_name_changes_the_clients_own_project(client: Any) -> None:
    before = client.get_project()["custom_instructions"]
    client.update_project(ProjectUpdateOptions(custom_instructions="短"))
    assert client.get_project(["custom_instructions"])["custom_instructions"] == "短"
    client.update_project(custom_instructions=before or "")


def test_members_come_and_go(project: Any) -> None:
    email = f"li+{uuid4().hex[:6]}@example.test"

    def roles() -> dict[str, str]:
        return {member["email"]: member["role"] for member in project.get_members()["members"]}

    assert "message" in project.add_member(email)
    assert roles()[email] == "READER"
    project.update_member(email, "OWNER")
    assert roles()[email] == "OWNER"
    project.remove_member(email)
    assert email not in roles()


def test_a_profile_has_a_status(client: Any, user: str) -> None:
    remember(client, PIZZA, user_id=user)
    profile = client.get_profile(user)
    assert profile["entity_id"] == user
    assert profile["status"] in {"succeeded", "pending", "failed", "not_enabled", "insufficient_data"}


def test_a_wrong_key_is_refused(faces: Any, host: str) -> None:
    with pytest.raises(ValueError, match="^Error: ") as raised:
        faces.client("m0-of-nobody", host)
    assert isinstance(raised.value, AuthenticationError)


def test_a_foreign_project_is_refused(faces: Any, host: str, client: Any) -> None:
    with pytest.raises((ValueError, MemoryError)):
        faces.client(client.api_key, host, org_id="org_of_nobody", project_id="prj_of_nobody").get_all()


def test_an_explicit_project_of_the_keys_own_works(faces: Any, host: str, client: Any, user: str) -> None:
    named = faces.client(client.api_key, host, org_id=client.org_id, project_id=client.project_id)
    memory_id = remember(named, PIZZA, user_id=user)
    assert client.get(memory_id)["id"] == memory_id
    assert [memory["id"] for memory in named.get_all(user_id=user)] == [memory_id]
    with pytest.raises(ValidationError):
        named.delete_all()
