//! The demonstration: the first thing that a stranger runs.

use crate::harness::chancery;

#[test]
fn the_demonstration_tells_its_story_and_ends_well() {
    let answer = chancery(&["demo", "--once"]).ended(0);
    let story = answer.out.to_lowercase();
    for word in ["correct", "withdr", "verif", "kill", "tamper", "exercise"] {
        assert!(story.contains(word), "no word of {word:?}: {answer}");
    }
    let widest = answer.out.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    assert!(widest <= 100, "a line of {widest} characters: {answer}");
}
