//! Which checkpoint a pack is made with.
//!
//! The one that most states stand behind, and of these the smallest: it was signed first.

use super::verify::held;
use crate::checkpoint::SignedCheckpoint;
use crate::roster::Directory;

/// The checkpoint of a record's log to prove it by, of those whose roots the maker has computed itself.
///
/// It covers place `seq`; most counting states first, then the smallest size. None when none covers it.
pub fn best_checkpoint<'a>(
    checkpoints: impl IntoIterator<Item = &'a SignedCheckpoint>,
    seq: u64,
    directory: &Directory,
) -> Option<&'a SignedCheckpoint> {
    let covering = checkpoints.into_iter().filter(|each| each.checkpoint().size > seq);
    covering.min_by_key(|each| {
        let author = directory.author(&each.checkpoint().log.key);
        let states = author.map_or(0, |author| held(each, author, directory).states.len());
        (std::cmp::Reverse(states), each.checkpoint().size)
    })
}
