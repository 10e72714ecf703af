//! Organizations, projects, members.

use serde_json::{Value, json};

use super::account::Account;
use super::answer::{Answer, Routed};
use super::call::Call;
use super::state::{Organization, Project, State, time};

pub(super) fn answer(state: &mut State, account: &Account, call: &Call, rest: &[&str]) -> Routed {
    match (call.method(), rest) {
        ("GET", []) => {
            let mine = state.organizations.iter().filter(|org| {
                org.members
                    .iter()
                    .any(|member| member["email"] == account.email)
            });
            Ok(Answer::ok(mine.map(show).collect::<Vec<Value>>()))
        }
        ("POST", []) => create(state, account, call),
        (_, [org, rest @ ..]) => {
            if !state.is_member(org, account.email) {
                return Err(Answer::refused_with_message(
                    403,
                    "You don't have access to this organization",
                ));
            }
            of_organization(state, account, call, org, rest)
        }
        _ => Err(Answer::missing("Not found.")),
    }
}

fn of_organization(
    state: &mut State,
    account: &Account,
    call: &Call,
    org: &str,
    rest: &[&str],
) -> Routed {
    let at = time(state.now());
    match (call.method(), rest) {
        ("GET", []) => {
            let found = state.organization(org).map(show).unwrap_or_default();
            Ok(Answer::ok(found))
        }
        ("DELETE", []) => {
            state.organizations.retain(|known| known.org_id != org);
            state.projects.retain(|project| project.org_id != org);
            Ok(Answer::message("Organization deleted successfully!"))
        }
        (_, ["members"]) => {
            let Some(found) = state
                .organizations
                .iter_mut()
                .find(|known| known.org_id == org)
            else {
                return Err(Answer::missing("Organization not found"));
            };
            let answer = members(&mut found.members, call, "organization")?;
            Ok(match call.method() {
                "POST" => answer.with_status(201),
                _ => answer,
            })
        }
        ("GET", ["projects"]) => {
            let here = state
                .projects
                .iter()
                .filter(|project| project.org_id == org);
            Ok(Answer::ok(here.map(show_project).collect::<Vec<Value>>()))
        }
        ("POST", ["projects"]) => {
            let body = call.object()?;
            let Some(name) = body.get("name").and_then(Value::as_str) else {
                return Err(Answer::refused_with_message(400, "name is required"));
            };
            let id = format!("prj_{}", 100 + state.number());
            let mut project = Project::new(&id, org, &at, owner(account));
            project.settings.insert("name".to_owned(), name.into());
            if let Some(description) = body.get("description") {
                project
                    .settings
                    .insert("description".to_owned(), description.clone());
            }
            state.projects.push(project);
            Ok(Answer::ok(json!({
                "message": "Project created successfully.", "project_id": id,
            })))
        }
        (_, ["projects", id, rest @ ..]) => {
            let here = |project: &&mut Project| project.org_id == org && project.project_id == *id;
            let Some(project) = state.projects.iter_mut().find(here) else {
                return Err(Answer::refused_with_message(404, "Project not found"));
            };
            match (call.method(), rest) {
                ("GET", []) => Ok(Answer::ok(show_project(project))),
                ("PATCH", []) => settings(project, call, &at),
                ("DELETE", []) => {
                    let id = project.project_id.clone();
                    state.projects.retain(|project| project.project_id != id);
                    Ok(Answer::message(
                        "Project and related data deleted successfully.",
                    ))
                }
                (_, ["members"]) => members(&mut project.members, call, "project"),
                _ => Err(Answer::missing("Not found.")),
            }
        }
        _ => Err(Answer::missing("Not found.")),
    }
}

fn owner(account: &Account) -> Value {
    json!({
        "user_id": format!("usr_{}", account.name), "username": account.name,
        "email": account.email, "role": "OWNER",
    })
}

fn create(state: &mut State, account: &Account, call: &Call) -> Routed {
    let body = call.object()?;
    let Some(name) = body.get("name").and_then(Value::as_str) else {
        let text = "This field is required.";
        let errors = json!({"name": [text]});
        return Err(Answer::new(
            400,
            json!({"errors": errors, "detail": text, "error": text}),
        ));
    };
    let created_at = time(state.now());
    let org_id = format!("org_{}", 100 + state.number());
    state.organizations.push(Organization {
        org_id: org_id.clone(),
        name: name.to_owned(),
        members: vec![owner(account)],
        created_at,
        is_default: false,
    });
    Ok(Answer::created(json!({
        "message": "Organization created successfully.", "org_id": org_id,
    })))
}

fn show(org: &Organization) -> Value {
    json!({
        "org_id": org.org_id, "name": org.name, "created_at": org.created_at,
        "updated_at": org.created_at, "members": org.members, "is_default": org.is_default,
    })
}

fn show_project(project: &Project) -> Value {
    let mut shown = project.settings.clone();
    shown.insert("project_id".to_owned(), json!(project.project_id));
    shown.insert("members".to_owned(), json!(project.members));
    shown.insert("user_role".to_owned(), json!("OWNER"));
    shown.into()
}

fn settings(project: &mut Project, call: &Call, at: &str) -> Routed {
    for (name, value) in call.object()? {
        match name.as_str() {
            "org_id" | "project_id" => {}
            "usecase_setting" => {
                project.settings.insert("usecase".to_owned(), value);
            }
            _ => {
                project.settings.insert(name, value);
            }
        }
    }
    project.settings.insert("updated_at".to_owned(), json!(at));
    Ok(Answer::message("Project updated successfully"))
}

fn members(members: &mut Vec<Value>, call: &Call, what: &str) -> Routed {
    let body = call.object()?;
    let text = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .map(ToOwned::to_owned)
    };
    if call.method() == "GET" {
        return Ok(Answer::ok(json!({"members": members})));
    }
    let Some(email) = text("email").or_else(|| call.query("email")) else {
        return Err(Answer::refused_with_message(400, "email is required"));
    };
    let place = members
        .iter()
        .position(|member| member["email"] == email.as_str());
    if call.method() == "DELETE" {
        let Some(place) = place else {
            return Err(Answer::refused_with_message(404, "Member not found"));
        };
        members.remove(place);
        return Ok(Answer::message(&format!("Member removed from the {what}")));
    }
    let Some(role) = text("role").filter(|role| matches!(role.as_str(), "READER" | "OWNER")) else {
        return Err(Answer::refused_with_message(
            400,
            "role must be READER or OWNER",
        ));
    };
    match (call.method(), place) {
        ("POST", None) => {
            let name = email.split('@').next().unwrap_or_default();
            members.push(json!({
                "user_id": format!("usr_{name}"), "username": name, "email": email, "role": role,
            }));
            Ok(Answer::message(&format!(
                "User added to the {what} successfully."
            )))
        }
        ("PUT", Some(place)) => {
            members[place]["role"] = json!(role);
            Ok(Answer::message("User role updated successfully."))
        }
        ("POST", Some(_)) => Err(Answer::refused_with_message(
            400,
            "User is a member already",
        )),
        _ => Err(Answer::refused_with_message(404, "Member not found")),
    }
}
