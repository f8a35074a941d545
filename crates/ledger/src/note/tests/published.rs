//! Keys and notes that others published: signed-note's own example, and those of Go's `sumdb/note`.

use crate::key::SecretKey;
use crate::note::{Note, NoteKey, SignatureKind, SignatureLine};

const FOO: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const FOO_NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key(vkey: &str) -> NoteKey {
    vkey.parse().unwrap()
}

fn signers(note: &str, known: &[NoteKey]) -> Result<Vec<String>, &'static str> {
    let note = Note::decode(note.as_bytes()).map_err(|flaw| flaw.name())?;
    let verified = note.verify(known).map_err(|flaw| flaw.name())?;
    Ok(verified.iter().map(|line| line.key.name().to_owned()).collect())
}

#[test]
fn published_keys_are_read_and_written_alike() {
    for vkey in [FOO, PETER, ENOCH] {
        assert_eq!(key(vkey).to_string(), vkey);
    }
}

#[test]
fn the_example_of_the_standard_verifies() {
    assert_eq!(signers(FOO_NOTE, &[key(FOO)]), Ok(vec!["example.com/foo".into()]));
}

#[test]
fn lines_of_known_keys_verify_and_others_are_passed_over() {
    let both = format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}");
    let (peter, enoch) = (key(PETER), key(ENOCH));
    let names = |names: &[&str]| Ok(names.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(signers(&both, std::slice::from_ref(&peter)), names(&["PeterNeumann"]));
    assert_eq!(signers(&both, &[peter, enoch]), names(&["PeterNeumann", "EnochRoot"]));
    assert_eq!(signers(&both, &[key(FOO)]), Err("note-unsigned"));
    let note = Note::decode(both.as_bytes()).unwrap();
    assert_eq!((note.text(), note.encode()), (TEXT, both.into_bytes()));
}

#[test]
fn a_known_key_that_signs_badly_or_twice_has_the_note_refused() {
    let known = [key(PETER), key(ENOCH)];
    let twice = format!("{TEXT}\n{PETER_LINE}{PETER_LINE}");
    assert_eq!(signers(&twice, &known), Err("note-repeated"));
    let other_text = format!("{TEXT}{TEXT}\n{PETER_LINE}");
    assert_eq!(signers(&other_text, &known), Err("bad-signature"));
    let other_name = format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "CarmenSandiego"));
    assert_eq!(signers(&other_name, &known), Err("note-unsigned"));
}

#[test]
fn the_published_line_is_what_the_published_secret_signs() {
    // EnochRoot's seed is 32 bytes of zero.
    let secret = SecretKey::from_seed(&[0; 32]);
    let enoch = NoteKey::new("EnochRoot", SignatureKind::Ed25519, secret.public()).unwrap();
    assert_eq!(enoch.to_string(), ENOCH);
    let line = SignatureLine::new(&enoch, secret.sign(TEXT.as_bytes()).to_vec());
    let note = Note::new(TEXT.to_owned(), vec![line]);
    assert_eq!(note.encode(), format!("{TEXT}\n{ENOCH_LINE}").into_bytes());
}

/// A checkpoint of a certificate log in use, with the lines of five witnesses: two keys of it are known here.
const ARCHE: &str =
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
const REMORA: &str = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";
const ARCHE_CHECKPOINT: &str = "arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
";

#[test]
fn a_witness_in_use_verifies_and_says_when() {
    let known = [key(ARCHE), key(REMORA)];
    let note = Note::decode(ARCHE_CHECKPOINT.as_bytes()).unwrap();
    let verified = note.verify(&known).unwrap();
    let found: Vec<_> = verified.iter().map(|line| (line.key.name(), line.time)).collect();
    let times =
        [("arche2025h1.staging.ct.transparency.dev", None), ("remora.n621.de", Some(0x6a12_2120))];
    assert_eq!(found, times);
    let other = ARCHE_CHECKPOINT.replacen("1432088532", "1432088533", 1);
    assert_eq!(signers(&other, &known[1..]), Err("bad-signature"));
    assert_eq!(note.encode(), ARCHE_CHECKPOINT.as_bytes());
}

/// The examples of tlog-checkpoint and tlog-cosignature, whose keys are not published, have the right form.
#[test]
fn the_examples_of_the_checkpoint_standards_are_read() {
    let example = "example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
";
    let note = Note::decode(example.as_bytes()).unwrap();
    assert_eq!(note.encode(), example.as_bytes());
    let [log, witness] = note.lines() else { panic!("two lines") };
    assert_eq!((log.name(), log.signature().len()), ("example.com/behind-the-sofa", 64));
    assert_eq!(witness.key_id(), [0x8d, 0x66, 0xcf, 0x3f]);
    // `time 1679315147` in the standard's text of what is signed.
    let (time, _) = crate::cosignature::split(witness.signature()).unwrap();
    assert_eq!(time, 1_679_315_147);
    let message = crate::cosignature::message(time, note.text());
    let expected = "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    assert_eq!(message, expected.as_bytes());
}

#[test]
fn the_poem_of_the_standard_has_an_empty_line_in_its_text() {
    let poem = "Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
";
    let note = Note::decode(poem.as_bytes()).unwrap();
    assert!(note.text().ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!((note.lines().len(), note.encode()), (1, poem.as_bytes().to_vec()));
}
