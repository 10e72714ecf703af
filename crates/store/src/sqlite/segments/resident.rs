//! Which segments stay in RAM.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use super::segment::{Owner, Segment};

/// A place for an owner's segment; empty until somebody has read it.
pub(super) type Place = Arc<RwLock<Option<Segment>>>;

/// What a place takes beside the columns of its segment, about.
const PLACE_BYTES: usize = 2048;

/// The places that there are, with what they take.
#[derive(Default)]
pub(super) struct Resident {
    slots: HashMap<Owner, Slot>,
    /// Bytes of all slots.
    total: usize,
    /// Counts searches.
    now: u64,
}

struct Slot {
    place: Place,
    used: u64,
    rows: usize,
    bytes: usize,
}

impl Resident {
    /// The place of an owner's segment, which was used just now.
    pub(super) fn place(&mut self, owner: &Owner) -> Place {
        self.now += 1;
        if let Some(slot) = self.slots.get_mut(owner) {
            slot.used = self.now;
            return slot.place.clone();
        }
        let place = Place::default();
        let slot = Slot {
            place: place.clone(),
            used: self.now,
            rows: 0,
            bytes: PLACE_BYTES,
        };
        self.slots.insert(owner.clone(), slot);
        self.total += PLACE_BYTES;
        place
    }

    /// Notes how large a segment is, and lets the least recently used ones go if all together are
    /// larger than the budget. This one stays in any case.
    pub(super) fn weigh(&mut self, owner: &Owner, rows: usize, bytes: usize, budget: usize) {
        if let Some(slot) = self.slots.get_mut(owner) {
            self.total = self.total - slot.bytes + bytes + PLACE_BYTES;
            (slot.rows, slot.bytes) = (rows, bytes + PLACE_BYTES);
        }
        if self.total <= budget {
            return;
        }
        let others = self.slots.iter().filter(|(it, _)| *it != owner);
        let mut others: Vec<_> = others.map(|(it, slot)| (slot.used, it.clone())).collect();
        others.sort_unstable_by_key(|it| it.0);
        // A little more than needed, so that not every search has to look through all of them.
        for (_, oldest) in others {
            if self.total <= budget - budget / 10 {
                break;
            }
            if let Some(gone) = self.slots.remove(&oldest) {
                self.total -= gone.bytes;
            }
        }
    }

    /// How many rows an owner's segment had when it was last looked at, if it is here.
    pub(super) fn rows(&self, owner: &Owner) -> Option<usize> {
        self.slots.get(owner).map(|it| it.rows)
    }

    /// Lets go of all.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
        self.total = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mem0_core::{Namespace, ScopeId};

    fn owner(name: &str) -> Owner {
        Owner {
            namespace: Namespace::default(),
            id: Some((ScopeId::User, name.to_owned())),
        }
    }

    #[test]
    fn the_least_recently_used_leave_first_and_the_last_one_stays() {
        let mut resident = Resident::default();
        let budget = 10 * PLACE_BYTES;
        for name in ["a", "b", "c"] {
            resident.place(&owner(name));
            resident.weigh(&owner(name), 5, 2 * PLACE_BYTES, budget);
        }
        resident.place(&owner("a"));
        resident.place(&owner("d"));
        resident.weigh(&owner("d"), 5, 2 * PLACE_BYTES, budget);
        let here = |resident: &Resident, name: &str| resident.rows(&owner(name)).is_some();
        assert!(here(&resident, "a") && here(&resident, "c") && here(&resident, "d"));
        assert!(!here(&resident, "b"), "it was used before all others");
        assert_eq!(resident.total, 9 * PLACE_BYTES);

        resident.weigh(&owner("d"), 5, 100 * PLACE_BYTES, budget);
        assert!(here(&resident, "d"), "however large");
        assert!(!here(&resident, "a") && !here(&resident, "c"));
        resident.weigh(&owner("gone"), 5, 1, budget);
        resident.clear();
        assert_eq!(resident.total, 0);
    }
}
