//! Which requests make up one operation.

use std::collections::VecDeque;

use serde_json::Value;

use crate::arguments::Arguments;
use crate::error::{ClientError, Result};
use crate::identity::Identity;
use crate::operations::{
    Course, Operation, PAGE_SIZE, delete_entity, listing, message, name_project,
};
use crate::reply::Reply;
use crate::request::{Method, Request};

/// An operation under way: send [`Exchange::request`], hand what comes back to
/// [`Exchange::answer`], and so on until there is an answer.
#[derive(Debug)]
pub struct Exchange {
    operation: &'static Operation,
    identity: Identity,
    stage: Stage,
    request: Request,
}

#[derive(Debug)]
enum Stage {
    /// The next reply is the answer.
    One,
    /// The next reply tells of entities.
    Listing {
        page: u32,
        found: VecDeque<(String, String)>,
    },
    /// The next reply tells that an entity is gone.
    Deleting(VecDeque<(String, String)>),
}

impl Exchange {
    /// Begins an operation.
    ///
    /// # Errors
    /// The arguments can't be.
    pub fn begin(operation: &str, arguments: Value, identity: &Identity) -> Result<Self> {
        let operation = Operation::named(operation)?;
        let request = operation.request(Arguments::new(arguments)?, identity)?;
        let many = match operation.course {
            Course::One => false,
            Course::DeleteUsers => request.method == Method::Get,
            Course::Reset => true,
        };
        let stage = if many {
            Stage::Listing {
                page: 1,
                found: VecDeque::new(),
            }
        } else {
            Stage::One
        };
        Ok(Self {
            operation,
            identity: identity.clone(),
            stage,
            request,
        })
    }

    /// What to send now.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Whether sending it twice is as good as sending it once.
    pub fn is_repeatable(&self) -> bool {
        self.operation.repeatable
    }

    /// Takes what came back. `None`: there is another request to send.
    ///
    /// # Errors
    /// The reply tells of a failure, or can't be read.
    pub fn answer(&mut self, reply: &Reply) -> Result<Option<Value>> {
        match &mut self.stage {
            Stage::One => Ok(Some((self.operation.conclude)(reply.json()?))),
            Stage::Listing { page, found } => {
                let answer = reply.json()?;
                let entities = entities(&answer);
                let last = entities.len() < PAGE_SIZE as usize || answer["next"].is_null();
                found.extend(entities);
                if last {
                    let found = std::mem::take(found);
                    return self.delete(found, true);
                }
                *page += 1;
                let request = listing(*page);
                self.send(request);
                Ok(None)
            }
            Stage::Deleting(rest) => {
                match reply.json() {
                    // Somebody else was faster.
                    Err(error) if error.status() == Some(404) => {}
                    other => {
                        other?;
                    }
                }
                let rest = std::mem::take(rest);
                self.delete(rest, false)
            }
        }
    }

    /// Deletes the next entity; the answer once none is left.
    fn delete(
        &mut self,
        mut rest: VecDeque<(String, String)>,
        first: bool,
    ) -> Result<Option<Value>> {
        if let Some((kind, name)) = rest.pop_front() {
            let request = delete_entity(&kind, &name)?;
            self.send(request);
            self.stage = Stage::Deleting(rest);
            return Ok(None);
        }
        if first {
            return Err(ClientError::Argument("No entities to delete".to_owned()));
        }
        Ok(Some(message(match self.operation.course {
            Course::Reset => "Client reset successful. All users and memories deleted.",
            Course::DeleteUsers | Course::One => "All users, agents, apps and runs deleted.",
        })))
    }

    fn send(&mut self, mut request: Request) {
        if let Some((org_id, project_id)) = self.identity.named() {
            name_project(&mut request, org_id, project_id);
        }
        self.request = request;
    }
}

fn entities(answer: &Value) -> Vec<(String, String)> {
    let listed = answer.get("results").unwrap_or(answer).as_array();
    let text = |entity: &Value, key: &str| match &entity[key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    listed
        .into_iter()
        .flatten()
        .filter_map(|entity| Some((text(entity, "type")?, text(entity, "name")?)))
        .collect()
}
