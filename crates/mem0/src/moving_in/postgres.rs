//! Tables of the original's pgvector store: `id`, `vector`, `payload`.

mod encrypted;

use std::collections::VecDeque;
use std::pin::Pin;

use futures::TryStreamExt;
use serde_json::Value;
use tokio_postgres::config::SslMode;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Config, NoTls, Row, RowStream, Socket};

use self::encrypted::Encryption;
use super::point::Point;
use super::{Collection, ReadError};

/// Points of one reading.
const PAGE: usize = 500;

/// Tables with those three columns, by schema; those on the search path go by their bare names.
const TABLES: &str = "SELECT columns.table_schema::text, columns.table_name::text, \
    columns.table_schema = ANY (current_schemas(false)) \
    FROM information_schema.columns \
    WHERE columns.table_schema NOT IN ('pg_catalog', 'information_schema') \
    AND columns.column_name IN ('id', 'vector', 'payload') \
    GROUP BY 1, 2, 3 \
    HAVING count(*) = 3 AND bool_or(column_name = 'payload' AND udt_name IN ('jsonb', 'json')) \
    ORDER BY 1, 2";

/// A server that was asked what it has.
pub struct Server {
    client: Client,
    tables: Vec<Collection>,
    /// The names as SQL wants them.
    quoted: Vec<String>,
}

impl Server {
    /// Connects, and looks for tables; also the table that the address names (`?table=`).
    ///
    /// # Errors
    /// The server can't be reached or refuses.
    pub async fn open(address: &str) -> Result<(Self, Option<String>), ReadError> {
        let (address, asked) = without_table(address);
        let config: Config = address.parse().map_err(|error| failed(&error))?;
        let client = connect(&config).await?;
        let rows = client.query(TABLES, &[]).await;
        let mut tables = Vec::new();
        let mut quoted = Vec::new();
        for row in rows.map_err(|error| failed(&error))? {
            let (schema, name): (String, String) = (row.get(0), row.get(1));
            let sql = format!("{}.{}", quote(&schema), quote(&name));
            let counted = format!("SELECT count(*) FROM {sql}");
            let counted = client.query_one(&counted, &[]).await;
            let memories: i64 = counted.map_err(|error| failed(&error))?.get(0);
            tables.push(Collection {
                name: if row.get(2) {
                    name
                } else {
                    format!("{schema}.{name}")
                },
                memories: usize::try_from(memories).unwrap_or(0),
            });
            quoted.push(sql);
        }
        let server = Self {
            client,
            tables,
            quoted,
        };
        Ok((server, asked))
    }

    /// The tables that look like the original's.
    pub fn tables(&self) -> &[Collection] {
        &self.tables
    }

    /// Reads these tables, one after the other.
    pub fn points(self, names: Vec<String>) -> TablePoints {
        let tables = self.tables.into_iter().zip(self.quoted);
        let tables = tables
            .filter(|(table, _)| names.contains(&table.name))
            .map(|(table, quoted)| (table.name, quoted));
        TablePoints {
            tables: tables.collect(),
            client: self.client,
            open: None,
        }
    }
}

/// The points of tables.
pub struct TablePoints {
    client: Client,
    /// The tables that are still to be read: name, and name in SQL.
    tables: VecDeque<(String, String)>,
    open: Option<(String, Pin<Box<RowStream>>)>,
}

impl TablePoints {
    /// The next points; none at the end.
    ///
    /// # Errors
    /// The server failed.
    pub async fn page(&mut self) -> Result<Vec<Point>, ReadError> {
        loop {
            if let Some((name, rows)) = &mut self.open {
                let mut page = Vec::new();
                let mut more = true;
                while more && page.len() < PAGE {
                    let row = rows.try_next().await.map_err(|error| failed(&error))?;
                    more = row.is_some();
                    page.extend(row.map(|row| point(name, &row)));
                }
                // Asked again after its end, a stream says that the connection is closed.
                if !more {
                    self.open = None;
                }
                if !page.is_empty() {
                    return Ok(page);
                }
            }
            let Some((name, quoted)) = self.tables.pop_front() else {
                return Ok(Vec::new());
            };
            let sql = format!(
                "SELECT id::text, payload::text FROM {quoted} \
                 ORDER BY payload->>'created_at', id"
            );
            let rows = self
                .client
                .query_raw(&sql, std::iter::empty::<&str>())
                .await;
            let rows = rows.map_err(|error| failed(&error))?;
            self.open = Some((name, Box::pin(rows)));
        }
    }
}

/// Encrypted where the server can, as `sslmode=prefer` means it and is the default; always where
/// the address says `require`, and then the certificate must be one that this system trusts.
async fn connect(config: &Config) -> Result<Client, ReadError> {
    let mode = config.get_ssl_mode();
    let encryption = Encryption::of_this_system();
    let (SslMode::Prefer | SslMode::Require, Ok(encryption)) = (mode, encryption) else {
        return connect_by(config, NoTls).await;
    };
    match connect_by(config, encryption).await {
        Err(_) if mode == SslMode::Prefer => connect_by(config, NoTls).await,
        outcome => outcome,
    }
}

async fn connect_by<T>(config: &Config, way: T) -> Result<Client, ReadError>
where
    T: MakeTlsConnect<Socket>,
    T::Stream: Send + 'static,
{
    let connected = config.connect(way).await;
    let (client, connection) = connected.map_err(|error| failed(&error))?;
    // It ends when the client is dropped; what went wrong then, the client has said.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    Ok(client)
}

fn point(table: &str, row: &Row) -> Point {
    let id: Option<String> = row.get(0);
    Point {
        collection: table.to_owned(),
        id: id.unwrap_or_default(),
        payload: payload(row.get(1)),
    }
}

fn payload(text: Option<String>) -> Result<crate::Metadata, String> {
    let payload = text.map(|text| serde_json::from_str(&text));
    match payload.transpose() {
        Ok(Some(Value::Object(payload))) => Ok(payload),
        Ok(_) => Err("its payload is no object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// The address without `table=`, which no server knows, and the table it named.
fn without_table(address: &str) -> (String, Option<String>) {
    let Some((server, parameters)) = address.split_once('?') else {
        return (address.to_owned(), None);
    };
    let mut table = None;
    let kept: Vec<&str> = parameters
        .split('&')
        .filter(|parameter| match parameter.split_once('=') {
            Some(("table" | "collection", name)) => {
                table = Some(name.to_owned());
                false
            }
            _ => !parameter.is_empty(),
        })
        // Whoever must have encryption gets the certificate checked here, too.
        .map(|parameter| match parameter {
            "sslmode=verify-full" | "sslmode=verify-ca" => "sslmode=require",
            "sslmode=allow" => "sslmode=prefer",
            other => other,
        })
        .collect();
    let address = if kept.is_empty() {
        server.to_owned()
    } else {
        format!("{server}?{}", kept.join("&"))
    };
    (address, table)
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What went wrong, with the server's own words; never with the address, which may hold a password.
fn failed(error: &tokio_postgres::Error) -> ReadError {
    let mut problem = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        problem = format!("{problem}: {deeper}");
        cause = deeper.source();
    }
    let hint = if problem.contains("TLS") {
        "The server's certificate must be one that this system trusts (SSL_CERT_FILE names more). \
         Else bring it in through a tunnel (ssh -L), or from a dump of get_all."
    } else if problem.contains("channel binding") {
        "Leave out channel_binding=require."
    } else {
        "Check address, user, password and database; a table is named with ?table=NAME."
    };
    ReadError::Postgres {
        problem,
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_taken_out_of_the_address() {
        let all = [
            ("postgres://h/d", "postgres://h/d", None),
            ("postgres://h/d?table=m", "postgres://h/d", Some("m")),
            (
                "postgres://h/d?a=b&table=m&c=d",
                "postgres://h/d?a=b&c=d",
                Some("m"),
            ),
            (
                "postgres://h/d?sslmode=verify-full",
                "postgres://h/d?sslmode=require",
                None,
            ),
        ];
        for (whole, address, table) in all {
            let (found, named) = without_table(whole);
            assert_eq!((found.as_str(), named.as_deref()), (address, table));
        }
    }

    #[test]
    fn no_name_of_a_table_gets_out_of_its_quotes() {
        assert_eq!(
            quote(r#"a"; DROP TABLE x; --"#),
            r#""a""; DROP TABLE x; --""#
        );
    }
}
