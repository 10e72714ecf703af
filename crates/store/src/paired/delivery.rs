//! How the vector store comes to know what the side has.

use std::sync::PoisonError;

use mem0_core::StoreError;
use mem0_core::vector_store::Point;

use super::{PairedStore, Parcel, Result};

/// Entries of the outbox that are read at once.
const BATCH: usize = 256;

/// After so many points were refused one after the other, the vector store is taken to be down.
const DOWN: usize = 3;

/// What ended a delivery.
enum Stopped {
    /// The side failed: the caller's operation fails with it.
    Side(StoreError),
    /// The vector store failed: it is told again later.
    Vectors(StoreError),
}

impl PairedStore {
    /// Delivers what is waiting. A failure of the vector store is logged, and told by `health`.
    ///
    /// # Errors
    /// The side failed.
    pub(super) async fn try_to_deliver(&self) -> Result<()> {
        self.told(self.deliver_in_turn().await)
    }

    /// Delivers what is waiting.
    ///
    /// # Errors
    /// The side or the vector store failed; the rest is delivered later.
    pub(super) async fn deliver(&self) -> Result<()> {
        let done = self.deliver_in_turn().await;
        self.remember(&done);
        done.map_err(|stopped| match stopped {
            Stopped::Side(error) | Stopped::Vectors(error) => error,
        })
    }

    /// Why the last delivery failed, if it did.
    pub(super) fn failure(&self) -> Option<String> {
        let failure = self.failure.lock();
        failure.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn told(&self, done: std::result::Result<(), Stopped>) -> Result<()> {
        self.remember(&done);
        match done {
            Ok(()) => Ok(()),
            Err(Stopped::Side(error)) => Err(error),
            Err(Stopped::Vectors(error)) => {
                tracing::warn!(
                    %error,
                    "memories are safe, but the vector store doesn't know all of them yet; it is \
                     told again with the next change"
                );
                Ok(())
            }
        }
    }

    fn remember(&self, done: &std::result::Result<(), Stopped>) {
        let failure = match done {
            Ok(()) => None,
            Err(Stopped::Vectors(error)) => Some(error.to_string()),
            Err(Stopped::Side(_)) => return,
        };
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    async fn deliver_in_turn(&self) -> std::result::Result<(), Stopped> {
        let _turn = self.turn.lock().await;
        let (side, namespace) = (&self.side, &self.namespace);
        let mut refused = None;
        let mut after = 0;
        loop {
            let parcel = side.undelivered(namespace, after, BATCH).await;
            let parcel = parcel.map_err(Stopped::Side)?;
            if parcel.is_empty() {
                return refused.map_or(Ok(()), |error| Err(Stopped::Vectors(error)));
            }
            after = parcel.last;
            let (arrived, problem) = match self.send(&parcel).await {
                Ok(()) => (parcel, None),
                Err(error) => self.send_one_by_one(parcel, error).await,
            };
            side.delivered(namespace, &arrived)
                .await
                .map_err(Stopped::Side)?;
            match problem {
                Some(problem) if arrived.is_empty() => return Err(Stopped::Vectors(problem)),
                problem => refused = problem.or(refused),
            }
        }
    }

    async fn send(&self, parcel: &Parcel) -> Result<()> {
        if !parcel.gone.is_empty() {
            self.vectors.delete(&parcel.gone).await?;
        }
        let points: Vec<Point> = parcel
            .points
            .iter()
            .map(|(_, point)| point.clone())
            .collect();
        if points.is_empty() {
            return Ok(());
        }
        self.vectors.upsert(&points).await
    }

    /// What arrives of a parcel that was refused as a whole: one point that a database can't take
    /// must not keep out the others. The newest goes first, since older ones may be those that were
    /// refused before.
    async fn send_one_by_one(
        &self,
        parcel: Parcel,
        refused: StoreError,
    ) -> (Parcel, Option<StoreError>) {
        let mut arrived = Parcel {
            last: parcel.last,
            ..Parcel::default()
        };
        if parcel.points.len() + parcel.gone.len() == 1 {
            return (arrived, Some(refused));
        }
        let mut problem = None;
        let mut in_a_row = 0;
        let points = parcel.points.into_iter().map(|(key, point)| Parcel {
            points: vec![(key, point)],
            ..Parcel::default()
        });
        let gone = parcel.gone.into_iter().map(|id| Parcel {
            gone: vec![id],
            ..Parcel::default()
        });
        for one in gone.chain(points).rev() {
            match self.send(&one).await {
                Ok(()) => {
                    in_a_row = 0;
                    arrived.points.extend(one.points);
                    arrived.gone.extend(one.gone);
                }
                Err(error) => {
                    problem = Some(error);
                    in_a_row += 1;
                }
            }
            if in_a_row == DOWN {
                break;
            }
        }
        (arrived, problem)
    }
}
