//! Whose vectors they are, and how another embedder takes over.
//!
//! New vectors are staged beside the old ones, in as many steps as it takes, also after a
//! restart; recall goes on with the old ones. Adopting them is one transaction.

use mem0_core::memory_store::{VersionKey, VersionText};
use mem0_core::{EmbedderIdentity, StoreError};
use rusqlite::{Connection, params};

use super::codes;
use super::database::Database;
use super::failure::Failure;
use super::memories::saturated;
use super::meta;

/// Claims a store that nobody has claimed.
pub(super) fn claim(database: &mut Database, embedder: &EmbedderIdentity) -> Result<(), Failure> {
    if meta::embedder(&database.connection)?.as_ref() == Some(embedder) {
        return Ok(());
    }
    let transaction = database.writing()?;
    let stored = meta::embedder(&transaction)?;
    meta::refuse_other_embedder(stored.as_ref(), Some(embedder))?;
    if stored.is_none() {
        if let Some(expected) = meta::dimensions(&transaction)?
            && expected != embedder.dimensions
        {
            return Err(StoreError::Dimensions {
                expected,
                found: embedder.dimensions,
            }
            .into());
        }
        meta::set_embedder(&transaction, embedder)?;
    }
    Ok(transaction.commit()?)
}

/// Texts that `embedder` has made no vector of yet.
pub(super) fn outdated_texts(
    database: &Database,
    embedder: &EmbedderIdentity,
    after: Option<VersionKey>,
    limit: usize,
) -> Result<Vec<VersionText>, Failure> {
    let snapshot = database.snapshot()?;
    if meta::embedder(&snapshot)?.as_ref() == Some(embedder) {
        return Ok(Vec::new());
    }
    let staged = if meta::staging(&snapshot)?.as_ref() == Some(embedder) {
        "AND row NOT IN (SELECT row FROM staged)"
    } else {
        ""
    };
    let sql = format!("SELECT row, text FROM versions WHERE row > ? {staged} ORDER BY row LIMIT ?");
    let mut statement = snapshot.prepare_cached(&sql)?;
    let after = after.map_or(i64::MIN, |key| key.0);
    let texts = statement.query_map(params![after, saturated(limit)], |row| {
        Ok(VersionText {
            key: VersionKey(row.get(0)?),
            text: row.get(1)?,
        })
    })?;
    Ok(texts.collect::<Result<_, _>>()?)
}

/// Puts new vectors in place.
pub(super) fn stage_vectors(
    database: &mut Database,
    embedder: &EmbedderIdentity,
    vectors: &[(VersionKey, Vec<f32>)],
) -> Result<(), Failure> {
    let transaction = database.writing()?;
    if meta::staging(&transaction)?.as_ref() != Some(embedder) {
        transaction.execute("DELETE FROM staged", [])?;
        meta::set_staging(&transaction, Some(embedder))?;
    }
    for (key, vector) in vectors {
        if vector.len() != embedder.dimensions {
            let (expected, found) = (embedder.dimensions, vector.len());
            return Err(StoreError::Dimensions { expected, found }.into());
        }
        let code = codes::encode_vector(vector);
        // A version that was erased meanwhile needs no vector.
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO staged(row, scale, vector) \
                 SELECT row, ?, ? FROM versions WHERE row = ?",
            )?
            .execute(params![code.scale, code.planes, key.0])?;
    }
    Ok(transaction.commit()?)
}

/// Makes the staged vectors the ones that recall uses.
pub(super) fn adopt(database: &mut Database, embedder: &EmbedderIdentity) -> Result<(), Failure> {
    let transaction = database.writing()?;
    if meta::embedder(&transaction)?.as_ref() == Some(embedder) {
        return Ok(());
    }
    if meta::staging(&transaction)?.as_ref() != Some(embedder) {
        // Nothing was staged: right only if there is nothing to embed.
        transaction.execute("DELETE FROM staged", [])?;
    }
    let missing = missing(&transaction)?;
    if missing > 0 {
        return Err(StoreError::Database {
            doing: "adopting new vectors",
            problem: format!("{missing} versions have no vector by {embedder} yet"),
        }
        .into());
    }
    transaction.execute_batch(
        "UPDATE recall SET scale = staged.scale, vector = staged.vector \
             FROM staged WHERE staged.row = recall.row; \
         DELETE FROM staged;",
    )?;
    meta::set_staging(&transaction, None)?;
    meta::set_embedder(&transaction, embedder)?;
    meta::bump_epoch(&transaction)?;
    Ok(transaction.commit()?)
}

fn missing(connection: &Connection) -> Result<i64, Failure> {
    Ok(connection.query_row(
        "SELECT count(*) FROM versions WHERE row NOT IN (SELECT row FROM staged)",
        [],
        |row| row.get(0),
    )?)
}
