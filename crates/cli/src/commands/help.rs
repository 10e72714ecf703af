//! `mem0 help`: for people, and as a tree for programs.

use clap::{ArgAction, Args, CommandFactory};
use serde_json::{Map, Value, json};

use crate::arguments::Cli;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// About which command.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The command, such as `add` or `entity list`
    command: Vec<String>,
}

/// Shows it.
pub fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let mut root = Cli::command();
    root.build();
    let mut command = &mut root;
    for word in &arguments.command {
        command = command.find_subcommand_mut(word).ok_or_else(|| {
            Failure::usage(
                format!("there is no command `{word}`"),
                "`mem0 help` lists them all.",
            )
        })?;
    }
    let tree = tree(command);
    if context.global.format().is_json() {
        return Ok(Reply::new(View::Shown, tree));
    }
    let help = command.render_help();
    let help = if context.paint.is_on() {
        help.ansi().to_string()
    } else {
        help.to_string()
    };
    Ok(Reply::new(View::Verbatim(help), tree))
}

fn tree(command: &clap::Command) -> Value {
    let mut node = Map::new();
    node.insert("name".into(), command.get_name().into());
    if let Some(about) = command.get_about() {
        node.insert("about".into(), about.to_string().into());
    }
    let (options, arguments): (Vec<_>, Vec<_>) = command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set())
        .partition(|argument| !argument.is_positional());
    let all = |list: Vec<&clap::Arg>| list.into_iter().map(argument).collect::<Vec<_>>();
    node.insert("arguments".into(), all(arguments).into());
    node.insert("options".into(), all(options).into());
    let commands: Vec<Value> = command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(tree)
        .collect();
    if !commands.is_empty() {
        node.insert("commands".into(), commands.into());
    }
    Value::Object(node)
}

fn argument(argument: &clap::Arg) -> Value {
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    let mut about = json!({
        "name": argument.get_id().as_str(),
        "help": argument.get_help().map(ToString::to_string),
        "required": argument.is_required_set(),
        "takes_value": takes_value,
    });
    let mut insert = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            about[key] = value;
        }
    };
    insert(
        "long",
        argument.get_long().map(|long| format!("--{long}").into()),
    );
    insert(
        "short",
        argument.get_short().map(|short| format!("-{short}").into()),
    );
    insert(
        "aliases",
        argument.get_visible_aliases().map(|aliases| json!(aliases)),
    );
    let values: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    insert(
        "values",
        (takes_value && !values.is_empty()).then(|| json!(values)),
    );
    let defaults: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    insert(
        "default",
        (takes_value && !defaults.is_empty()).then(|| json!(defaults.join(","))),
    );
    about
}
