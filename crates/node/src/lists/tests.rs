//! Loading, refreshing, comparing and taking away lists; and files on the disk that are none.

use chancery_screening::{Card, Name, NameKind};

use super::*;

fn loading(list: &str, format: Format, role: Option<ListRole>) -> Loading {
    Loading { list: list.to_owned(), format, mapping: None, role, file: "list.json".to_owned() }
}

fn galaxy(names: &[&str]) -> Vec<u8> {
    let row = |name: &&str| format!(r#"{{"value": "{name}", "uuid": "{}"}}"#, name.to_lowercase());
    let rows: Vec<String> = names.iter().map(row).collect();
    format!(r#"{{"values": [{}]}}"#, rows.join(",")).into_bytes()
}

fn open() -> (tempfile::TempDir, Lists) {
    let dir = tempfile::tempdir().unwrap();
    let lists = Lists::open(dir.path().join("lists")).unwrap();
    (dir, lists)
}

fn load(lists: &Lists, names: &[&str]) -> ListLoaded {
    lists.load(&loading("vendors", Format::Galaxy, None), &galaxy(names), 7).unwrap().0
}

#[test]
fn the_same_content_is_the_same_version_and_another_is_the_next() {
    let (dir, lists) = open();
    let first = load(&lists, &["Alpha", "Beta"]);
    assert_eq!((first.version.number, first.added, first.unchanged), (1, 2, false));
    let again = load(&lists, &["Beta", "Alpha"]);
    assert!(again.unchanged, "only the order of rows differs");
    assert_eq!(again.version, first.version);
    let second = load(&lists, &["Beta", "Gamma"]);
    assert_eq!((second.version.number, second.before), (2, Some(1)));
    assert_eq!((second.added, second.changed, second.removed), (1, 0, 1));
    let reopened = Lists::open(dir.path().join("lists")).unwrap();
    assert_eq!(reopened.versions("vendors").unwrap(), lists.versions("vendors").unwrap());
    assert_eq!(reopened.read("vendors", Some(1)).unwrap().entries.len(), 2);
}

#[test]
fn a_difference_names_what_changed() {
    let (_dir, lists) = open();
    let list = |rows: &str| format!(r#"{{"values": [{rows}]}}"#).into_bytes();
    let vendors = loading("vendors", Format::Galaxy, None);
    let row = r#"{"value": "Alpha", "uuid": "a"}, {"value": "Old", "uuid": "o"}"#;
    lists.load(&vendors, &list(row), 1).unwrap();
    let row = r#"{"value": "Alpha", "uuid": "a", "meta": {"synonyms": ["Alef"]}}, {"value": "New", "uuid": "n"}"#;
    lists.load(&vendors, &list(row), 2).unwrap();
    let difference = lists.difference("vendors", None, None).unwrap();
    let names = |lines: &[ListLine]| lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&difference.added), ["New"]);
    assert_eq!(names(&difference.removed), ["Old"]);
    assert_eq!(difference.changed[0].changes, ["names: Alef is new"]);
    assert!(matches!(lists.difference("vendors", Some(9), None), Err(ListError::NoVersion { .. })));
}

#[test]
fn a_galaxy_is_never_adverse_and_a_table_must_say_what_it_is() {
    let (_dir, lists) = open();
    let refuse = |format, role, bytes: &[u8]| {
        lists.load(&loading("x", format, role), bytes, 1).unwrap_err().name()
    };
    assert_eq!(
        refuse(Format::Galaxy, Some(ListRole::Adverse), &galaxy(&["A"])),
        "list-never-adverse"
    );
    assert_eq!(refuse(Format::FollowTheMoney, None, b"{}"), "list-no-role");
    assert_eq!(refuse(Format::FollowTheMoney, Some(ListRole::Adverse), b"{}"), "list-nothing");
    assert_eq!(load(&lists, &["A"]).version.role, ListRole::Reference);
}

#[test]
fn a_name_that_is_no_folder_is_refused() {
    let (_dir, lists) = open();
    for name in ["", "../x", "Upper", "-x", "a b", &"x".repeat(41)] {
        let error =
            lists.load(&loading(name, Format::Galaxy, None), &galaxy(&["A"]), 1).unwrap_err();
        assert_eq!(error.name(), "list-name", "{name:?}");
    }
}

#[test]
fn old_versions_go_and_a_removed_list_leaves_nothing() {
    let (dir, lists) = open();
    for number in 0..VERSIONS_MAX + 3 {
        load(&lists, &["Alpha", &format!("Beta {number}")]);
    }
    let versions = lists.versions("vendors").unwrap();
    assert_eq!(versions.len(), VERSIONS_MAX);
    assert_eq!(versions[0].number, 4);
    let files =
        || std::fs::read_dir(dir.path().join("lists/vendors")).map(Iterator::count).unwrap_or(0);
    assert_eq!(files(), VERSIONS_MAX);
    lists.remove("vendors").unwrap();
    assert_eq!(files(), 0);
    assert!(matches!(lists.remove("vendors"), Err(ListError::Unknown(_))));
}

#[test]
fn what_a_crash_left_beside_is_not_read_and_not_in_the_way() {
    let (dir, lists) = open();
    load(&lists, &["Alpha"]);
    std::fs::write(dir.path().join("lists/vendors/new"), b"half a ver").unwrap();
    let lists = Lists::open(dir.path().join("lists")).unwrap();
    assert_eq!(lists.versions("vendors").unwrap().len(), 1);
    assert_eq!(load(&lists, &["Beta"]).version.number, 2);
}

fn file() -> ListFile {
    let name = Name { value: "Alpha".to_owned(), kind: NameKind::Legal };
    let card = Card { names: vec![name], ..Card::default() };
    let entry = Entry {
        id: "a".to_owned(),
        card,
        section: None,
        programme: None,
        citation: None,
        url: None,
        since: None,
        note: None,
    };
    let read = Read { entries: vec![entry], ..Read::default() };
    new_file(&loading("vendors", Format::Galaxy, None), ListRole::Reference, 1, read, b"x", 7)
}

#[test]
fn a_version_reads_back_as_it_was_written() {
    assert_eq!(ListFile::decode(&file().encode()).unwrap(), file());
}

/// Each vector has one flaw, and its name says which; `good` has none.
#[test]
fn every_vector_is_read_or_refused_as_its_name_says() {
    let folder = format!("{}/vectors/list", env!("CARGO_MANIFEST_DIR"));
    let text = String::from_utf8(file().encode()).unwrap();
    let rest = |text: &str| {
        let (head, rest) = text.split_once('\n').unwrap();
        let digest = Digest::of(rest.as_bytes()).to_string();
        let at = head.find("\"rest\":\"").unwrap() + 8;
        format!("{}{digest}{}\n{rest}", &head[..at], &head[at + 64..])
    };
    let made = [
        ("good", text.clone()),
        ("format", text.replace("chancery-list-1", "chancery-list-2")),
        ("head", text.replacen('{', "", 1)),
        ("rest", text.replace("Alpha", "Omega")),
        ("entries-other", rest(&text.replace("Alpha", "Omega"))),
        ("entries-count", text.replace("\"entries\":1", "\"entries\":2")),
        ("line", rest(&text.replace("{\"entry\":", "{\"row\":"))),
        ("line-field", rest(&text.replace("{\"id\":", "{\"more\":1,\"id\":"))),
    ];
    if std::env::var_os("CHANCERY_WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &made {
            std::fs::write(format!("{folder}/{name}.list"), text).unwrap();
        }
    }
    let mut seen = 0;
    for path in std::fs::read_dir(&folder).unwrap() {
        let path = path.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        let made = made.iter().find(|(made, _)| *made == name);
        assert_eq!(made.map(|(_, text)| text.as_bytes()), Some(bytes.as_slice()), "{name}");
        let flaw = match ListFile::decode(&bytes) {
            Ok(_) => "good",
            Err(ListFileFlaw::Unreadable(_)) => "unreadable",
            Err(ListFileFlaw::Head) => "head",
            Err(ListFileFlaw::Format(_)) => "format",
            Err(ListFileFlaw::Rest) => "rest",
            Err(ListFileFlaw::Line(_)) => "line",
            Err(ListFileFlaw::Entries) => "entries",
        };
        assert_eq!(name.split('-').next(), Some(flaw), "{name}");
        seen += 1;
    }
    assert_eq!(seen, made.len());
}

#[test]
fn a_damaged_version_is_refused_when_it_is_read() {
    let (dir, lists) = open();
    load(&lists, &["Alpha"]);
    let path = dir.path().join("lists/vendors/00000001.list");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("Alpha", "Omega")).unwrap();
    assert!(matches!(lists.read("vendors", None), Err(ListError::Damaged { .. })));
}
