//! Words of vocabularies: by the word, by another spelling of it, a state by its name.

use chancery_record::StateCode;

use super::{Misread, Reading, Value, Written, exactly, pattern, pieces};
use crate::{
    ask::{End, Exact},
    document::small,
    field::Field,
    flaw::Wrong,
    nearest::nearest,
};

impl Reading<'_> {
    pub(super) fn word(
        self,
        field: &Field,
        (exact, vocabulary): (Exact, &str),
        written: Written<'_>,
    ) -> Result<Value, Misread> {
        let (mut one_of, mut notes) = (Vec::new(), Vec::new());
        for piece in pieces(written)? {
            let (text, end) = (small(piece.text.trim()), piece.end);
            let found = self.spelled(vocabulary, &text, end);
            let Some(word) = found else {
                let nearest = self.near(vocabulary, &text);
                let text = piece.text.to_owned();
                return piece.wrong(Wrong::Word { field: field.name, text, nearest });
            };
            if small(&word) != text && end == End::Word {
                notes.push(format!("{} was read as {}:{word}", piece.text, field.name));
            }
            one_of.push(pattern(if end == End::Open { text } else { small(&word) }, end));
        }
        Ok(Value { notes, ..exactly(exact, one_of) })
    }

    /// The word that a text stands for; retired words are read as before. For a beginning, any that begins so.
    fn spelled(self, vocabulary: &str, text: &str, end: End) -> Option<String> {
        let list = self.vocabularies.list(vocabulary)?;
        let states = list.states.then(|| self.vocabularies.list("state")).flatten();
        let words = || list.words.iter().chain(states.into_iter().flat_map(|list| &list.words));
        let fits = |word: &str| match end {
            End::Word => small(word) == text,
            End::Open => small(word).starts_with(text),
        };
        let word = words().find(|word| fits(&word.word));
        let word = word.or_else(|| {
            let spelled = |alias: &String| end == End::Word && small(alias) == text;
            words().find(|word| word.aliases.iter().any(spelled))
        });
        let of_states = vocabulary == "state" || list.states;
        word.map(|word| word.word.clone()).or_else(|| {
            let state = (of_states && end == End::Word).then(|| state_named(text)).flatten();
            state.map(|state| state.to_string())
        })
    }

    /// The words that may have been meant; a state is no use without its name.
    fn near(self, vocabulary: &str, text: &str) -> Vec<String> {
        let words: Vec<_> = self.vocabularies.current(vocabulary).collect();
        let spellings = words.iter().flat_map(|word| {
            let names = (word.word.len() == 2).then_some(word.about.as_str());
            let aliases = word.aliases.iter().map(String::as_str).chain(names);
            aliases.chain([word.word.as_str()]).map(|spelling| (spelling, word.word.as_str()))
        });
        let named = |word: String| {
            let about = words.iter().find(|it| it.word == word && word.len() == 2);
            about.map_or(word.clone(), |it| format!("{word} ({})", it.about))
        };
        nearest(text, spellings).into_iter().map(named).collect()
    }
}

/// A state by its name: what people write who have no table of codes at hand.
fn state_named(text: &str) -> Option<StateCode> {
    StateCode::all().find(|state| small(state.name()) == small(text))
}
